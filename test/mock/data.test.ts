import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { at, type JsonObject } from '../../scripts/contract/document.ts';
import { itemSchema } from '../../scripts/contract/operations.ts';
import { mergeReference } from '../../scripts/contract/schema.ts';
import type { Mock, MockOptions } from '../../scripts/mock/create-mock.ts';
import { exampleItems, generateItems } from '../../scripts/mock/generate.ts';
import { temporaryFolder } from '../support/folder.ts';
import { contract, operation, post, startMock } from './harness.ts';

const examples = exampleItems(contract.document, operation) as JsonObject[];
const { items } = operation.paginated!;
const isValid = contract.validator(itemSchema(contract.document, operation)!);
const many = [...generateItems(contract, operation, { count: 5000, seed: 1 })];
const again = [...generateItems(contract, operation, { count: 500, seed: 1 })];
const others = [...generateItems(contract, operation, { count: 500, seed: 2 })];
const usual = many.slice(0, 60);

async function file(name: string, content: string | Uint8Array): Promise<string> {
  return join(await temporaryFolder({ [name]: content }), name);
}

/** Whose items a file holds has to be said as soon as several operations list some. */
const ofOperation = (path: string) => `${operation.id}=${path}`;
const served = (mock: Mock) => mock.data.find((one) => one.operation === operation.id)!;

async function serve(...data: string[]): Promise<unknown> {
  const mock = await startMock({ data: data.map(ofOperation) });
  return ((await (await post(mock, '{}')).json()) as JsonObject)[items];
}

