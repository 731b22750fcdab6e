import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fullItem, items, names, requests, responses } from './examples.ts';
import { root, run, writeInput } from './run.ts';

interface Report {
  exitCode: number;
  files: {
    file: string;
    shapes: string[];
    values: number;
    invalid: number;
    unreadable: number;
    note?: string;
    failure?: string;
    faults: {
      line: number;
      column: number;
      pointer: string;
      keyword: string;
      within?: string;
      message: string;
    }[];
  }[];
}

async function report(args: string[], stdin?: string | Uint8Array): Promise<Report> {
  const { stdout } = await run(['--format', 'json', ...args], stdin === undefined ? {} : { stdin });
  return JSON.parse(stdout);
}

function ndjson(values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

test.for(Object.entries(requests))('the shape of the request %s is worked out', async ([name, body]) => {
  const { files } = await report([await writeInput(`${name}-request.json`, body)]);
  expect(files[0]).toMatchObject({ shapes: [names.request], values: 1, invalid: 0 });
});

test.for(Object.entries(responses))('the shape of the response %s is worked out', async ([name, body]) => {
  const { files } = await report([await writeInput(`${name}-response.json`, body)]);
  expect(files[0]).toMatchObject({ shapes: [names.response], values: 1, invalid: 0 });
});

test('the shape of an item is worked out although half of its members are broken or mistyped', async () => {
  const { severity, title, ...rest } = fullItem;
  const { files } = await report([], JSON.stringify({ ...rest, severty: severity, titel: title, type: 1 }));
  expect(files[0]).toMatchObject({ shapes: ['ImageScanFinding'], invalid: 1 });
});

test('--as takes a shape that the content would not tell', async () => {
  const { files } = await report(['--as', 'NonEmptyString'], '""');
  expect(files[0]!.faults[0]).toMatchObject({ keyword: 'minLength', pointer: '' });
});

test('of an array of items each is judged, however many', async () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    index === 33 ? { ...fullItem, severity: 1 } : fullItem,
  );
  const { files } = await report([], JSON.stringify(many));
  expect(files[0]).toMatchObject({ values: 40, invalid: 1 });
  expect(files[0]!.faults[0]).toMatchObject({ pointer: '/33/severity' });
});

test('an array is judged as a whole where the shape is one', async () => {
  const { files } = await report(['--as', 'ImageScanFindingsList'], JSON.stringify(items));
  expect(files[0]).toMatchObject({ values: 1, invalid: 0 });
});

test('a line of NDJSON that is wrong does not stop the rest', async () => {
  const text = `${ndjson([fullItem, { ...fullItem, severity: 1 }])}{"broken": tru\n\n${ndjson([fullItem, { ...fullItem, title: '' }])}`;
  const { files } = await report([await writeInput('lines.ndjson', text)]);
  expect(files[0]).toMatchObject({ values: 4, invalid: 2, unreadable: 1 });
  expect(files[0]!.faults.map(({ line, keyword }) => [line, keyword])).toEqual([
    [2, 'type'],
    [3, 'syntax'],
    [6, 'minLength'],
  ]);
});

test('NDJSON is known by its content, also when its first line is broken', async () => {
  const { files } = await report([], `{"broken\n${ndjson(items)}`);
  expect(files[0]).toMatchObject({ values: items.length, unreadable: 1 });
});

test('NDJSON needs no last line end and may have those of Windows', async () => {
  const text = ndjson(items).replaceAll('\n', '\r\n').trimEnd();
  expect((await report([], text)).files[0]).toMatchObject({
    values: items.length,
    invalid: 0,
    unreadable: 0,
  });
});

test('a byte order mark is no fault', async () => {
  for (const text of [JSON.stringify(items), ndjson(items)]) {
    expect((await report([], `\uFEFF${text}`)).exitCode).toBe(0);
  }
});

