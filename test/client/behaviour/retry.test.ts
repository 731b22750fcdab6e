import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clientOf, errorOf, inTurn, operation, type Respond, reply, serve } from '../harness.ts';

let waits: number[];

// Every wait before a retry is recorded and over at once. The limit of an attempt, 60 s, and the platform keep their time.
beforeEach(() => {
  waits = [];
  const { setTimeout } = globalThis;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((done: () => void, wait: number) => {
    if (wait === 60_000 || !/at wait .*signed-fetch/.test(new Error().stack!)) return setTimeout(done, wait);
    waits.push(wait);
    return setTimeout(done, 0);
  }) as typeof setTimeout);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const success = reply(200, {});
const fails = ({ name, status }: { name: string; status: number }) =>
  reply(status, {}, { 'x-amzn-errortype': name });
const breakOff: Respond = (response) => response.destroy();
const retryable = operation.errors.filter((error) => error.retryable);
const final = operation.errors.filter((error) => !error.retryable);

describe('is retried', () => {
  test.for(retryable)('$name, which the contract calls retryable', async (error) => {
    const server = await serve(inTurn(fails(error), success));
    expect(await clientOf(server, { maxAttempts: 3 }).listImageScanFindings()).toEqual({});
    expect(server.received).toHaveLength(2);
  });

  test.for([408, 429, 500, 502, 503, 504])(
    'a response without an error name, with the status %i',
    async (status) => {
      const server = await serve(inTurn(reply(status), success));
      expect(await clientOf(server, { maxAttempts: 3 }).listImageScanFindings()).toEqual({});
    },
  );

  test('a connection that breaks', async () => {
    const server = await serve(inTurn(breakOff, breakOff, success));
    expect(await clientOf(server, { maxAttempts: 3 }).listImageScanFindings()).toEqual({});
  });

  test('a failure up to three attempts, or `maxAttempts`', async () => {
    for (const [maxAttempts, requests] of [
      [undefined, 3],
      [1, 1],
      [5, 5],
    ]) {
      const server = await serve(reply(503));
      const error = await errorOf(clientOf(server, { maxAttempts }).listImageScanFindings());
      expect(server.received).toHaveLength(requests!);
      if (requests! > 1) expect(error.message).toContain(`attempt ${requests}`);
    }
  });
});

describe('is not retried', () => {
  test.for(final)('$name, which the contract calls final', async (error) => {
    const server = await serve(fails(error));
    expect((await errorOf(clientOf(server, { maxAttempts: 3 }).listImageScanFindings())).name).toBe(
      error.name,
    );
    expect(server.received).toHaveLength(1);
  });

  test.for([400, 403, 404, 302])('a response without an error name, with the status %i', async (status) => {
    const server = await serve(reply(status));
    await errorOf(clientOf(server, { maxAttempts: 3 }).listImageScanFindings());
    expect(server.received).toHaveLength(1);
  });
});

describe('the wait before a retry', () => {
  const waitsOf = async (respond: Respond, maxAttempts: number): Promise<number[]> => {
    await errorOf(clientOf(await serve(respond), { maxAttempts }).listImageScanFindings());
    return waits;
  };

  // Half of the longest wait each, because every random number is a half.
  test('doubles from 50 ms after a transient failure', async () => {
    expect(await waitsOf(reply(503), 5)).toEqual([25, 50, 100, 200]);
  });

  test('doubles from 1 s after too many requests, up to 20 s', async () => {
    expect(await waitsOf(reply(429), 8)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  test('is anything up to the longest', async () => {
    const randoms = [0, 0.999];
    // openapi-fetch takes one, too, when there is a middleware.
    vi.mocked(Math.random).mockImplementation(() =>
      new Error().stack?.includes('signed-fetch.ts') ? randoms.shift()! : 0.5,
    );
    expect(await waitsOf(reply(503), 3)).toEqual([0, expect.closeTo(99.9)]);
  });

  test.for<[string, Record<string, string>, number]>([
    ['seconds of Retry-After', { 'retry-after': '2' }, 2000],
    ['date of Retry-After', { 'retry-after': new Date(Date.now() + 86_400_000).toUTCString() }, 5025],
    ['milliseconds of x-amz-retry-after', { 'x-amz-retry-after': '1500' }, 1500],
    ['most of five more seconds than without', { 'retry-after': '3600' }, 5025],
    ['usual, when Retry-After makes no sense', { 'retry-after': 'soon' }, 25],
  ])('is the %s', async ([, headers, wait]) => {
    expect(await waitsOf(reply(503, '', headers), 2)).toEqual([wait]);
  });
});

test('a budget that all calls of a client share ends the retries while nothing works', async () => {
  let broken = true;
  const server = await serve((response) => response.writeHead(broken ? 503 : 200).end('{}'));
  const client = clientOf(server, { maxAttempts: 3 });
  const fail = async (calls: number) => {
    const before = server.received.length;
    for (let call = 0; call < calls; call += 1) await errorOf(client.listImageScanFindings());
    return server.received.length - before;
  };
  // A retry costs 14 of 500.
  expect(await fail(30)).toBe(30 + 35);
  expect(await fail(10)).toBe(10);
  broken = false;
  for (let call = 0; call < 14; call += 1) await client.listImageScanFindings();
  broken = true;
  expect(await fail(10)).toBe(10 + 1);
});

describe('the clock', () => {
  const day = 86_400_000;
  const dateOf = (header: unknown) =>
    Date.parse(String(header).replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
  const refuse = (name: string, shift: number, headers: Record<string, string> = {}): Respond =>
    reply(
      403,
      {},
      { date: new Date(Date.now() + shift).toUTCString(), 'x-amzn-errortype': name, ...headers },
    );

  test('is set by the server when the signature was refused, and stays so', async () => {
    const server = await serve(
      inTurn(refuse('InvalidSignatureException', day), reply(200, {}, dateHeader(day))),
    );
    const client = clientOf(server, { maxAttempts: 3 });
    await client.listImageScanFindings();
    await client.listImageScanFindings();
    const signed = server.received.map(({ headers }) => dateOf(headers['x-amz-date']) - Date.now());
    expect(signed.map((offset) => offset > day / 2)).toEqual([false, true, true]);
  });

  test('is set for all requests that were under way', async () => {
    const server = await serve((response, number, request) => {
      const wrong = Math.abs(dateOf(request.headers['x-amz-date']) - Date.now()) < day / 2;
      (wrong ? refuse('RequestExpired', day) : reply(200, {}, dateHeader(day)))(response, number, request);
    });
    const client = clientOf(server, { maxAttempts: 3 });
    await Promise.all(Array.from({ length: 8 }, () => client.listImageScanFindings()));
    expect(server.received).toHaveLength(16);
  });

  test.for<[string, Respond]>([
    ['is right', refuse('InvalidSignatureException', 60_000)],
    [
      'is wrong but the response comes from a cache',
      refuse('InvalidSignatureException', day, { age: '86400' }),
    ],
    ['is wrong but the operation itself refuses', refuse('ForbiddenException', day)],
  ])('causes no retry when it %s', async ([, respond]) => {
    const server = await serve(respond);
    await errorOf(clientOf(server, { maxAttempts: 3 }).listImageScanFindings());
    expect(server.received).toHaveLength(1);
  });

  function dateHeader(shift: number): Record<string, string> {
    return { date: new Date(Date.now() + shift).toUTCString() };
  }
});
