import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
import { describe, expect, test } from 'vitest';
import { errorFor, exceptions, operation, post, sdkClient, startMock } from './harness.ts';

const retryable = operation.errors.find(({ retryable, common }) => retryable && !common)!;

describe('an injected fault', () => {
  test.each(operation.errors.filter(({ common }) => !common))(
    '$name reaches the SDK as that exception',
    async ({ name }) => {
      const client = sdkClient(await startMock({ faults: [`${name}:1`] }));
      await expect(client.send(new ListImageScanFindingsCommand({}))).rejects.toBeInstanceOf(
        exceptions.get(name),
      );
    },
  );

  test('has the status and the header of its error', async () => {
    const mock = await startMock({ faults: operation.errors.map(({ name }) => `${name}:1`) });
    for (const { name, status } of operation.errors) {
      const response = await post(mock, '{}');
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, name]);
    }
  });

  test('that occurs twice does not fail an SDK that tries three times', async () => {
    const mock = await startMock({ faults: [`${retryable.name}:2`] });
    const client = sdkClient(mock, { maxAttempts: 3 });
    const { $metadata } = await client.send(new ListImageScanFindingsCommand({}));
    expect([$metadata.attempts, mock.requests.map(({ error }) => error)]).toEqual([
      3,
      [retryable.name, retryable.name, undefined],
    ]);
  });

  test('with a rate fails about that share of the requests, the same ones in every run', async () => {
    const runs = [1, 2].map(async () => {
      const mock = await startMock({ faults: [`${retryable.name}:30%`], seed: 7 });
      for (let sent = 0; sent < 200; sent += 1) await (await post(mock, '{}')).arrayBuffer();
      return mock.requests.map(({ error }) => error !== undefined);
    });
    const [one, other] = await Promise.all(runs);
    expect(other).toEqual(one);
    expect(one!.filter(Boolean).length / 200).toBeCloseTo(0.3, 1);
  });

  test('comes after the one before it in the list', async () => {
    const [first, second] = operation.errors;
    const mock = await startMock({ faults: [`${first!.name}:1`, `${second!.name}:1`] });
    for (let sent = 0; sent < 3; sent += 1) await post(mock, '{}');
    expect(mock.requests.map(({ error }) => error)).toEqual([first!.name, second!.name, undefined]);
  });
});

describe('a fault that cannot be injected', () => {
  test('because the contract does not have it is refused with a list of those it has', async () => {
    await expect(startMock({ faults: ['Oops:1'] })).rejects.toThrow(
      new RegExp(`no error Oops, only .*${operation.errors[0]!.name}`),
    );
  });

  test.each(['', ':', ':x', ':-1', ':101%', ':%'])(
    'because its name is followed by "%s" is refused with the forms that are allowed',
    async (amount) => {
      await expect(startMock({ faults: [retryable.name + amount] })).rejects.toThrow(
        'the name needs a count such as',
      );
    },
  );
});

test('requests beyond the rate limit get the error for too many requests', async () => {
  const mock = await startMock({ rateLimit: 3 });
  const names = await Promise.all(
    Array.from({ length: 6 }, async () => (await post(mock, '{}')).headers.get('x-amzn-errortype')),
  );
  expect(names.filter((name) => name === errorFor('rate')).length).toBe(3);
});

test('a response takes at least the latency that was asked for', async () => {
  const mock = await startMock({ latency: '60-80' });
  await post(mock, '{}');
  expect(mock.requests[0]!.milliseconds).toBeGreaterThanOrEqual(59);
});

test.each(['-1', '9-1', 'soon'])(
  'the latency %j is refused with the forms that are allowed',
  async (latency) => {
    await expect(startMock({ latency })).rejects.toThrow(
      'must be milliseconds such as 200, or a range such as 50-300',
    );
  },
);
