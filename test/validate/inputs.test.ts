import { mkdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  findings,
  fullFinding,
  ndjson,
  operation,
  recording,
  report,
  requests,
  responses,
  resultOf,
  root,
  violationsOf,
  writeInput,
} from './support.ts';

test.for(Object.entries(requests))('the request %s is recognized', async ([name, body]) => {
  const { files } = await report([await writeInput(`${name}-request.json`, body)]);
  expect(files[0]).toMatchObject({ schemas: [operation.request!], values: 1, invalid: 0 });
});

test.for(Object.entries(responses))('the response %s is recognized', async ([name, body]) => {
  const { files } = await report([await writeInput(`${name}-response.json`, body)]);
  expect(files[0]).toMatchObject({ schemas: [operation.response], values: 1, invalid: 0 });
});

test('an item is recognized although some of its properties are broken or misspelt', async () => {
  const { severity, title, ...rest } = fullFinding;
  const { files } = await report([], JSON.stringify({ ...rest, severty: severity, titel: title, type: 1 }));
  expect(files[0]).toMatchObject({ schemas: ['ImageScanFinding'], invalid: 1 });
});

test('a finding with values that the contract does not know yet and an unknown property is recognized', async () => {
  const finding = { severity: 'High', type: 'CODE', title: 'CVE-2024-6387', description: 'A race.' };
  const { files } = await report(
    [],
    ndjson([
      { ...finding, scanner: 'x' },
      { ...finding, titel: 'y' },
    ]),
  );
  expect(files[0]).toMatchObject({ schemas: ['ImageScanFinding'], values: 2, unreadable: 0 });
  expect(await violationsOf({ ...finding, scanner: 'x' }, '--strict')).toEqual([
    'scanner is not allowed: ImageScanFinding has no such property',
  ]);
});

test('--as validates what is not recognized by itself', async () => {
  const { files } = await report(['--as', 'NonEmptyString'], '""');
  expect(files[0]!.violations[0]).toMatchObject({ keyword: 'minLength', pointer: '' });
});

test('every item of an array is validated, however many', async () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    index === 33 ? { ...fullFinding, severity: 1 } : fullFinding,
  );
  const { files } = await report([], JSON.stringify(many));
  expect(files[0]).toMatchObject({ values: 40, invalid: 1 });
  expect(files[0]!.violations[0]).toMatchObject({ pointer: '/33/severity' });
});

test('an array is validated as a whole as a schema of an array', async () => {
  const { files } = await report(['--as', 'ImageScanFindingsList'], JSON.stringify(findings));
  expect(files[0]).toMatchObject({ values: 1, invalid: 0 });
});

test('a line of NDJSON that is wrong does not stop the rest', async () => {
  const text = `${ndjson([fullFinding, { ...fullFinding, severity: 1 }])}{"broken": tru\n\n${ndjson([fullFinding, { ...fullFinding, title: '' }])}`;
  const { files } = await report([await writeInput('lines.ndjson', text)]);
  expect(files[0]).toMatchObject({ values: 4, invalid: 2, unreadable: 1 });
  expect(files[0]!.violations.map(({ line, keyword }) => [line, keyword])).toEqual([
    [2, 'type'],
    [3, 'syntax'],
    [6, 'minLength'],
  ]);
});

test('NDJSON is known by its content, also when its first line is broken', async () => {
  const { files } = await report([], `{"broken\n${ndjson(findings)}`);
  expect(files[0]).toMatchObject({ values: findings.length, unreadable: 1 });
});

test('NDJSON needs no last line end and may have those of Windows', async () => {
  const text = ndjson(findings).replaceAll('\n', '\r\n').trimEnd();
  expect((await report([], text)).files[0]).toMatchObject({
    values: findings.length,
    invalid: 0,
    unreadable: 0,
  });
});

test('a byte order mark is skipped', async () => {
  for (const text of [JSON.stringify(findings), ndjson(findings)]) {
    expect((await report([], `\uFEFF${text}`)).exitCode).toBe(0);
  }
});

