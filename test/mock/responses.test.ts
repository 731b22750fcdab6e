import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../scripts/contract/document.ts';
import { listExamples } from '../../scripts/contract/operations.ts';
import { successExamples } from '../../scripts/mock/contract.ts';
import type { Mock, MockResponse } from '../../scripts/mock/create-mock.ts';
import { exampleItems } from '../../scripts/mock/generate.ts';
import { contract, errorFor, operation, paginated, post, sharedMock, startMock } from './harness.ts';

const { items, inputToken, outputToken, pageSize } = paginated;
const examples = exampleItems(contract.document, operation);
const successes = Object.entries(successExamples(contract.document, operation));
const [exampleName, example] = successes[0]!;
const { name: error, message } = operation.errors[0]!;
/** Requests of the contract's examples, without their paging: one with a filter, and one with another. */
const requests = [...listExamples(contract.document, operation.object.requestBody).values()]
  .map(({ value }) => value as JsonObject)
  .map(({ [inputToken]: _token, [pageSize]: _size, ...rest }) => rest)
  .filter((rest) => Object.keys(rest).length > 0);
const [filtered] = requests;
const otherFiltered = requests.find((other) => JSON.stringify(other) !== JSON.stringify(filtered));
const [filters] = Object.keys(filtered!);
const filterName = Object.keys(operation.filters!).find((name) => JSON.stringify(filtered).includes(name))!;
const misspelt = JSON.parse(JSON.stringify(filtered).replace(filterName, `${filterName}x`));
const [member] = Object.entries(examples[0] as JsonObject).find(([, value]) => typeof value === 'string')!;
const id = operation.id as never;

async function ask(mock: Pick<Mock, 'url'>, request: object) {
  const response = await post(mock, JSON.stringify(request));
  return { error: response.headers.get('x-amzn-errortype'), body: (await response.json()) as JsonObject };
}

function startWith(...responses: unknown[]): Promise<Mock> {
  return startMock({ responses: responses as MockResponse[] });
}

describe('a response for some requests', () => {
  test('may be an error', async () => {
    const mock = await startWith({ when: filtered, then: { error } });
    const response = await ask(mock, filtered!);
    expect([response.error, response.body['message']]).toEqual([error, message]);
  });

  test('may be an example of the contract', async () => {
    const mock = await startWith({ when: filtered, then: { example: exampleName } });
    const { body } = await ask(mock, filtered!);
    expect(body).toMatchObject({ [items]: example[items], [outputToken]: example[outputToken] });
  });

  test('may be other items, whatever the filter', async () => {
    const mock = await startWith({ operation: id, when: filtered, then: { data: examples } });
    expect((await ask(mock, filtered!)).body[items]).toEqual(examples);
  });

  test('lists other items page by page', async () => {
    const mock = await startWith({ operation: id, when: filtered, then: { data: examples.slice(0, 2) } });
    const first = (await ask(mock, { ...filtered, [pageSize]: 1 })).body;
    const last = (await ask(mock, { ...filtered, [pageSize]: 1, [inputToken]: first[outputToken]! })).body;
    expect([first[items], last[items], last[outputToken]]).toEqual([[examples[0]], [examples[1]], undefined]);
  });

  test('is not for requests with another value', async () => {
    const mock = await startWith({ when: filtered, then: { error } });
    expect((await ask(mock, otherFiltered!)).error).toBeNull();
  });

  test('is for requests with further properties', async () => {
    const mock = await startWith({ when: filtered, then: { error } });
    expect((await ask(mock, { ...filtered, [pageSize]: 3 })).error).toBe(error);
  });

  test('is for every request if it asks for no property', async () => {
    const mock = await startWith({ when: {}, then: { error } });
    expect((await ask(mock, { [pageSize]: 3 })).error).toBe(error);
  });

  test('may be for requests without a property', async () => {
    const mock = await startWith({ when: { [inputToken]: null }, then: { error } });
    expect((await ask(mock, {})).error).toBe(error);
  });

  test('may be for a token that the mock did not issue', async () => {
    const mock = await startWith(
      { operation: id, when: { [inputToken]: 'mine' }, then: { data: examples.slice(0, 2) } },
      { when: { [inputToken]: 'broken' }, then: { error } },
    );
    expect((await ask(mock, { [inputToken]: 'broken' })).error).toBe(error);
    const first = (await ask(mock, { [inputToken]: 'mine', [pageSize]: 1 })).body;
    const last = (await ask(mock, { [inputToken]: first[outputToken]!, [pageSize]: 1 })).body;
    expect([first[items], last[items]]).toEqual([[examples[0]], [examples[1]]]);
  });

  test('leaves tokens of the usual data to these', async () => {
    const mock = await startWith({
      ...{ operation: id, when: { [inputToken]: 'mine' }, then: { data: examples.slice(0, 2) } },
    });
    const first = (await ask(mock, {})).body;
    const second = await ask(mock, { [inputToken]: first[outputToken]! });
    expect([second.error, (second.body[items] as Json[]).length]).toEqual([null, 25]);
  });

  test('comes before the next one that matches', async () => {
    const mock = await startWith(
      { when: filtered, then: { error } },
      { when: {}, then: { example: exampleName } },
    );
    expect([(await ask(mock, filtered!)).error, (await ask(mock, {})).error]).toEqual([error, null]);
  });

  test('can be added while the mock runs', async () => {
    const mock = await startMock();
    mock.setState({ ...mock.state(), responses: [{ when: filtered as never, then: { error } }] });
    expect((await ask(mock, filtered!)).error).toBe(error);
  });

  test('may name its operation', async () => {
    const mock = await startWith({ operation: id, when: {}, then: { error } });
    expect((await ask(mock, {})).error).toBe(error);
  });
});

