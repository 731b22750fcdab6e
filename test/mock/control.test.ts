import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../scripts/contract/document.ts';
import type { Mock } from '../../scripts/mock/create-mock.ts';
import { exampleItems } from '../../scripts/mock/generate.ts';
import { contract, errorFor, operation, paginated, post, sendRaw, startMock } from './harness.ts';

const [one] = exampleItems(contract.document, operation);
const { name: error } = operation.errors.find(({ retryable }) => retryable)!;

/** Sends a request to change the mock, the way a test in any language does. */
async function control(mock: Pick<Mock, 'url'>, method: string, path: string, body?: unknown, headers = {}) {
  const response = await fetch(`${mock.url}/_mock/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

describe('under /_mock/', () => {
  test('GET state returns the state', async () => {
    const { status, body } = await control(await startMock(), 'GET', 'state');
    expect([status, body]).toEqual([200, { count: 60, seed: 1, faults: [], responses: [] }]);
  });

  test('PUT state replaces the state', async () => {
    const mock = await startMock();
    const { status, body } = await control(mock, 'PUT', 'state', { count: 3, faults: [{ error, times: 1 }] });
    expect([status, body, mock.state()]).toEqual([
      204,
      undefined,
      { count: 3, seed: 1, faults: [{ error, times: 1 }], responses: [] },
    ]);
  });

  test('what GET state returned, PUT state takes', async () => {
    const mock = await startMock({ latency: 1, faults: [{ error, rate: 0.5 }] });
    mock.setData({ [operation.id]: [one] } as never);
    const { body } = await control(mock, 'GET', 'state');
    mock.setState({});
    expect((await control(mock, 'PUT', 'state', body)).status).toBe(204);
    expect((await control(mock, 'GET', 'state')).body).toEqual(body);
  });

  test('POST reset returns to the state at the start', async () => {
    const mock = await startMock({ count: 3 });
    mock.setState({ count: 9 });
    expect((await control(mock, 'POST', 'reset')).status).toBe(204);
    expect(mock.state().count).toBe(3);
  });

  test('PUT data replaces what the operation lists', async () => {
    const mock = await startMock();
    expect((await control(mock, 'PUT', 'data', { [operation.id]: [one] })).status).toBe(204);
    expect(((await (await post(mock, '{}')).json()) as JsonObject)[paginated.items]).toEqual([one]);
  });

  test('PUT data takes more than the limit of a request of the service', async () => {
    const mock = await startMock({ bodyLimit: 1000 });
    const items = Array(2000).fill(one);
    expect((await control(mock, 'PUT', 'data', { [operation.id]: items })).status).toBe(204);
    expect(mock.data.find(({ operation: id }) => id === operation.id)!.items).toBe(2000);
  });

  test('POST faults injects one more fault', async () => {
    const mock = await startMock();
    await control(mock, 'POST', 'faults', { error, times: 1 });
    expect((await post(mock, '{}')).headers.get('x-amzn-errortype')).toBe(error);
  });

  test('PUT latency delays responses', async () => {
    const mock = await startMock();
    await control(mock, 'PUT', 'latency', { min: 5, max: 6 });
    expect(mock.state().latency).toEqual({ min: 5, max: 6 });
  });

  test('GET requests returns the requests to the service only', async () => {
    const mock = await startMock();
    await post(mock, '{}');
    const { body } = await control(mock, 'GET', 'requests');
    expect(body.map(({ path, status }: JsonObject) => ({ path, status }))).toEqual([
      { path: operation.path, status: operation.status },
    ]);
  });

  test('DELETE requests forgets them', async () => {
    const mock = await startMock();
    await post(mock, '{}');
    expect((await control(mock, 'DELETE', 'requests')).status).toBe(204);
    expect(mock.requests).toEqual([]);
  });
});

describe('an error under /_mock/', () => {
  test('names place, value, rule and suggestion', async () => {
    const { status, body } = await control(await startMock(), 'POST', 'faults', {
      ...{ error: `${error}s`, times: 1 },
    });
    expect([status, body]).toEqual([
      400,
      {
        message: expect.stringContaining(`is "${error}s"; did you mean ${error}?`),
        place: 'fault.error',
        rule: expect.stringContaining('must be an error of the contract: '),
        value: `"${error}s"`,
        suggestion: `did you mean ${error}?`,
      },
    ]);
  });

  test('names the property that breaks the contract', async () => {
    const [member] = Object.entries(one as JsonObject).find(([, value]) => typeof value === 'string')!;
    const item = { ...(one as JsonObject), [member]: 1 };
    const { status, body } = await control(await startMock(), 'PUT', 'data', { [operation.id]: [item] });
    expect([status, body.place, body.rule, body.value]).toEqual([
      400,
      `data.${operation.id}[0].${member}`,
      'must be a string',
      '1',
    ]);
  });

  test.each([
    ['PUT', 'state', '{', 400, /^The body is not JSON: /],
    ['PUT', 'state', '', 400, /^the value must be an object, is undefined$/],
    [
      'PUT',
      'state',
      '{"count":1e15}',
      400,
      /^count must be an integer from 0 to 1000000, is 1000000000000000$/,
    ],
    [
      'PUT',
      'state',
      '{"__proto__":{"count":5}}',
      400,
      /^__proto__ is not an option; the options are count, /,
    ],
    ['PUT', 'state', '{"constructor":5}', 400, /^constructor is not an option; /],
    ['PUT', 'data', '{"__proto__":[{}]}', 400, /^data must name operations that list: .*, is "__proto__"$/],
    ['PUT', 'data', '{"constructor":[{}]}', 400, /^data must name operations that list: /],
    [
      'POST',
      'faults',
      '{"error":"constructor","times":1}',
      400,
      /^fault.error must be an error of the contract: /,
    ],
    ['PUT', 'latency', '"5"', 400, /^latency must be milliseconds/],
    ['PUT', 'latency', 'null', 400, /^latency must be milliseconds.*, is null$/],
    ['GET', 'nothing', undefined, 404, /^There is no \/_mock\/nothing, only \/_mock\/state, /],
    ['GET', 'reset', undefined, 405, /^\/_mock\/reset allows POST, not GET\.$/],
    ['POST', 'state', '{}', 405, /^\/_mock\/state allows GET and PUT, not POST\.$/],
  ])('%s %s with the body %j says why', async (method, path, sent, status, message) => {
    const response = await control(await startMock(), method, path, sent);
    expect(response.status).toBe(status);
    expect(response.body.message).toMatch(message);
  });
});

describe('who may change the mock', () => {
  test('is not a web page, not even one of this machine', async () => {
    const mock = await startMock({ allowHosts: ['*'] });
    const origin = 'http://localhost:3000';
    const { status, headers } = await control(mock, 'POST', 'reset', '', { origin });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  test('is not a web page that sends a preflight request', async () => {
    const { status, headers } = await control(await startMock(), 'OPTIONS', 'state', undefined, {
      ...{ origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' },
    });
    expect([status, headers.get('access-control-allow-methods')]).toEqual([403, null]);
  });

  test.each(['mock', 'evil.example', '192.168.1.5'])('is nobody who calls it %s', async (host) => {
    const mock = await startMock({ allowHosts: ['*'] });
    const [response] = await sendRaw(mock, `POST /_mock/reset HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    expect(response!.status).toBe(403);
  });

  const addresses = Object.values(networkInterfaces()).flat();
  const outside = addresses.find((address) => address?.family === 'IPv4' && !address.internal)?.address;

  test.skipIf(outside === undefined)('is nobody on another address of this machine', async () => {
    const mock = await startMock({ host: '0.0.0.0' });
    const url = `http://${outside}:${new URL(mock.url).port}`;
    expect((await control({ url }, 'POST', 'reset', '', { host: 'localhost' })).status).toBe(403);
  });
});

test('without control, /_mock/ is a path like any other', async () => {
  const mock = await startMock({ control: false });
  const { status, headers } = await control(mock, 'GET', 'state');
  expect([status, headers.get('x-amzn-errortype')]).toEqual([404, errorFor('operation')]);
});