test('a line that is not UTF-8 is reported at its column, and the rest is validated', async () => {
  const line = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
  const { files } = await report(
    ['--as', 'ImageScanFinding'],
    Buffer.concat([line, Buffer.from(ndjson(findings))]),
  );
  expect(files[0]).toMatchObject({ values: findings.length, unreadable: 1 });
  expect(files[0]!.violations[0]).toMatchObject({ line: 1, column: 11 });
});

test('characters that break off at the end of a chunk are put together', async () => {
  const text = ndjson(
    Array.from({ length: 4000 }, (_, index) => ({ title: `${'x'.repeat(index % 7)}${'🛡️'.repeat(60)}` })),
  );
  const { files } = await report([await writeInput('wide.ndjson', text)]);
  expect(files[0]).toMatchObject({ values: 4000, invalid: 0, unreadable: 0 });
});

test('a glob pattern names files in the order of the alphabet', async () => {
  for (const name of ['glob-b.json', 'glob-a.json']) await writeInput(name, findings);
  const { files } = await report([join(root, 'glob-*.json')]);
  expect(files.map(({ file }) => file)).toEqual([join(root, 'glob-a.json'), join(root, 'glob-b.json')]);
});

test('a file whose name looks like a pattern is itself', async () => {
  const { files } = await report([await writeInput('page[1].json', findings)]);
  expect(files[0]).toMatchObject({ values: findings.length });
});

test('a folder is searched for JSON, NDJSON and HAR, without node_modules', async () => {
  await mkdir(join(root, 'tree/deep/node_modules/package'), { recursive: true });
  for (const name of ['b.json', 'deep/a.ndjson', 'deep/c.txt', 'deep/node_modules/package/package.json'])
    await writeInput(`tree/${name}`, name.endsWith('json') ? ndjson(findings) : '');
  await writeInput('tree/deep/z.har', recording({ request: {}, response: responses['NoMatch'] }));
  const { files } = await report([join(root, 'tree')]);
  expect(files.map(({ file }) => file)).toEqual(
    ['b.json', 'deep/a.ndjson', 'deep/z.har'].map((name) => join(root, 'tree', name)),
  );
});

test.for([
  ['SARIF', { version: '2.1.0', runs: [] }],
  ['package.json', { name: 'app', version: '1.0.0', private: true, scripts: {}, description: 'An app' }],
  ['tsconfig.json', { compilerOptions: { strict: true }, include: ['src'] }],
  ['a JSON Schema', { $schema: 'x', type: 'object', title: 'T', properties: {} }],
  ['a part of a JSON Schema', { type: 'object', title: 'T', properties: {} }],
  ['a module type', { type: 'module' }],
  ['a Security Hub export', { Findings: [{ Id: 'x', Title: 'CVE-2024-6387', Severity: { Label: 'HIGH' } }] }],
  ['a CloudTrail log', { Records: [{ eventName: 'ListImageScanFindings' }] }],
  ['capital names', { Findings: [{ Severity: 'HIGH' }], NextToken: 't' }],
  ['a projection with other names', [{ id: 'CVE-2024-6387', sev: 'HIGH' }]],
  ['a page of another service', { findings: [{ Id: 'x', Arn: 'arn:aws:x' }] }],
  ['text', 'CVE-2024-6387'],
  ['a number', 7],
] as const)('%s is not taken for something of the contract', async ([, value]) => {
  const { unreadable, violations, schemas } = await resultOf(JSON.stringify(value));
  expect(unreadable).toBeGreaterThan(0);
  expect(violations[0]).toMatchObject({ keyword: 'unrecognized', level: 'error' });
  if (Array.isArray((value as { findings?: unknown }).findings)) return;
  expect(schemas).toEqual([]);
});

test('what is not recognized comes with what was found, and with the names that were probably meant', async () => {
  expect(await violationsOf({ Findings: [], NextToken: 't' })).toEqual([
    `not recognized: nothing in the contract has its properties (Findings); did you mean findings of ${operation.response}?`,
  ]);
  expect(await violationsOf({ id: 1, title: 'x', url: 'y' })).toEqual([
    'not recognized: ImageScanFinding has only 1 of its 3 properties (title); name the schema with --as',
  ]);
  expect(await violationsOf({ type: 'module' })).toEqual([
    'not recognized: ImageScanFinding has 1 of its 1 properties (type), but knows other values of type; name the schema with --as',
  ]);
});