test('a line that is not UTF-8 is reported at its column, and the rest is judged', async () => {
  const line = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
  const { files } = await report(
    ['--as', 'ImageScanFinding'],
    Buffer.concat([line, Buffer.from(ndjson(items))]),
  );
  expect(files[0]).toMatchObject({ values: items.length, unreadable: 1 });
  expect(files[0]!.faults[0]).toMatchObject({ line: 1, column: 11 });
});

test('characters that break off at the end of a chunk are put together', async () => {
  const text = ndjson(
    Array.from({ length: 4000 }, (_, index) => ({ title: `${'x'.repeat(index % 7)}${'🛡️'.repeat(60)}` })),
  );
  const { files } = await report([await writeInput('wide.ndjson', text)]);
  expect(files[0]).toMatchObject({ values: 4000, invalid: 0, unreadable: 0 });
});

test('a glob pattern names files in the order of the alphabet', async () => {
  for (const name of ['glob-b.json', 'glob-a.json']) await writeInput(name, items);
  const { files } = await report([join(root, 'glob-*.json')]);
  expect(files.map(({ file }) => file)).toEqual([join(root, 'glob-a.json'), join(root, 'glob-b.json')]);
});

test('a file whose name looks like a pattern is itself', async () => {
  const { files } = await report([await writeInput('page[1].json', items)]);
  expect(files[0]).toMatchObject({ values: items.length });
});

function recording(
  ...exchanges: { request: unknown; status?: number; response: unknown; base64?: boolean; url?: string }[]
) {
  const entries = exchanges.map(({ request, status = 200, response, base64, url }) => ({
    request: {
      method: 'POST',
      url: url ?? `https://imagebuilder.us-east-1.amazonaws.com${names.path}`,
      postData: { mimeType: 'application/json', text: JSON.stringify(request) },
    },
    response: {
      status,
      content: base64
        ? { encoding: 'base64', text: Buffer.from(JSON.stringify(response)).toString('base64') }
        : { text: JSON.stringify(response, null, 1) },
    },
  }));
  return { log: { version: '1.2', entries } };
}

test('of a HAR recording each request and response of the contract is judged', async () => {
  const pairs = Object.keys(requests).map((name) => ({ request: requests[name], response: responses[name] }));
  const other = { url: 'https://example.com/', request: {}, response: 'anything' };
  const { files } = await report([await writeInput('good.har', recording(...pairs, other))]);
  expect(files[0]).toMatchObject({
    values: pairs.length * 2,
    invalid: 0,
    shapes: [names.request, names.response],
  });
  expect(files[0]!.note).toContain(`${pairs.length} of ${pairs.length + 1}`);
});

test('a fault in a recording stands at the line and column of the recording', async () => {
  const text = JSON.stringify(
    recording({ request: { maxResults: 26 }, response: { findings: [{ severity: null }] } }),
    null,
    2,
  );
  const { files } = await report([await writeInput('bad.har', text)]);
  const found = files[0]!.faults.map(({ line, column, within, pointer }) => ({
    text: text.split('\n')[line - 1]!.slice(column - 1, column + 3),
    at: `${within}#${pointer}`,
  }));
  expect(found).toEqual([
    { text: '26}"', at: '/log/entries/0/request/postData/text#/maxResults' },
    { text: 'null', at: '/log/entries/0/response/content/text#/findings/0/severity' },
  ]);
});

test('a recorded error is held against the shape of its status', async () => {
  const har = recording({ request: {}, status: 429, response: { message: 1 }, base64: true });
  const { files } = await report([await writeInput('error.har', har)]);
  expect(files[0]!.shapes).toContain('ErrorResponse');
  expect(files[0]!.faults[0]!.message).toContain(
    `response 429 of ${names.operation} (entry 1): message must be a string`,
  );
});

test('a recording without a call of the contract cannot be judged', async () => {
  const { files, exitCode } = await report(
    [],
    JSON.stringify(recording({ url: 'https://example.com/', request: {}, response: {} })),
  );
  expect(exitCode).toBe(2);
  expect(files[0]!.failure).toContain(`POST ${names.path}`);
});
