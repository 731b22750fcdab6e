import { describe, expect, test, vi } from 'vitest';
import { clientOf, document, errorOf, operation, reply, serve, unreachable } from '../harness.ts';
import { toDate } from '../platform.ts';

describe('a call', () => {
  test('sends its input to the path of the operation and returns the body', async () => {
    const server = await serve(reply(200, { findings: [] }));
    expect(await clientOf(server).listImageScanFindings({ nextToken: 'here' })).toEqual({ findings: [] });
    expect(server.received).toMatchObject([
      { method: operation.method.toUpperCase(), url: operation.path, body: { nextToken: 'here' } },
    ]);
    expect(server.received[0]!.headers['content-type']).toBe('application/json');
  });

  test('without input sends the empty object', async () => {
    const server = await serve(reply(200, {}));
    await clientOf(server).listImageScanFindings();
    expect(server.received[0]!.body).toEqual({});
  });

  test('sends the headers of the client and its own, which win whatever their case', async () => {
    const server = await serve(reply(200, {}));
    const client = clientOf(server, { headers: { 'X-First': 'client', 'x-second': 'client' } });
    await client.listImageScanFindings({}, { headers: { 'X-SECOND': 'call' } });
    expect(server.received[0]!.headers).toMatchObject({ 'x-first': 'client', 'x-second': 'call' });
  });

  test('goes through another fetch in place of the global one', async () => {
    const fetch = async () => Response.json({ requestId: 'elsewhere' });
    const client = clientOf({ url: 'http://nowhere.example' }, { fetch });
    expect(await client.listImageScanFindings()).toEqual({ requestId: 'elsewhere' });
  });
});

describe('an error', () => {
  test('of every name in the contract is thrown with what the contract says of it', async () => {
    expect(operation.errors.length).toBeGreaterThan(0);
    for (const { name, status, message, retryable } of operation.errors) {
      const headers = { 'x-amzn-errortype': name, 'x-amzn-requestid': 'id-1' };
      const server = await serve(reply(status, { message }, headers));
      const { id } = operation;
      expect(await errorOf(clientOf(server).listImageScanFindings())).toMatchObject({
        ...{ name, status, retryable, operation: id, requestId: 'id-1', reason: message },
        message: `${id} failed with ${name} (status ${status}, request id-1): ${message}`,
      });
    }
  });

  test.each([
    ['a namespace before', (name: string) => `com.amazon.coral#${name}`],
    ['an address behind', (name: string) => `${name}:http://internal.amazon.com/coral/`],
    ['both', (name: string) => `com.amazon.coral#${name}:http://internal.amazon.com/#fragment`],
  ])('is recognised in a header with %s its name', async (_, decorate) => {
    const { name, status } = operation.errors[0]!;
    const server = await serve(reply(status, {}, { 'x-amzn-errortype': decorate(name) }));
    expect(await errorOf(clientOf(server).listImageScanFindings())).toMatchObject({ name });
  });

  test('takes its name from the header before code, and from code before __type', async () => {
    const [header, code, type] = operation.errors.map(({ name }) => name);
    const both = { code, __type: `service#${type}` };
    const responses = [
      { respond: reply(400, both, { 'x-amzn-errortype': header! }), name: header },
      { respond: reply(400, both), name: code },
      { respond: reply(400, { __type: `service#${type}` }), name: type },
    ];
    for (const { respond, name } of responses) {
      const client = clientOf(await serve(respond));
      expect(await errorOf(client.listImageScanFindings())).toMatchObject({ name });
    }
  });

  test.for(['BrandNewException', 'constructor', '__proto__'])(
    'that the contract does not name is an UnknownError with the code %s',
    async (code) => {
      const server = await serve(reply(400, { message: 'New here.' }, { 'x-amzn-errortype': code }));
      const error = await errorOf(clientOf(server).listImageScanFindings());
      expect(error).toMatchObject({ name: 'UnknownError', code, retryable: false, status: 400 });
      expect(error.message).toBe(`${operation.id} failed with ${code} (status 400): New here.`);
    },
  );
});

