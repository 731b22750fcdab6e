import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../scripts/contract/document.ts';
import {
  createMockHandler,
  type Mock,
  type MockData,
  type MockState,
} from '../../scripts/mock/create-mock.ts';
import { exampleItems } from '../../scripts/mock/generate.ts';
import { contract, operation, paginated, post, startMock } from './harness.ts';

const examples = exampleItems(contract.document, operation);
const [one, two] = examples;
const { name: error } = operation.errors.find(({ retryable }) => retryable)!;
const { name: otherError } = operation.errors.find(({ retryable }) => !retryable)!;

/** Data of the operation under test: others may list as well. */
const dataOf = (...items: (Json | undefined)[]) => ({ [operation.id]: items }) as unknown as MockData;

async function list(mock: Pick<Mock, 'url'>): Promise<unknown> {
  return ((await (await post(mock, '{}')).json()) as JsonObject)[paginated.items];
}

async function errorOf(mock: Pick<Mock, 'url'>): Promise<string | null> {
  return (await post(mock, '{}')).headers.get('x-amzn-errortype');
}

describe('setData', () => {
  test('replaces what the operation lists', async () => {
    const mock = await startMock();
    mock.setData(dataOf(two, one));
    expect(await list(mock)).toEqual([two, one]);
  });

  test('changes the number of items that the mock names', async () => {
    const mock = await startMock();
    mock.setData(dataOf(one));
    expect(mock.data.find(({ operation: id }) => id === operation.id)!.items).toBe(1);
  });

  test('takes pages', async () => {
    const mock = await startMock();
    mock.setData(dataOf({ [paginated.items]: [one!] }, { [paginated.items]: [two!] }));
    expect(await list(mock)).toEqual([one, two]);
  });

  test('takes an empty list', async () => {
    const mock = await startMock();
    mock.setData(dataOf());
    expect(await list(mock)).toEqual([]);
  });

  test('leaves the objects of the caller alone', async () => {
    const mock = await startMock();
    const own = structuredClone(one) as JsonObject;
    mock.setData(dataOf(own));
    for (const name of Object.keys(own)) delete own[name];
    expect(await list(mock)).toEqual([one]);
  });

  test('refuses the tokens of the data before', async () => {
    const mock = await startMock();
    const { [paginated.outputToken]: token } = (await (await post(mock, '{}')).json()) as JsonObject;
    mock.setData(dataOf(...examples));
    expect((await post(mock, JSON.stringify({ [paginated.inputToken]: token! }))).status).toBe(400);
  });

  test('refuses an item that breaks the contract, and keeps the data', async () => {
    const mock = await startMock({ data: dataOf(one) });
    const [member] = Object.entries(two as JsonObject).find(([, value]) => typeof value === 'string')!;
    expect(() => mock.setData(dataOf(one, { ...(two as JsonObject), [member]: '' }))).toThrow(
      `data.${operation.id}[1].${member} must `,
    );
    expect(await list(mock)).toEqual([one]);
  });

  test('refuses the name of a file', async () => {
    const mock = await startMock();
    expect(() => mock.setData({ [operation.id]: ['page.json'] } as unknown as MockData)).toThrow(
      `data.${operation.id}[0] must be an item or a page, is "page.json"; pass names of files to createMock`,
    );
  });

  test('leaves out what breaks the contract if the mock was started so', async () => {
    const mock = await startMock({ skipInvalid: true });
    mock.setData(dataOf(one, { [Object.keys(one as JsonObject)[0]!]: 1 }));
    expect(mock.data.find(({ operation: id }) => id === operation.id)).toEqual({
      ...{ operation: operation.id, items: 1 },
      skipped: [expect.stringContaining(`data.${operation.id}[1].`)],
    });
  });

  test('refuses what is not JSON', async () => {
    const mock = await startMock();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(() => mock.setData(dataOf(circular as JsonObject))).toThrow(
      `data.${operation.id}[0] must be JSON: Converting circular structure to JSON`,
    );
  });

  test.each([250, 5000, 200_000])('refuses what is nested %i levels deep', async (depth) => {
    const mock = await startMock();
    const deep = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    expect(() => mock.setData(dataOf(deep))).toThrow(`data.${operation.id}[0] must have at most 200 levels`);
    const responses = [{ when: { a: deep }, then: { error: 'ClientException' } }];
    expect(() => mock.setState({ responses } as never)).toThrow('responses must have at most 200 levels');
  });

  test('refuses a page that is not in an array', async () => {
    const mock = await startMock();
    expect(() => mock.setData({ [paginated.items]: [] } as never)).toThrow('; put a page into an array');
  });

  test('refuses an operation that does not list, and suggests one that does', async () => {
    const mock = await startMock();
    expect(() => mock.setData({ [`${operation.id}s`]: [] } as unknown as MockData)).toThrow(
      `did you mean ${operation.id}?`,
    );
  });
});

test('data in memory may be passed at the start', async () => {
  expect(await list(await startMock({ data: dataOf(two) }))).toEqual([two]);
});

describe('addFault', () => {
  test('injects a fault from then on', async () => {
    const mock = await startMock();
    await post(mock, '{}');
    mock.addFault({ error, times: 1 });
    expect([await errorOf(mock), await errorOf(mock)]).toEqual([error, null]);
  });

  test('puts the fault after those that are left', async () => {
    const mock = await startMock({ faults: [{ error, times: 2 }] });
    await post(mock, '{}');
    mock.addFault({ error: otherError, times: 1 });
    expect([await errorOf(mock), await errorOf(mock), await errorOf(mock)]).toEqual([
      error,
      otherError,
      null,
    ]);
  });

  test('refuses a wrong fault with the reason', async () => {
    const mock = await startMock();
    expect(() => mock.addFault({ error, times: 0 })).toThrow(
      'fault.times must be an integer of at least 1, is 0',
    );
  });
});

