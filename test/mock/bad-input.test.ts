import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { badInputs } from './bad-input-cases.ts';
import { contract, operation, type RawAnswer, rawRequest, sendRaw } from './harness.ts';

const limits = { bodyLimit: 2 * 1024 * 1024, timeout: 400 };
let mock: Mock;

beforeAll(async () => {
  mock = await createMock({ contract: contract.file, ...limits });
});
afterAll(() => mock.close());

/** What every answer must be, whatever came in. */
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
  expect(new Set(badInputs.map(({ name }) => name)).size).toBeGreaterThanOrEqual(80);
});

describe.each(badInputs)('$name', ({ bytes, cause, halfClose }) => {
  test(`is answered as ${cause}`, async () => {
    const [answer] = await sendRaw(mock, bytes, { halfClose: halfClose ?? false });
    expectAnswer(answer, cause);
  });
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

  test('whose length is too short leaves a rest that is refused', async () => {
    const answers = await sendRaw(mock, rawRequest('{}!', { 'content-length': '2' }), { answers: 2 });
    expectAnswer(answers[0], 'success');
    expectAnswer(answers[1], 'http');
  });
});

describe('a connection', () => {
  test('that says nothing is answered when patience ends', async () => {
    const [answer] = await sendRaw(mock, '');
    expectAnswer(answer, 'timeout');
  });

  test('that never ends its head is answered when patience ends', async () => {
    const [answer] = await sendRaw(mock, 'POST / HTTP/1.1\r\na: b\r\n');
    expectAnswer(answer, 'timeout');
  });

  test('with three pipelined requests gets three answers in order', async () => {
    const requests = [rawRequest('{}'), rawRequest('{'), rawRequest('{}')];
    const answers = await sendRaw(mock, Buffer.concat(requests), { answers: 3 });
    expect(answers.map((answer) => answer.status)).toEqual([operation.status, 400, operation.status]);
  });

  test('that sends garbage after a request gets the answer to the request first', async () => {
    const bytes = Buffer.concat([rawRequest('{}'), Buffer.from('garbage\r\n\r\n')]);
    const answers = await sendRaw(mock, bytes, { answers: 2 });
    expectAnswer(answers[0], 'success');
    expectAnswer(answers[1], 'http');
  });
});

test('leaves no memory taken', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const used = async () => {
    for (const { bytes, halfClose } of badInputs)
      await sendRaw(mock, bytes, { halfClose: halfClose ?? false });
    await setTimeout(600);
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  await used();
  const before = await used();
  expect((await used()) - before).toBeLessThan(4 * 1024 * 1024);
});

test('after all of it the mock still serves', async () => {
  const [answer] = await sendRaw(mock, rawRequest('{}'));
  expectAnswer(answer, 'success');
});

test('no member of a body reaches a prototype', () => {
  expect('polluted' in {}).toBe(false);
});