describe('a response of a gateway', () => {
  test.for([
    [503, true],
    [429, true],
    [408, true],
    [418, false],
  ] as const)('with the status %i says whether it will pass: %s', async ([status, retryable]) => {
    const server = await serve(reply(status));
    const error = await errorOf(clientOf(server).listImageScanFindings());
    expect(error).toMatchObject({ name: 'UnknownError', status, retryable, reason: undefined });
  });

  test('has the words of its HTML as the reason, up to a length', async () => {
    const html = `<html><head><title>502 Bad Gateway</title></head><body>${'x'.repeat(9000)}</body></html>`;
    const server = await serve(reply(502, html, { 'content-type': 'text/html' }));
    const { reason } = await errorOf(clientOf(server).listImageScanFindings());
    expect(reason).toMatch(/^502 Bad Gateway x+…$/);
    expect(reason!.length).toBe(201);
  });

  test('that breaks off keeps what the header says', async () => {
    const { name, status } = operation.errors[0]!;
    const server = await serve((response) => {
      response.writeHead(status, { 'x-amzn-errortype': name, 'content-length': '100' }).write('{"message":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await errorOf(clientOf(server).listImageScanFindings())).toMatchObject({ name, status });
  });

  test.each(['null', '[]', '7', '{"message":{}}', '{"code":7}'])('may have the body %s', async (body) => {
    const server = await serve(reply(400, body));
    const error = await errorOf(clientOf(server).listImageScanFindings());
    expect(error).toMatchObject({ name: 'UnknownError', status: 400 });
  });
});

describe('a success with an unreadable body is an error', () => {
  const json = 'application/json';

  test.each([
    ['is empty', '', json, 'the body is empty'],
    ['is HTML', '<html></html>', 'text/html', 'the body is not a JSON object (text/html, 13 characters)'],
    ['is truncated', '{"half":', json, 'the body is not a JSON object (application/json, 8 characters)'],
    [
      'is JSON but not an object',
      '[]',
      json,
      'the body is not a JSON object (application/json, 2 characters)',
    ],
    ['is null', 'null', json, 'the body is not a JSON object (application/json, 4 characters)'],
    ['has the wrong type', '{}', 'text/plain', 'the body is not a JSON object (text/plain, 2 characters)'],
  ])('when its body %s', async (_, body, type, reason) => {
    const server = await serve(reply(200, body, { 'content-type': type, 'x-amzn-requestid': 'id-2' }));
    expect(await errorOf(clientOf(server).listImageScanFindings())).toMatchObject({
      ...{ name: 'UnreadableResponseError', status: 200, requestId: 'id-2', retryable: false, reason },
    });
  });

  test('when it breaks off, a NetworkError', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setTimeout(() => response.destroy(), 20);
    });
    const error = await errorOf(clientOf(server).listImageScanFindings());
    expect(error).toMatchObject({
      name: 'NetworkError',
      status: 200,
      reason: expect.stringMatching(/^the response of 127\.0\.0\.1:\d+ breaks off \(\w+\)$/),
    });
    expect(error.cause).toBeInstanceOf(Error);
  });
});

test('no response is a NetworkError that names the host', async () => {
  const { url } = await unreachable();
  const error = await errorOf(clientOf({ url }).listImageScanFindings());
  expect(error).toMatchObject({ name: 'NetworkError', status: undefined, retryable: true });
  expect(error.message).toBe(
    `${operation.id} failed with NetworkError: no response from ${new URL(url).host} (ECONNREFUSED)`,
  );
  expect(error.cause).toBeInstanceOf(Error);
});

describe('an aborted call rejects with the reason of its signal', () => {
  test.for<[string, (abort: () => void) => Parameters<typeof serve>[0]]>([
    ['before the response', (abort) => () => abort()],
    [
      'in the middle of the response',
      (abort) => (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"half":');
        setTimeout(abort, 50);
      },
    ],
    [
      'between two attempts',
      (abort) => (response) => {
        response.writeHead(503, { 'retry-after': '5' }).end();
        setTimeout(abort, 50);
      },
    ],
  ])('%s', async ([, respond]) => {
    const controller = new AbortController();
    const server = await serve(respond(() => controller.abort(new Error('enough'))));
    const client = clientOf(server, { maxAttempts: 3 });
    const call = client.listImageScanFindings({}, { signal: controller.signal });
    await expect(call).rejects.toThrow(new Error('enough'));
    expect(server.received).toHaveLength(1);
  });

  test('also when fetch takes no notice of it', async () => {
    const controller = new AbortController();
    const fetch = vi.fn(async () => {
      controller.abort(new Error('enough'));
      return new Response('', { status: 503 });
    });
    const client = clientOf({ url: 'http://nowhere.example' }, { fetch, maxAttempts: 3 });
    const call = client.listImageScanFindings({}, { signal: controller.signal });
    await expect(call).rejects.toThrow(new Error('enough'));
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('before it was sent', async () => {
    const server = await serve(reply(200, {}));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(clientOf(server).listImageScanFindings({}, { signal })).rejects.toThrow(new Error('enough'));
    expect(server.received).toEqual([]);
  });
});

describe('with validate', () => {
  test('a request that breaks the contract is not sent', async () => {
    const server = await serve(reply(200, {}));
    const client = clientOf(server, { validate: true });
    const error = await errorOf(client.listImageScanFindings({ maxResults: 26, nextToken: '' }));
    expect(error).toMatchObject({ name: 'RequestValidationError', status: undefined, retryable: false });
    expect(error.violations!.map(({ instancePath }) => instancePath).sort()).toEqual([
      '/maxResults',
      '/nextToken',
    ]);
    expect(error.message).toContain('/maxResults must be <= 25');
    expect(server.received).toEqual([]);
  });

  test('a response that breaks the contract is an error', async () => {
    const server = await serve(
      reply(200, { findings: [{ inspectorScore: -1 }] }, { 'x-amzn-requestid': 'i' }),
    );
    const error = await errorOf(clientOf(server, { validate: true }).listImageScanFindings());
    expect(error).toMatchObject({ name: 'ResponseValidationError', status: 200, requestId: 'i' });
    expect(error.violations).toMatchObject([{ instancePath: '/findings/0/inspectorScore' }]);
  });

  test('a request and a response that follow the contract pass', async () => {
    const { examples } = document.components;
    const page = Object.values(examples!).find(
      ({ value }) => value && 'findings' in (value as object),
    )!.value;
    const server = await serve(reply(200, page as object));
    expect(await clientOf(server, { validate: true }).listImageScanFindings()).toEqual(page);
  });
});

describe('toDate', () => {
  test('converts epoch seconds, with their fraction', () => {
    expect(toDate(1795132800.125).toISOString()).toBe('2026-11-20T00:00:00.125Z');
    expect(toDate(0).getTime()).toBe(0);
  });

  test('passes on undefined, for a property that is absent', () => {
    expect(toDate(undefined)).toBeUndefined();
  });
});