describe('setLatency', () => {
  test('delays the next responses, and 0 ends that', async () => {
    const mock = await startMock();
    mock.setLatency({ min: 60, max: 70 });
    await post(mock, '{}');
    expect(mock.requests[0]!.milliseconds).toBeGreaterThanOrEqual(59);
    mock.setLatency(0);
    expect(mock.state()).not.toHaveProperty('latency');
  });
});

test('clearRequests forgets the requests', async () => {
  const mock = await startMock();
  await post(mock, '{}');
  mock.clearRequests();
  await post(mock, '{}');
  expect(mock.requests.length).toBe(1);
});

describe('reset', () => {
  test('restores what the mock listed at the start', async () => {
    const mock = await startMock({ data: dataOf(one) });
    mock.setData(dataOf(two));
    mock.reset();
    expect(await list(mock)).toEqual([one]);
  });

  test('makes the faults of the start due again, and drops the others', async () => {
    const mock = await startMock({ faults: [{ error, times: 1 }] });
    await post(mock, '{}');
    mock.addFault({ error: otherError, times: 1 });
    mock.reset();
    expect([await errorOf(mock), await errorOf(mock)]).toEqual([error, null]);
  });

  test('repeats the choice of a fault with a rate', async () => {
    const mock = await startMock({ faults: [{ error, rate: 0.5 }] });
    const run = () => Promise.all(Array.from({ length: 20 }, () => errorOf(mock)));
    const first = (await run()).filter(Boolean).length;
    mock.reset();
    expect((await run()).filter(Boolean).length).toBe(first);
  });

  test('forgets the requests', async () => {
    const mock = await startMock();
    await post(mock, '{}');
    mock.reset();
    expect(mock.requests).toEqual([]);
  });
});

describe('the state', () => {
  test('of a new mock has the defaults', async () => {
    expect((await startMock()).state()).toEqual({ count: 60, seed: 1, faults: [], responses: [] });
  });

  test('has everything that was set', async () => {
    const state: MockState = {
      ...{ count: 3, seed: 2, region: 'eu-west-1', account: '111122223333', rateLimit: 100 },
      faults: [
        { error, times: 2 },
        { error: otherError, rate: 0.25 },
      ],
      latency: { min: 1, max: 2 },
      responses: [{ when: {}, then: { error } }],
    };
    expect((await startMock(state)).state()).toEqual(state);
  });

  test('has the data that were given, as items by operation', async () => {
    const mock = await startMock();
    mock.setData(dataOf({ [paginated.items]: [one!] }));
    expect(mock.state().data).toEqual(dataOf(one));
  });

  test('says how often a fault is still due, and leaves out one that is used up', async () => {
    const mock = await startMock({ faults: [{ error, times: 2 }] });
    await post(mock, '{}');
    const { faults } = mock.state();
    await post(mock, '{}');
    expect([faults, mock.state().faults]).toEqual([[{ error, times: 1 }], []]);
  });

  test('makes another mock respond alike', async () => {
    const mock = await startMock({ count: 30, seed: 5, faults: [{ error, times: 1 }] });
    mock.setData(dataOf(two, one));
    const copy = await startMock(JSON.parse(JSON.stringify(mock.state())));
    expect([await errorOf(copy), await list(copy)]).toEqual([error, [two, one]]);
  });

  test('can be replaced, and gets the defaults of what is left out', async () => {
    const mock = await startMock({ data: dataOf(one), faults: [{ error, times: 9 }] });
    mock.setState({ count: 2 });
    expect([await list(mock), mock.state()]).toEqual([
      examples.slice(0, 2),
      { count: 2, seed: 1, faults: [], responses: [] },
    ]);
  });

  test.each([
    [[], 'the value must be an object, is an array of 0 items'],
    [{ port: 1 }, 'port is not an option; the options are count, seed,'],
    [{ fault: [] }, 'fault is not an option; did you mean faults?'],
    [{ responses: [{ when: {}, than: {} }] }, 'responses[0].than is not an option; did you mean then?'],
  ])('%j is refused, and the state stays', async (state, message) => {
    const mock = await startMock({ count: 5 });
    expect(() => mock.setState(state as MockState)).toThrow(message);
    expect(mock.state().count).toBe(5);
  });

  test('in which a request arrived serves it to its end', async () => {
    const mock = await startMock({ data: dataOf(one), latency: 1500 });
    const response = list(mock);
    await setTimeout(1000);
    mock.setData(dataOf(two));
    mock.addFault({ error, times: 1 });
    expect(await response).toEqual([one]);
  });

  test('of a handler without a port can be changed as well', async () => {
    const handler = await createMockHandler();
    handler.setData(dataOf(one));
    const { items } = handler.data.find(({ operation: id }) => id === operation.id)!;
    expect([items, handler.state().data]).toEqual([1, dataOf(one)]);
  });
});

test('10,000 changes of the state leave the memory as it was', { timeout: 300_000 }, async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const mock = await startMock();
  const change = (times: number) => {
    for (let index = 0; index < times; index += 1) {
      mock.setData(dataOf(index % 2 ? one : two));
      mock.addFault({ error, times: 1 });
      mock.setLatency(index % 3);
      if (index % 10 === 0) mock.setState({ count: 5, responses: [{ when: {}, then: { error } }] });
      if (index % 5 === 0) mock.reset();
    }
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = change(1000);
  expect(change(10_000) - before).toBeLessThan(2 * 1024 * 1024);
});
