import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../scripts/contract/document.ts';
import { listExamples } from '../../scripts/contract/operations.ts';
import { contract, errorFor, operation, post, sharedMock } from './harness.ts';

const examples = listExamples(contract.document, operation.object.responses[operation.status]);
const successes = [...examples].map(([name, { value }]) => ({ name, body: value as JsonObject }));

describe('the header Prefer', () => {
  const mock = sharedMock();

  test.each(successes)('gives the example $name', async ({ name, body }) => {
    const response = await post(mock(), '{}', { prefer: `example=${name}` });
    const id = response.headers.get('x-amzn-requestid');
    const { requestId, ...rest } = (await response.json()) as Record<string, unknown>;
    const { requestId: _id, ...expected } = body;
    expect([requestId, rest]).toEqual([id, expected]);
  });

  test.each(operation.errors)('gives the error $name with its own status and header', async (error) => {
    const response = await post(mock(), '{}', { prefer: `code=${error.status}, example=${error.name}` });
    expect([response.status, response.headers.get('x-amzn-errortype'), await response.json()]).toEqual([
      error.status,
      error.name,
      { message: error.message },
    ]);
  });

  test.each(operation.errors.filter(({ common }) => common))(
    'gives the common error $name by its name alone',
    async ({ name, status }) => {
      const response = await post(mock(), '{}', { prefer: `example=${name}` });
      expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, name]);
    },
  );

  test('with a status alone gives the first example of that status', async () => {
    const response = await post(mock(), '{}', { prefer: 'code=429' });
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('rate'));
  });

  test('with an unknown example is refused with a list of the examples', async () => {
    const response = await post(mock(), '{}', { prefer: 'example=Nonesuch' });
    const { message } = (await response.json()) as { message: string };
    expect([response.status, message]).toEqual([400, expect.stringContaining(successes[0]!.name)]);
  });

  test('does not apply to a request that is wrong itself', async () => {
    const response = await post(mock(), '{"bogus": 1}', { prefer: 'code=500' });
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('constraint'));
  });
});