test('an item of a page with nothing that the contract knows is not recognized', async () => {
  expect(await violationsOf({ findings: [fullFinding, { Severity: 'HIGH' }] })).toEqual([
    'findings[1] not recognized: ImageScanFinding has none of its properties (Severity); did you mean severity?',
  ]);
});

test('a page that --as calls a finding is not recognized', async () => {
  const [line] = await violationsOf(responses['FirstPage'], '--as', 'ImageScanFinding');
  expect(line).toMatch(
    /^not recognized: ImageScanFinding has none .*; it looks like a ListImageScanFindingsResponse$/,
  );
});

test.for([
  ['the AWS CLI', {}],
  ['boto3', { ResponseMetadata: { HTTPStatusCode: 200 } }],
  ['the AWS CLI with --max-items', { NextToken: 'eyJuZXh0VG9rZW4iOiBudWxsfQ==' }],
] as const)('the merged pages of %s are validated finding by finding', async ([, more]) => {
  const many = Array.from({ length: 60 }, (_, index) =>
    index === 44 ? { ...fullFinding, severity: null } : fullFinding,
  );
  const { notes, violations } = await resultOf({ requestId: 'a', findings: many, ...more });
  expect(notes).toEqual(['merged pages, as the AWS CLI and boto3 write them']);
  expect(violations).toMatchObject([
    { message: 'findings[44].severity must be a string, is null', pointer: '/findings/44/severity' },
  ]);
});

test('merged pages are a violation if --as names the schema of one page', async () => {
  const merged = { findings: Array(26).fill(fullFinding) };
  expect(await violationsOf(merged, '--as', operation.response!)).toEqual([
    'findings must have at most 25 items, has 26; allowed since 2026-11-11: --revision 2026-11-11',
  ]);
});

test('timestamps as text are accepted with a note', async () => {
  const finding = {
    ...fullFinding,
    updatedAt: '2026-11-18T00:00:00+00:00',
    firstObservedAt: '2026-11-17 23:59:59.5',
  };
  const { notes, violations } = await resultOf({ findings: [finding] });
  expect(violations).toEqual([]);
  expect(notes).toEqual(['2 timestamps as text, as the AWS CLI and the SDKs write them']);
});

