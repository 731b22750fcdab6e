import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Document, JsonObject } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { createMock, type Mock, type MockData, type MockOptions } from '../../scripts/mock/create-mock.ts';
import { exampleItems } from '../../scripts/mock/generate.ts';
import { bundleWithAddedOperations } from '../support/contracts.ts';
import { temporaryFolder } from '../support/folder.ts';
import { authorization, contract, errorFor, operation, paginated } from './harness.ts';

const added = await bundleWithAddedOperations();
const known = new Set(contract.operations.map(({ id }) => id));
const [listed] = listOperations(added).filter(
  ({ id, paginated, request }) => paginated && request && !known.has(id),
);
const { id, path, paginated: names } = listed!;

async function serve(document: Document, options: MockOptions = {}): Promise<Mock> {
  const folder = await temporaryFolder({ 'openapi.json': JSON.stringify(document) });
  const mock = await createMock({ contract: join(folder, 'openapi.json'), ...options });
  onTestFinished(() => mock.close());
  return mock;
}

async function ask(mock: Mock, path: string, request: JsonObject) {
  const response = await fetch(mock.url + path, {
    method: 'POST',
    headers: { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return { error: response.headers.get('x-amzn-errortype'), body: (await response.json()) as JsonObject };
}

describe('a contract with further operations', () => {
  test('is served under the names that it gives', async () => {
    const mock = await serve(added, { count: 10 });
    const first = await ask(mock, path, {});
    const { [names!.items]: items, [names!.outputToken]: token } = first.body;
    const second = await ask(mock, path, { [names!.inputToken]: token! });
    expect([first.error, second.error]).toEqual([null, null]);
    expect(second.body[names!.items]).not.toEqual(items);
  });

  test('refuses a token that another of its operations issued', async () => {
    const mock = await serve(added, { count: 10 });
    const { body } = await ask(mock, path, {});
    const token = body[names!.outputToken]!;
    expect((await ask(mock, operation.path, { [paginated.inputToken]: token })).error).toBe(
      errorFor('pagination-token'),
    );
  });

  test('needs to know which operation lists the items of a data file', async () => {
    await expect(serve(added, { data: ['outages.json'] })).rejects.toThrow(
      /data outages.json: say which operation lists its items, as in \w+=outages.json/,
    );
    expect(id).toBeDefined();
  });
});

describe('data in memory', () => {
  const items = exampleItems(contract.document, operation);
  const data = items as MockOptions['data'] & object;

  test('need no operation if only one lists', async () => {
    const document = structuredClone(contract.document);
    for (const { path } of contract.operations) if (path !== operation.path) delete document.paths[path];
    const mock = await serve(document, { data });
    expect(mock.data).toEqual([{ operation: operation.id, items: items.length, skipped: [] }]);
  });

  test('need their operation if several list', async () => {
    await expect(serve(added, { data })).rejects.toThrow(
      /^data must be an object with the items of each operation that lists: .*, is an array of \d+ items$/,
    );
  });

  test('of one operation leave those of another as they are', async () => {
    const mock = await serve(added, { count: 10 });
    mock.setData({ [operation.id]: [] } as unknown as MockData);
    const count = (name: string) => mock.data.find((one) => one.operation === name)!.items;
    expect([count(operation.id), count(listed!.id)]).toEqual([0, 10]);
  });
});

describe('a contract that cannot be served', () => {
  test('because a schema does not compile is refused with the schema', async () => {
    const document = structuredClone(contract.document);
    Object.assign(document.components.schemas[operation.request!]!.properties!, {
      broken: { type: 'string', pattern: '[' },
    });
    await expect(serve(document)).rejects.toThrow(/schema.*"\["|Invalid regular expression/);
  });

  test('because no error has a cause that the mock needs is refused with the cause', async () => {
    const document = structuredClone(contract.document);
    delete document.components.examples![errorFor('syntax')]!['x-error']!.cause;
    await expect(serve(document)).rejects.toThrow('x-error.cause syntax');
  });

  test('because its file does not exist is refused with the path', async () => {
    await expect(createMock({ contract: '/nowhere.json' })).rejects.toThrow('/nowhere.json');
  });
});
