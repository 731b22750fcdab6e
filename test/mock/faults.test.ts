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

  test('has the status and the header that the contract gives its error', async () => {
    const mock = await startMock({ faults: operation.errors.map(({ name }) => `${name}:1`) });
    for (const { name, status } of operation.errors) {
      const response = await post(mock, '{}');
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, name]);
    }
  });

  test('with a count of two is outlived by an SDK that tries three times', async () => {
    const mock = await startMock({ faults: [`${retryable.name}:2`] });
    const client = sdkClient(mock, { maxAttempts: 3 });
    const { $metadata } = await client.send(new ListImageScanFindingsCommand({}));
    expect([$metadata.attempts, mock.requests.map(({ error }) => error)]).toEqual([
      3,
      [retryable.name, retryable.name, undefined],
    ]);
  });

  test('with a rate strikes about that share of requests, the same in every run', async () => {
    const runs = [1, 2].map(async () => {
      const mock = await startMock({ faults: [`${retryable.name}:30%`], seed: 7 });
      for (let sent = 0; sent < 200; sent += 1) await (await post(mock, '{}')).arrayBuffer();
      return mock.requests.map(({ error }) => error !== undefined);
    });
    const [one, other] = await Promise.all(runs);
    expect(other).toEqual(one);
    expect(one!.filter(Boolean).length / 200).toBeCloseTo(0.3, 1);
  });

  test('waits its turn behind the one before it', async () => {
    const [first, second] = operation.errors;
    const mock = await startMock({ faults: [`${first!.name}:1`, `${second!.name}:1`] });
    for (let sent = 0; sent < 3; sent += 1) await post(mock, '{}');
    expect(mock.requests.map(({ error }) => error)).toEqual([first!.name, second!.name, undefined]);
  });
});

describe('a fault that cannot be injected', () => {
  test('because the contract does not know it is refused with those that it knows', async () => {
    await expect(startMock({ faults: ['Oops:1'] })).rejects.toThrow(
      new RegExp(`no error Oops, only .*${operation.errors[0]!.name}`),
    );
  });

  test.each(['', ':', ':x', ':-1', ':101%', ':%'])(
    'because of "%s" after its name is refused with the rule',
    async (amount) => {
      await expect(startMock({ faults: [retryable.name + amount] })).rejects.toThrow(
        'the name needs a count such as',
      );
    },
  );
});

test('a rate limit answers the requests beyond it with the error for too many', async () => {
  const mock = await startMock({ rateLimit: 3 });
  const names = await Promise.all(
    Array.from({ length: 6 }, async () => (await post(mock, '{}')).headers.get('x-amzn-errortype')),
  );
  expect(names.filter((name) => name === errorFor('rate')).length).toBe(3);
});

test('latency delays an answer by at least what was asked for', async () => {
  const mock = await startMock({ latency: '60-80' });
  await post(mock, '{}');
  expect(mock.requests[0]!.milliseconds).toBeGreaterThanOrEqual(59);
});

test.each(['-1', '9-1', 'soon'])('a latency of %s is refused with the rule', async (latency) => {
  await expect(startMock({ latency })).rejects.toThrow(
    'must be milliseconds such as 200, or a range such as 50-300',
  );
});
