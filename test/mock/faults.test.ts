import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
import { describe, expect, test } from 'vitest';
import type { MockFault } from '../../scripts/mock/create-mock.ts';
import { errorFor, exceptions, operation, post, sdkClient, startMock } from './harness.ts';

const retryable = operation.errors.find(({ retryable, common }) => retryable && !common)!;

describe('an injected fault', () => {
  test.each(operation.errors.filter(({ common }) => !common))(
    '$name reaches the SDK as that exception',
    async ({ name }) => {
      const client = sdkClient(await startMock({ faults: [{ error: name, times: 1 }] }));
      await expect(client.send(new ListImageScanFindingsCommand({}))).rejects.toBeInstanceOf(
        exceptions.get(name),
      );
    },
  );

  test('has the status and the header of its error', async () => {
    const mock = await startMock({ faults: operation.errors.map(({ name }) => ({ error: name, times: 1 })) });
    for (const { name, status } of operation.errors) {
      const response = await post(mock, '{}');
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, name]);
    }
  });

  test('that occurs twice does not fail an SDK that tries three times', async () => {
    const mock = await startMock({ faults: [{ error: retryable.name, times: 2 }] });
    const client = sdkClient(mock, { maxAttempts: 3 });
    const { $metadata } = await client.send(new ListImageScanFindingsCommand({}));
    expect([$metadata.attempts, mock.requests.map(({ error }) => error)]).toEqual([
      3,
      [retryable.name, retryable.name, undefined],
    ]);
  });

  test('with a rate fails about that share of the requests, the same ones in every run', async () => {
    const runs = [1, 2].map(async () => {
      const mock = await startMock({ faults: [{ error: retryable.name, rate: 0.3 }], seed: 7 });
      for (let sent = 0; sent < 200; sent += 1) await (await post(mock, '{}')).arrayBuffer();
      return mock.requests.map(({ error }) => error !== undefined);
    });
    const [one, other] = await Promise.all(runs);
    expect(other).toEqual(one);
    expect(one!.filter(Boolean).length / 200).toBeCloseTo(0.3, 1);
  });

  test('comes after the one before it in the list', async () => {
    const [first, second] = operation.errors;
    const mock = await startMock({
      faults: [
        { error: first!.name, times: 1 },
        { error: second!.name, times: 1 },
      ],
    });
    for (let sent = 0; sent < 3; sent += 1) await post(mock, '{}');
    expect(mock.requests.map(({ error }) => error)).toEqual([first!.name, second!.name, undefined]);
  });
});

describe('a fault that cannot be injected', () => {
  test('because the contract does not have it is refused with a list of those it has', async () => {
    await expect(startMock({ faults: [{ error: 'Oops', times: 1 }] })).rejects.toThrow(
      new RegExp(
        `^faults\\[0\\].error must be an error of the contract: .*${operation.errors[0]!.name}.*, is "Oops"`,
      ),
    );
  });

  test('because its name is misspelt is refused with the nearest name', async () => {
    await expect(startMock({ faults: [{ error: `${retryable.name}s`, times: 1 }] })).rejects.toThrow(
      `did you mean ${retryable.name}?`,
    );
  });

  test.each([
    [{}, 'faults[0] must have exactly one of times, rate, is an object with 1 property'],
    [{ times: 0 }, 'faults[0].times must be an integer of at least 1, is 0'],
    [{ rate: 10 }, 'faults[0].rate must be a number from 0 to 1, is 10'],
    [
      { times: 1, rate: 0.5 },
      'faults[0] must have exactly one of times, rate, is an object with 3 properties',
    ],
    [{ time: 1 }, 'faults[0].time is not an option; did you mean times?'],
  ])('because of %j is refused with the reason', async (amount, message) => {
    const fault = { error: retryable.name, ...amount } as unknown as MockFault;
    await expect(startMock({ faults: [fault] })).rejects.toMatchObject({ name: 'OptionError', message });
  });
});

test('requests beyond the rate limit get the error for too many requests', async () => {
  const mock = await startMock({ rateLimit: 3 });
  const names = await Promise.all(
    Array.from({ length: 6 }, async () => (await post(mock, '{}')).headers.get('x-amzn-errortype')),
  );
  expect(names.filter((name) => name === errorFor('rate')).length).toBe(3);
});

test('a response takes at least the latency that was asked for', async () => {
  const mock = await startMock({ latency: { min: 60, max: 80 } });
  await post(mock, '{}');
  expect(mock.requests[0]!.milliseconds).toBeGreaterThanOrEqual(59);
});

test.each([
  [-1, 'latency must be an integer from 0 to 2147483647, is -1'],
  ['50-300', 'latency must be milliseconds, or { min, max } in milliseconds, is "50-300"'],
  [{ min: 9, max: 1 }, 'latency.max must be at least min, 9, is 1'],
  [{ min: 9 }, 'latency.max is required'],
  [{ min: 9, maxx: 10 }, 'latency.maxx is not an option; did you mean max?'],
])('the latency %j is refused with the reason', async (latency, message) => {
  await expect(startMock({ latency: latency as number })).rejects.toMatchObject({
    name: 'OptionError',
    message,
  });
});