test.for(Object.entries(responses))(
  'the response %s validates as the AWS CLI prints it',
  async ([, body]) => {
    const text = JSON.stringify(body, (name, value) =>
      name.endsWith('At') ? new Date(value * 1000).toISOString().replace('Z', '+00:00') : value,
    );
    expect(await violationsOf(text)).toEqual([]);
    expect(text.match(/At":\d/g)).toBeNull();
  },
);

test('text that is not a timestamp is a violation', async () => {
  expect(await violationsOf({ findings: [{ ...fullFinding, updatedAt: '2026-02-30T00:00:00Z' }] })).toEqual([
    'findings[0].updatedAt must be a number, is "2026-02-30T00:00:00Z"',
  ]);
});

test('--timestamps number turns text into epoch seconds in its suggestion', async () => {
  const finding = { ...fullFinding, updatedAt: '2026-11-18T00:00:00' };
  const [line] = await violationsOf(finding, '--timestamps', 'number');
  expect(line).toContain(
    'as epoch seconds it is 1794960000, which the AWS CLI writes with cli_timestamp_format',
  );
});

test('--timestamps text reports numbers', async () => {
  const finding = { severity: 'HIGH', updatedAt: 1794960000, firstObservedAt: '2026-11-17T00:00:00Z' };
  expect(await violationsOf(finding, '--timestamps', 'text')).toEqual([
    'updatedAt must be text (--timestamps text), is 1794960000',
  ]);
});

test('a recording has numbers for timestamps, unless --timestamps says otherwise', async () => {
  const har = JSON.stringify(
    recording({
      request: {},
      response: { findings: [{ ...fullFinding, updatedAt: '2026-11-18T00:00:00Z' }] },
    }),
  );
  expect((await resultOf(har)).violations).toHaveLength(1);
  expect((await resultOf(har, '--timestamps', 'any')).violations).toEqual([]);
});

test('a finding in an event of EventBridge is validated', async () => {
  const detail = {
    severity: 'HIGH',
    title: '',
    updatedAt: 'Wed Sep 04 16:59:44.356 UTC 2024',
    findingArn: 'arn:x',
  };
  const event = {
    version: '0',
    'detail-type': 'Inspector2 Finding',
    source: 'aws.inspector2',
    resources: [],
    detail,
  };
  const { notes, violations, schemas } = await resultOf(event);
  expect(schemas).toEqual(['ImageScanFinding']);
  expect(notes[0]).toBe('1 event of EventBridge');
  expect(violations).toMatchObject([{ pointer: '/detail/title', line: 1 }]);
});

test('pages that were written one after the other are validated each, at their places', async () => {
  const [good, bad] = [{ findings: [] }, { findings: [{ severity: null }] }];
  const text = `${JSON.stringify(good, null, 2)}\n${JSON.stringify(bad, null, 2)}\n`;
  const { values, violations } = await resultOf(text);
  expect(values).toBe(2);
  expect(violations).toMatchObject([{ line: 7, column: 19, pointer: '/findings/0/severity' }]);
});

test('a document after which something else comes is validated, and the rest is not JSON', async () => {
  const { values, violations } = await resultOf('{\n"findings": []\n}\n<end>');
  expect(values).toBe(1);
  expect(violations).toMatchObject([{ line: 4, column: 1, keyword: 'syntax' }]);
});

test.for([
  ['gzip', gzipSync(JSON.stringify(findings))],
  [
    'UTF-16 with a mark, as PowerShell writes it',
    Buffer.from(`\uFEFF${JSON.stringify(findings)}`, 'utf16le'),
  ],
  ['UTF-16 without a mark', Buffer.from(JSON.stringify(findings), 'utf16le')],
  ['big-endian UTF-16', Buffer.from(`\uFEFF${JSON.stringify(findings)}`, 'utf16le').swap16()],
  ['gzip of UTF-8 with a mark', gzipSync(`\uFEFF${JSON.stringify(findings)}`)],
  ['NDJSON in gzip', gzipSync(ndjson(findings))],
] as const)('%s is read, however its bytes arrive', async ([, bytes]) => {
  const whole = (await report([], bytes)).files[0];
  expect(whole).toMatchObject({ values: findings.length, invalid: 0, unreadable: 0 });
  const single = [...bytes.subarray(0, 5)].map((byte) => Buffer.from([byte]));
  expect((await report([], [...single, bytes.subarray(5)])).files[0]).toEqual(whole);
});

test.for([
  ['damaged', (bytes: Buffer) => bytes.fill(0, 12), 'the gzip data are damaged'],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, 40), 'the gzip data end too early'],
] as const)('gzip that is %s fails in words', async ([, change, failure]) => {
  const { files } = await report([], change(gzipSync(JSON.stringify(findings))));
  expect(files[0]).toMatchObject({ failure });
});

test('a file of NDJSON that shrinks while it is read ends where it ends now', async () => {
  const file = await writeInput('shrinking.ndjson', ndjson(Array(40_000).fill(fullFinding)));
  const running = report([file]);
  await truncate(file, 100);
  const { files } = await running;
  expect(files[0]!.values).toBeLessThan(40_001);
});

test('every request and response of the contract in a HAR recording is validated', async () => {
  const pairs = Object.keys(requests).map((name) => ({ request: requests[name], response: responses[name] }));
  const other = { url: 'https://example.com/', request: {}, response: 'anything' };
  const { files } = await report([await writeInput('good.har', recording(...pairs, other))]);
  expect(files[0]).toMatchObject({
    values: pairs.length * 2,
    invalid: 0,
    schemas: [operation.request, operation.response],
  });
  expect(files[0]!.notes[0]).toContain(`${pairs.length} of ${pairs.length + 1}`);
});