describe('generated data', () => {
  test('make three pages of the default size', async () => {
    const mock = await startMock();
    expect(Math.ceil(served(mock).items / 25)).toBe(3);
  });

  test('are valid against the contract', () => {
    expect(many.filter((item) => !isValid(item))).toEqual([]);
  });

  test('are the same with the same seed', () => {
    expect(many.slice(0, 500)).toEqual(again);
  });

  test('are others with another seed', () => {
    expect(others).not.toEqual(again);
  });

  test('begin with the items of the contract', () => {
    expect(usual.slice(0, examples.length)).toEqual(examples);
  });

  test('hold no item twice among the default number', () => {
    expect(new Set(usual.map((item) => JSON.stringify(item))).size).toBe(60);
  });

  test.each(Object.entries(operation.filters!))(
    'have more than one value to filter by %s',
    (_name, pointer) => {
      expect(new Set(usual.map((item) => at(item, pointer))).size).toBeGreaterThan(1);
    },
  );

  test('take every known value of an open set', () => {
    const { properties } = mergeReference(contract.document, itemSchema(contract.document, operation)!);
    const sets = Object.entries(properties!).flatMap(([name, schema]) => {
      const known = mergeReference(contract.document, schema)['x-extensible-enum'];
      return known ? [{ name, known }] : [];
    });
    const values = (name: string) => new Set(usual.map((item) => (item as JsonObject)[name]));
    expect(sets.map(({ name, known }) => known.filter((value) => !values(name).has(value)))).toEqual(
      sets.map(() => []),
    );
  });

  test('are in the region and the account that were asked for, and in its partition', () => {
    const owner = { region: 'cn-north-1', account: '111122223333' };
    const text = JSON.stringify([...generateItems(contract, operation, { count: 60, seed: 1, ...owner })]);
    const owners = new Set(
      Array.from(text.matchAll(/"arn:([^:]*):[^:]*:([^:]*):([^:]*):/g), ([, ...parts]) => `${parts}`),
    );
    expect([...owners]).toEqual(['aws-cn,cn-north-1,111122223333']);
  });

  test('of another account have its number instead of the examples’ everywhere', () => {
    const [account] = /(?<=arn:[^:]*:[^:]*:[^:]*:)\d{12}/.exec(JSON.stringify(examples))!;
    const moved = JSON.stringify([
      ...generateItems(contract, operation, { count: 60, seed: 1, account: '111122223333' }),
    ]);
    const usualText = JSON.stringify(usual);
    expect([moved.includes(account), moved.replaceAll('111122223333', account)]).toEqual([false, usualText]);
  });

  test('of another region and account are valid', () => {
    const owner = { region: 'us-gov-west-1', account: '111122223333' };
    const moved = [...generateItems(contract, operation, { count: 500, seed: 1, ...owner })];
    expect(moved.filter((item) => !isValid(item))).toEqual([]);
  });

  test('can be empty', async () => {
    const mock = await startMock({ count: 0 });
    expect(await (await post(mock, '{}')).json()).toMatchObject({ [items]: [] });
  });
});

describe('a data file', () => {
  test('with a list of items is served', async () => {
    expect(await serve(await file('list.json', JSON.stringify(examples, null, 2)))).toEqual(examples);
  });

  test('with a response page is served', async () => {
    expect(await serve(await file('page.json', JSON.stringify({ [items]: examples })))).toEqual(examples);
  });

  test('with a list of response pages is served', async () => {
    const pages = examples.map((item) => ({ [items]: [item] }));
    expect(await serve(await file('pages.json', JSON.stringify(pages)))).toEqual(examples);
  });

  test('with an item per line is served', async () => {
    const lines = examples.map((item) => `${JSON.stringify(item)}\n`);
    expect(await serve(await file('items.ndjson', lines.join('')))).toEqual(examples);
  });

  test('with an item of which one property in five is unknown is served', async () => {
    const item = Object.fromEntries([...Object.entries(examples[0]!).slice(0, 4), ['notOfAws', 1]]);
    expect(await serve(await file('items.ndjson', JSON.stringify(item)))).toEqual([item]);
  });

  test('is served after the one before it', async () => {
    const [first, ...rest] = examples;
    const files = [await file('1.json', JSON.stringify([first])), await file('2.json', JSON.stringify(rest))];
    expect(await serve(...files)).toEqual(examples);
  });

  test('may be named under its operation', async () => {
    const path = await file('list.json', JSON.stringify(examples));
    const mock = await startMock({ data: { [operation.id]: [path] } as MockOptions['data'] & object });
    expect(served(mock).items).toBe(examples.length);
  });

  test('that is not JSON is refused with file and line', async () => {
    const path = await file('bad.ndjson', `${JSON.stringify(examples[0])}\n{"a":\n`);
    await expect(startMock({ data: [ofOperation(path)] })).rejects.toThrow(`${path}:2: not JSON`);
  });
});

describe('an invalid item', () => {
  const [member, value] = Object.entries(examples[0]!).find(([, value]) => typeof value === 'string')!;
  const list = [examples[0]!, { ...examples[1], [member]: '' }, examples[2]!];
  const line = JSON.stringify(list, null, 2)
    .split('\n')
    .findIndex((text) => text === `    "${member}": "",` || text === `    "${member}": ""`);

  test('is refused with file, line and rule', async () => {
    const path = await file('list.json', JSON.stringify(list, null, 2));
    const expected = `${path}:${line + 1}: [1].${member} must have at least 1 character, has 0`;
    await expect(startMock({ data: [ofOperation(path)] })).rejects.toThrow(expected);
    expect(value).not.toBe('');
  });

  test('of a file with an item per line is refused with its line', async () => {
    const path = await file('items.ndjson', list.map((item) => JSON.stringify(item)).join('\n'));
    await expect(startMock({ data: [ofOperation(path)] })).rejects.toThrow(`${path}:2: ${member}`);
  });

  test('is left out and counted with skipInvalid', async () => {
    const path = await file('list.json', JSON.stringify(list));
    const mock = await startMock({ data: [ofOperation(path)], skipInvalid: true });
    expect([served(mock).items, served(mock).skipped.length]).toEqual([2, 1]);
  });
});

describe('a data file as tools write it', () => {
  const { properties } = mergeReference(contract.document, itemSchema(contract.document, operation)!);
  const isTime = (name: string) =>
    mergeReference(contract.document, properties![name]!)['x-timestamp-format'] === 'epoch-seconds';
  const withText = Object.fromEntries(
    Object.entries(examples[0]!).map(([name, value]) => [
      name,
      isTime(name) ? new Date(Number(value) * 1000).toISOString() : value,
    ]),
  );
  const page = (...list: unknown[]) => JSON.stringify({ [items]: list });
  const har = (text: string) =>
    JSON.stringify({
      log: {
        entries: [
          {
            request: {
              method: 'POST',
              url: `https://service.example${operation.path}`,
              postData: { text: '{}' },
            },
            response: { status: 200, content: { text } },
          },
        ],
      },
    });

  test.each([
    ['merged pages of the AWS CLI', page(...Array(30).fill(examples[0])), 30],
    ['pages one after the other', page(examples[0]) + page(examples[1]), 2],
    ['timestamps as text', page(withText), 1],
    ['an event of EventBridge', JSON.stringify({ 'detail-type': 'Finding', detail: examples[0] }), 1],
    ['a HAR recording', har(page(examples[0], examples[1])), 2],
    ['a byte order mark', `\ufeff${page(examples[0])}`, 1],
    ['UTF-16', Buffer.from(`\ufeff${page(examples[0])}`, 'utf16le'), 1],
  ] as const)('with %s is served', async (_name, content, count) => {
    const mock = await startMock({ data: [ofOperation(await file('data.json', content))] });
    expect(served(mock).items).toBe(count);
  });

  test('with timestamps as text is served with numbers', async () => {
    expect(withText).not.toEqual(examples[0]);
    expect(await serve(await file('page.json', page(withText)))).toEqual([examples[0]]);
  });
});

describe('a data file that has no items', () => {
  test.each([
    ['an error', '{"message": "Too many requests"}', 'looks like ErrorResponse, which'],
    [
      'a request',
      JSON.stringify({ [operation.paginated!.inputToken]: 'x', [operation.paginated!.pageSize!]: 1 }),
      `looks like ${operation.request}, which`,
    ],
    ['something else', '{"Records": [{"eventName": "x"}]}', 'not recognized: nothing in the contract'],
    [
      'items of another schema',
      JSON.stringify({ [items]: [{ id: 1, sev: 'x' }] }),
      `${items}[0] not recognized`,
    ],
    ['an empty page', JSON.stringify({ [items]: [] }), `has no items of ${operation.id}`],
    ['white space', ' \n ', 'not JSON'],
  ])('but %s is refused and named', async (_name, content, message) => {
    const path = await file('data.json', content);
    const refusal = await startMock({ data: [ofOperation(path)] }).catch((error: Error) => error.message);
    expect(refusal).toContain(path);
    expect(refusal).toContain(message);
  });

  test('because it does not exist is named', async () => {
    await expect(startMock({ data: [ofOperation('nope.json')] })).rejects.toThrow(
      /^nope\.json: no such file$/,
    );
  });

  test('but invalid items is refused even if those are to be skipped', async () => {
    const path = await file(
      'data.json',
      JSON.stringify({ [items]: [{ ...examples[0], [Object.keys(examples[0]!)[0]!]: '' }] }),
    );
    await expect(startMock({ data: [ofOperation(path)], skipInvalid: true })).rejects.toThrow(path);
  });
});