describe('a response for requests that cannot be', () => {
  const then = { error };

  test.each([
    [
      { when: { [`${filters}x`]: [] }, then },
      `responses[0].when.${filters}x is not allowed`,
      `did you mean ${filters}?`,
    ],
    [{ when: { [pageSize]: 0 }, then }, `responses[0].when.${pageSize} must be at least`, 'is 0'],
    [{ when: misspelt, then }, `responses[0].when.${filters}[0]`, `did you mean ${filterName}?`],
    [{ when: {}, then: { error: 'Oops' } }, 'responses[0].then.error must be an error of', 'is "Oops"'],
    [{ when: {}, then: { example: 'Oops' } }, 'responses[0].then.example must be an example of', 'is "Oops"'],
    [
      { when: {}, then: { data: [{ [member]: 1 }] } },
      `responses[0].then.data[0].${member} must be a string`,
      'is 1',
    ],
    [{ when: {}, then: { data: [1] } }, 'responses[0].then.data[0] must be an item or a page', 'is 1'],
    [{ when: {}, then: {} }, 'responses[0].then must have exactly one of example, error, data', ''],
    [{ when: [], then }, 'responses[0].when must be an object with properties of a request', ''],
    [{ then }, 'responses[0].when is required', ''],
    [{ operation: 'Oops', when: {}, then }, 'responses[0].operation must be an operation', 'is "Oops"'],
  ])('%j is refused with the reason', async (response, message, more) => {
    const refusal = await startWith({
      ...('operation' in response ? {} : { operation: id }),
      ...response,
    }).then(
      () => '',
      ({ message }) => message,
    );
    expect(refusal).toContain(message);
    expect(refusal).toContain(more);
  });
});

describe('the header Prefer', () => {
  const mock = sharedMock();

  test.each(successes)('gives the example %s', async (name, body) => {
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
    expect([response.status, message]).toEqual([400, expect.stringContaining(exampleName)]);
  });

  test('does not apply to a request that is wrong itself', async () => {
    const response = await post(mock(), '{"bogus": 1}', { prefer: 'code=500' });
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('constraint'));
  });
});