test('a violation in a recording has the line and column of the recording', async () => {
  const text = JSON.stringify(
    recording({ request: { maxResults: 26 }, response: { findings: [{ severity: null }] } }),
    null,
    2,
  );
  const { files } = await report([await writeInput('bad.har', text)]);
  const found = files[0]!.violations.map(({ line, column, within, pointer }) => ({
    text: text.split('\n')[line - 1]!.slice(column - 1, column + 3),
    at: `${within}#${pointer}`,
  }));
  expect(found).toEqual([
    { text: '26}"', at: '/log/entries/0/request/postData/text#/maxResults' },
    { text: 'null', at: '/log/entries/0/response/content/text#/findings/0/severity' },
  ]);
});

test('a recorded error is validated as the schema of its status', async () => {
  const har = recording({ request: {}, status: 429, response: { message: 1 }, base64: true });
  const { files } = await report([await writeInput('error.har', har)]);
  expect(files[0]!.schemas).toContain('ErrorResponse');
  expect(files[0]!.violations[0]!.message).toContain(
    `response 429 of ${operation.id} (entry 1): message must be a string`,
  );
});

test('a recording without a call of the contract cannot be validated', async () => {
  const { files, exitCode } = await report(
    [],
    JSON.stringify(recording({ url: 'https://example.com/', request: {}, response: {} })),
  );
  expect(exitCode).toBe(2);
  expect(files[0]!.failure).toContain(`POST ${operation.path}`);
});

test.for([
  ['no body', (text: string) => ({ content: {}, was: text })],
  ['a null body', () => ({ content: { text: null } })],
  ['a body that is an object', () => ({ content: { text: {} } })],
  ['a number in base64', () => ({ content: { text: 12, encoding: 'base64' } })],
  ['content of a wrong type', () => ({ content: 'x' })],
] as const)('an exchange with %s costs the others nothing', async ([, change]) => {
  const har = recording(
    { request: {}, response: {} },
    { request: { maxResults: 26 }, response: responses['NoMatch'] },
  );
  Object.assign(har.log.entries[0]!.response, change(''));
  const { violations, values } = await resultOf(JSON.stringify(har));
  expect(values).toBe(3);
  expect(violations[0]!.message).toMatch(
    /^response 200 of ListImageScanFindings \(entry 1\): the record(ing has no|ed) body/,
  );
  expect(violations[1]!.message).toContain(
    'maxResults must be at most 25, is 26; allowed since 2026-11-11: --revision 2026-11-11',
  );
});

test.for<[string, object]>([
  ['no method', { request: { url: 'https://x/ListImageScanFindings' } }],
  ['a number as its method', { request: { method: 5, url: 'https://x/ListImageScanFindings' } }],
  ['no URL', { request: { method: 'POST' } }],
  ['nothing', {}],
])('an exchange with %s is not a call of the contract', async ([, entry]) => {
  const har = recording({ request: {}, response: responses['NoMatch'] });
  (har.log.entries as object[]).push(entry);
  const { notes, violations } = await resultOf(JSON.stringify(har));
  expect([notes, violations]).toEqual([['1 of 2 recorded exchanges in the contract'], []]);
});

test('a request that was broken off has no response to validate', async () => {
  const har = recording({ request: { maxResults: 26 }, response: {} });
  delete (har.log.entries[0] as { response?: unknown }).response;
  expect((await resultOf(JSON.stringify(har))).violations).toHaveLength(1);
});

test.for([
  ['base64 in a request', 'base64', (text: string) => Buffer.from(text).toString('base64')],
  ['Base64 in capitals', 'BASE64', (text: string) => Buffer.from(text).toString('base64')],
  ['plain text that is marked as base64', 'base64', (text: string) => text],
  ['base64 of gzip', 'base64', (text: string) => gzipSync(text).toString('base64')],
] as const)('%s is decoded', async ([, encoding, encode]) => {
  const har = recording({ request: { maxResults: 26 }, response: responses['NoMatch'] });
  const { postData } = har.log.entries[0]!.request;
  Object.assign(postData, { encoding, text: encode(postData.text) });
  expect(await violationsOf(JSON.stringify(har))).toEqual([
    'request of ListImageScanFindings (entry 1): maxResults must be at most 25, is 26; allowed since 2026-11-11: --revision 2026-11-11',
  ]);
});
