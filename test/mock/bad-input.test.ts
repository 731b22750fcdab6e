import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { badInputs, malformed } from './bad-input-cases.ts';
import { contract, operation, type RawResponse, rawRequest, sendRaw } from './harness.ts';

const limits = { bodyLimit: 2 * 1024 * 1024, timeout: 400 };
let mock: Mock;

beforeAll(async () => {
  mock = await createMock({ contract: contract.file, ...limits });
});
afterAll(() => mock.close());

/** Expects a response as the contract describes it, whatever was sent. */
function expectResponse(response: RawResponse | undefined, cause: string): void {
  const error = operation.errors.find((error) => error.cause === cause);
  expect(response?.status).toBe(error?.status ?? operation.status);
  expect(response?.headers['x-amzn-errortype']).toBe(error?.name);
  expect(response?.headers['content-type']).toBe('application/json');
  expect(response?.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  const body = JSON.parse(response!.body);
  expect(error ? typeof body.message : typeof body[operation.paginated!.items]).toBe(
    error ? 'string' : 'object',
  );
}

test('at least 80 kinds of bad input are tried', () => {
  const names = [...badInputs, ...malformed].map(({ name }) => name);
  expect(new Set(names).size).toBeGreaterThanOrEqual(80);
});

test.each(badInputs)('$name gets the response for $cause', async ({ bytes, cause, halfClose }) => {
  const [response] = await sendRaw(mock, bytes, { halfClose: halfClose ?? false });
  expectResponse(response, cause);
});

test.each(malformed)('$name gets a 4xx of Node, and the connection ends', async ({ bytes, halfClose }) => {
  const [response] = await sendRaw(mock, bytes, { responses: 2, halfClose: halfClose ?? false });
  expect(response?.status).toBeGreaterThanOrEqual(400);
  expect(response?.status).toBeLessThan(500);
  expect(response?.headers['connection']).toBe('close');
});

test('CONNECT ends the connection', async () => {
  expect(await sendRaw(mock, 'CONNECT example.org:443 HTTP/1.1\r\nhost: localhost\r\n\r\n')).toEqual([]);
});

describe('a body', () => {
  test('that announces more than the limit is refused before it comes', async () => {
    const [response] = await sendRaw(mock, rawRequest('{', { 'content-length': '3000000' }));
    expectResponse(response, 'body-size');
  });

  test('that turns out larger than the limit is refused', async () => {
    const [response] = await sendRaw(mock, rawRequest(`"${'a'.repeat(limits.bodyLimit)}"`));
    expectResponse(response, 'body-size');
  });

  test('that never ends is refused when patience does', async () => {
    const [response] = await sendRaw(mock, rawRequest('{', { 'content-length': '2' }));
    expectResponse(response, 'timeout');
  });

  test('whose length is too short leaves a rest that ends the connection with a 400', async () => {
    const responses = await sendRaw(mock, rawRequest('{}!', { 'content-length': '2' }), { responses: 3 });
    expect(responses.at(-1)?.status).toBe(400);
  });
});

describe('a connection', () => {
  test.each(['', 'POST / HTTP/1.1\r\na: b\r\n'])(
    'that sends only %j is closed after the timeout',
    async (bytes) => {
      const [response] = await sendRaw(mock, bytes, { responses: 2 });
      expect(response?.status).toBe(408);
    },
  );

  test('with three pipelined requests gets three responses in order', async () => {
    const requests = [rawRequest('{}'), rawRequest('{'), rawRequest('{}')];
    const responses = await sendRaw(mock, Buffer.concat(requests), { responses: 3 });
    expect(responses.map((response) => response.status)).toEqual([operation.status, 400, operation.status]);
  });

  test('that sends garbage after a request ends with a 400', async () => {
    const bytes = Buffer.concat([rawRequest('{}'), Buffer.from('garbage\r\n\r\n')]);
    const responses = await sendRaw(mock, bytes, { responses: 3 });
    expect(responses.at(-1)?.status).toBe(400);
  });
});

test('bad input leaves no memory in use', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const used = async () => {
    const sent = [...badInputs, ...malformed].map(({ bytes, halfClose = false }) =>
      sendRaw(mock, bytes, { halfClose }),
    );
    await Promise.all(sent);
    await setTimeout(600);
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  await used();
  const before = await used();
  expect((await used()) - before).toBeLessThan(4 * 1024 * 1024);
});

test('the mock still serves after bad input, and no property of a body reached a prototype', async () => {
  for (const { bytes } of badInputs.filter(({ name }) => /__proto__|constructor/.test(name)))
    await sendRaw(mock, bytes);
  const [response] = await sendRaw(mock, rawRequest('{}'));
  expectResponse(response, 'success');
  expect('polluted' in {}).toBe(false);
});
