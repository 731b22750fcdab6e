import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../scripts/contract/document.ts';
import type { Mock } from '../../scripts/mock/create-mock.ts';
import { errorFor, operation, paginated, post, startMock } from './harness.ts';

const { inputToken, items, outputToken, pageSize } = paginated;

async function ask(mock: Mock, request: JsonObject): Promise<JsonObject> {
  return (await post(mock, JSON.stringify(request))).json() as Promise<JsonObject>;
}

async function errorOf(mock: Mock, request: JsonObject): Promise<string | null> {
  return (await post(mock, JSON.stringify(request))).headers.get('x-amzn-errortype');
}

describe('a pagination token', () => {
  test('is absent from the last page', async () => {
    const mock = await startMock();
    let page = await ask(mock, {});
    while (page[outputToken] !== undefined) page = await ask(mock, { [inputToken]: page[outputToken] });
    expect(Object.keys(page)).not.toContain(outputToken);
  });

  test('is absent when the last page is full', async () => {
    const mock = await startMock();
    const first = await ask(mock, { [pageSize]: 1 });
    let page = first;
    let count = 1;
    while (page[outputToken] !== undefined) {
      page = await ask(mock, { [pageSize]: 1, [inputToken]: page[outputToken] });
      count += 1;
      expect(page[items]).toHaveLength(1);
    }
    expect(mock.requests).toHaveLength(count);
  });

  test('leads to the same page when another mock with the same data reads it', async () => {
    const [one, other] = [await startMock(), await startMock()];
    const request = { [pageSize]: 2, [inputToken]: (await ask(one, { [pageSize]: 2 }))[outputToken]! };
    expect((await ask(other, request))[items]).toEqual((await ask(one, request))[items]);
  });

  test('is refused by a mock with other data', async () => {
    const [one, other] = [await startMock(), await startMock({ seed: 2 })];
    const token = (await ask(one, { [pageSize]: 1 }))[outputToken]!;
    expect(await errorOf(other, { [inputToken]: token })).toBe(errorFor('pagination-token'));
  });

  test('is refused when one of its characters was altered', async () => {
    const mock = await startMock();
    const token = (await ask(mock, { [pageSize]: 1 }))[outputToken] as string;
    const altered = [...token].map((character, index) => {
      const other = character === 'A' ? 'B' : 'A';
      return token.slice(0, index) + other + token.slice(index + 1);
    });
    const errors = await Promise.all(altered.map((token) => errorOf(mock, { [inputToken]: token })));
    expect(new Set(errors)).toEqual(new Set([errorFor('pagination-token')]));
  });

  test('is refused when something follows it', async () => {
    const mock = await startMock();
    const token = (await ask(mock, { [pageSize]: 1 }))[outputToken] as string;
    expect(await errorOf(mock, { [inputToken]: `${token}=` })).toBe(errorFor('pagination-token'));
  });

  test('is refused with filters that it was not issued for', async () => {
    const mock = await startMock();
    const token = (await ask(mock, { [pageSize]: 1 }))[outputToken]!;
    const filters = [{ name: Object.keys(operation.filters!)[0]!, values: ['x'] }];
    expect(await errorOf(mock, { filters, [inputToken]: token })).toBe(errorFor('pagination-token'));
  });
});
