import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { badInputs, malformed } from './bad-input-cases.ts';
import { contract, operation, type RawAnswer, rawRequest, sendRaw } from './harness.ts';

const limits = { bodyLimit: 2 * 1024 * 1024, timeout: 400 };
let mock: Mock;

beforeAll(async () => {
  mock = await createMock({ contract: contract.file, ...limits });
});
afterAll(() => mock.close());

/** Expects a response as the contract describes it, whatever was sent. */
function expectAnswer(answer: RawAnswer | undefined, cause: string): void {
  const error = operation.errors.find((error) => error.cause === cause);
  expect(answer?.status).toBe(error?.status ?? operation.status);
  expect(answer?.headers['x-amzn-errortype']).toBe(error?.name);
  expect(answer?.headers['content-type']).toBe('application/json');
  expect(answer?.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  const body = JSON.parse(answer!.body);
  expect(error ? typeof body.message : Object.keys(body)[0]).toBe(
    error ? 'string' : operation.paginated!.items,
  );
}

test('at least 80 kinds of bad input are tried', () => {
  const names = [...badInputs, ...malformed].map(({ name }) => name);
  expect(new Set(names).size).toBeGreaterThanOrEqual(80);
});

test.each(badInputs)('$name gets the response for $cause', async ({ bytes, cause, halfClose }) => {
  const [answer] = await sendRaw(mock, bytes, { halfClose: halfClose ?? false });
  expectAnswer(answer, cause);
});

test.each(malformed)('$name gets a 4xx of Node, and the connection ends', async ({ bytes, halfClose }) => {
  const [answer] = await sendRaw(mock, bytes, { answers: 2, halfClose: halfClose ?? false });
  expect(answer?.status).toBeGreaterThanOrEqual(400);
  expect(answer?.status).toBeLessThan(500);
  expect(answer?.headers['connection']).toBe('close');
});

test('CONNECT ends the connection', async () => {
  expect(await sendRaw(mock, 'CONNECT example.org:443 HTTP/1.1\r\nhost: localhost\r\n\r\n')).toEqual([]);
});

describe('a body', () => {
  test('that announces more than the limit is refused before it comes', async () => {
    const [answer] = await sendRaw(mock, rawRequest('{', { 'content-length': '3000000' }));
    expectAnswer(answer, 'body-size');
  });

  test('that turns out larger than the limit is refused', async () => {
    const [answer] = await sendRaw(mock, rawRequest(`"${'a'.repeat(limits.bodyLimit)}"`));
    expectAnswer(answer, 'body-size');
  });

  test('that never ends is refused when patience does', async () => {
    const [answer] = await sendRaw(mock, rawRequest('{', { 'content-length': '2' }));
    expectAnswer(answer, 'timeout');
  });

  test('whose length is too short leaves a rest that ends the connection with a 400', async () => {
    const answers = await sendRaw(mock, rawRequest('{}!', { 'content-length': '2' }), { answers: 3 });
    expect(answers.at(-1)?.status).toBe(400);
  });
});

describe('a connection', () => {
  test.each(['', 'POST / HTTP/1.1\r\na: b\r\n'])(
    'that sends only %j is closed after the timeout',
    async (bytes) => {
      const [answer] = await sendRaw(mock, bytes, { answers: 2 });
      expect(answer?.status).toBe(408);
    },
  );

  test('with three pipelined requests gets three answers in order', async () => {
    const requests = [rawRequest('{}'), rawRequest('{'), rawRequest('{}')];
    const answers = await sendRaw(mock, Buffer.concat(requests), { answers: 3 });
    expect(answers.map((answer) => answer.status)).toEqual([operation.status, 400, operation.status]);
  });

  test('that sends garbage after a request ends with a 400', async () => {
    const bytes = Buffer.concat([rawRequest('{}'), Buffer.from('garbage\r\n\r\n')]);
    const answers = await sendRaw(mock, bytes, { answers: 3 });
    expect(answers.at(-1)?.status).toBe(400);
  });
});

test('bad input leaves no memory in use', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const used = async () => {
    for (const { bytes, halfClose } of [...badInputs, ...malformed])
      await sendRaw(mock, bytes, { halfClose: halfClose ?? false });
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
  const [answer] = await sendRaw(mock, rawRequest('{}'));
  expectAnswer(answer, 'success');
  expect('polluted' in {}).toBe(false);
});
