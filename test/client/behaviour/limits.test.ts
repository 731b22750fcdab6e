import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { Attempt, ClientOptions } from '../../../generated/client.ts';
import { clientOf, errorOf, inTurn, operation, type Respond, reply, serve } from '../harness.ts';

const never: Respond = () => {};

describe('timeout', () => {
  test('ends an attempt without a response by a TimeoutError that names the host', async () => {
    const server = await serve(never);
    const error = await errorOf(clientOf(server, { timeout: 50 }).listImageScanFindings());
    expect(error).toMatchObject({ name: 'TimeoutError', status: undefined, retryable: true });
    expect(error.message).toBe(
      `${operation.id} failed with TimeoutError: no response from ${new URL(server.url).host} within 50 ms`,
    );
  });

  test('ends an attempt in the middle of a body', async () => {
    const server = await serve((response) => void response.writeHead(200).write('{"half":'));
    const error = await errorOf(clientOf(server, { timeout: 100 }).listImageScanFindings());
    expect(error.name).toBe('TimeoutError');
  });

  test('is for each attempt, and a retry can succeed', async () => {
    const server = await serve(inTurn(never, reply(200, {})));
    expect(await clientOf(server, { timeout: 200, maxAttempts: 2 }).listImageScanFindings()).toEqual({});
    expect(server.received).toHaveLength(2);
  });

  test.for<[string, ClientOptions]>([
    ['the credentials', { credentials: () => new Promise(() => {}) }],
    ['a fetch that ignores the signal', { fetch: () => new Promise(() => {}) }],
  ])('includes %s', async ([, options]) => {
    const client = clientOf({ url: 'http://127.0.0.1:1' }, { timeout: 50, ...options });
    expect(await errorOf(client.listImageScanFindings())).toMatchObject({ name: 'TimeoutError' });
  });

  test('can be switched off', async () => {
    const server = await serve((response) => void setTimeout(() => response.end('{}'), 50));
    expect(await clientOf(server, { timeout: Infinity }).listImageScanFindings()).toEqual({});
  });
});

describe('maxResponseBytes', () => {
  const body = JSON.stringify({ requestId: 'é'.repeat(1000) });
  const bytes = Buffer.byteLength(body);

  test('counts bytes: a body of exactly that many is read', async () => {
    const server = await serve(reply(200, body));
    const client = clientOf(server, { maxResponseBytes: bytes });
    expect(await client.listImageScanFindings()).toEqual(JSON.parse(body));
  });

  test('ends a larger body by an error that is not retried', async () => {
    const server = await serve(reply(200, body));
    const client = clientOf(server, { maxResponseBytes: bytes - 1, maxAttempts: 3 });
    expect(await errorOf(client.listImageScanFindings())).toMatchObject({
      ...{ name: 'UnreadableResponseError', reason: `the body has more than ${bytes - 1} bytes` },
    });
    expect(server.received).toHaveLength(1);
  });

  test('ends an endless body and closes the connection', async () => {
    const closed = vi.fn();
    const server = await serve((response) => {
      response.on('close', closed);
      const go = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', go);
      go();
    });
    const error = await errorOf(clientOf(server, { maxResponseBytes: 1_000_000 }).listImageScanFindings());
    expect(error.name).toBe('UnreadableResponseError');
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  test('is counted after decompression, by a fetch that decompresses', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(' '.repeat(10_000_000)));
    });
    const client = clientOf(server, { fetch: (url, init) => fetch(url, init), maxResponseBytes: 1_000_000 });
    expect(await errorOf(client.listImageScanFindings())).toMatchObject({ name: 'UnreadableResponseError' });
  });

  test('of an unsuccessful response leaves the error that its headers name', async () => {
    const { name, status } = operation.errors[0]!;
    const server = await serve(reply(status, body, { 'x-amzn-errortype': name }));
    const error = await errorOf(clientOf(server, { maxResponseBytes: 10 }).listImageScanFindings());
    expect(error).toMatchObject({ name, status });
  });
});

describe('onAttempt', () => {
  test('is called after every attempt, with what happened and what is next', async () => {
    const server = await serve(inTurn(reply(503), reply(200, {}, { 'x-amzn-requestid': 'id-1' })));
    const attempts: Attempt[] = [];
    const onAttempt = (attempt: Attempt) => void attempts.push(attempt);
    await clientOf(server, { maxAttempts: 3, onAttempt }).listImageScanFindings();
    const request = { operation: operation.id, method: 'POST', url: server.url + operation.path };
    expect(attempts).toMatchObject([
      { attempt: 1, request, response: { status: 503 }, error: { name: 'UnknownError' } },
      { attempt: 2, request, response: { status: 200 }, error: undefined, delay: undefined },
    ]);
    expect(attempts[0]!.delay).toBeTypeOf('number');
    expect(attempts[1]!.response!.headers.get('x-amzn-requestid')).toBe('id-1');
    expect(attempts[1]!.duration).toBeGreaterThanOrEqual(0);
  });

  test('is called without a response when there was none', async () => {
    const onAttempt = vi.fn();
    await errorOf(clientOf({ url: 'http://127.0.0.1:1' }, { onAttempt }).listImageScanFindings());
    expect(onAttempt).toHaveBeenCalledTimes(1);
    expect(onAttempt.mock.calls[0]![0]).toMatchObject({
      ...{ response: undefined, error: { name: 'NetworkError' } },
    });
  });

  test('gets no secret', async () => {
    const onAttempt = vi.fn();
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRETKEY', sessionToken: 'SESSIONTOKEN' };
    const server = await serve(reply(400, { message: 'SESSIONTOKEN' }, { 'x-note': 'SESSIONTOKEN' }));
    await errorOf(clientOf(server, { onAttempt, credentials }).listImageScanFindings());
    const { request, response, error } = onAttempt.mock.calls[0]![0] as Attempt;
    const shown = JSON.stringify([request, [...response!.headers], error, error!.message]);
    expect(shown).toContain('[removed]');
    expect(shown).not.toMatch(/SECRETKEY|SESSIONTOKEN/);
  });

  test('ends the call with what it throws', async () => {
    const server = await serve(reply(200, {}));
    const onAttempt = () => {
      throw new Error('broken hook');
    };
    await expect(clientOf(server, { onAttempt }).listImageScanFindings()).rejects.toThrow('broken hook');
  });
});
