import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { clientOf, credentials, errorOf, inTurn, operation, reply, serve } from '../harness.ts';
import { createImageScanFindingsClient } from '../platform.ts';

const nowhere = { url: 'http://127.0.0.1:1' };

describe('a response that is made to keep the client busy is read in no time', () => {
  // Where the time grew with the square of the length, these took minutes.
  const long = 300_000;

  test.for<[string, Parameters<typeof reply>]>([
    ['of nothing but angle brackets', [502, '<'.repeat(long)]],
    ['of nothing but white space', [502, `${' '.repeat(long)}x`]],
    ['with an endless name', [400, { code: 'a'.repeat(long) }]],
    ['with an endless namespace', [400, { __type: '#'.repeat(long) }]],
    ['with an endless message', [400, { message: 'a'.repeat(long) }]],
  ])('%s', async ([, respond]) => {
    const server = await serve(reply(...respond));
    const error = await errorOf(clientOf(server).listImageScanFindings());
    expect(error.message.length).toBeLessThan(6000);
  });
});

test('a response that switches protocols is a NetworkError', async () => {
  const server = await serve((response) => {
    response.socket!.end('HTTP/1.1 101 Switching\r\nupgrade: foo\r\nconnection: upgrade\r\n\r\n');
  });
  expect(await errorOf(clientOf(server).listImageScanFindings())).toMatchObject({ name: 'NetworkError' });
});

describe('an abort ends a call that waits for', () => {
  const never = () => new Promise<never>(() => {});

  test.for([
    ['the credentials', { credentials: never }],
    ['the signer', { sign: never }],
    ['a fetch that takes no notice', { fetch: never }],
  ] as const)('%s', async ([, options]) => {
    const controller = new AbortController();
    const call = clientOf(nowhere, options).listImageScanFindings({}, { signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  test('nothing yet: with a signal aborted before, not even the credentials are asked for', async () => {
    const credentials = vi.fn(never);
    const signal = AbortSignal.abort();
    const call = clientOf(nowhere, { credentials }).listImageScanFindings({}, { signal });
    await expect(call).rejects.toBe(signal.reason);
    expect(credentials).not.toHaveBeenCalled();
  });
});

describe('the header', () => {
  test.for([
    ['content-length', '77777'],
    ['Transfer-Encoding', 'chunked'],
    ['host', 'elsewhere.example'],
    ['connection', 'upgrade'],
    ['x y', 'a name with a space'],
    ['x-note', 'a line\nand a SECRET'],
  ])('%s: %j is refused without its value, and nothing is sent', async ([name, value]) => {
    const error = await errorOf(
      clientOf(nowhere).listImageScanFindings({}, { headers: { [name!]: value! } }),
    );
    expect(error).toMatchObject({ name: 'RequestValidationError', status: undefined, retryable: false });
    expect(error.message).toContain(JSON.stringify(name));
    expect(inspect(error)).not.toContain(value);
  });
});

test.for([
  ['a number that JSON does not have', { maxResults: 5n }],
  [
    'itself',
    Object.assign(
      {},
      {
        get nextToken() {
          return this;
        },
      },
    ),
  ],
] as const)('an input that contains %s is a RequestValidationError', async ([, input]) => {
  const call = clientOf(nowhere).listImageScanFindings(input as never);
  expect(await errorOf(call)).toMatchObject({
    name: 'RequestValidationError',
    cause: expect.any(TypeError),
    violations: [],
  });
});

test('a signer that returns nothing is a SigningError', async () => {
  const client = clientOf(nowhere, { sign: () => undefined as never });
  expect(await errorOf(client.listImageScanFindings())).toMatchObject({ name: 'SigningError' });
});

describe('pages end with an error when', () => {
  const { items, outputToken } = operation.paginated!;

  test.each([{}, ['a'], 7, true])('the token is %j', async (token) => {
    const server = await serve(reply(200, { [outputToken]: token }));
    const walk = clientOf(server).paginateListImageScanFindings();
    await walk.next();
    expect(await errorOf(walk.next())).toMatchObject({
      ...{ name: 'UnreadableResponseError', reason: `${outputToken} is not a string` },
    });
  });

  test.each([7, {}, 'abc'])('the items are %j', async (list) => {
    const server = await serve(reply(200, { [items]: list }));
    const walk = clientOf(server).paginateListImageScanFindingsItems();
    expect(await errorOf(walk.next())).toMatchObject({
      ...{ name: 'UnreadableResponseError', reason: `${items} is not an array` },
    });
  });
});

test('pages keep to the input as it was when the caller changes the object', async () => {
  const server = await serve(inTurn(reply(200, { nextToken: 'a' }), reply(200, {})));
  const input = { maxResults: 1 };
  for await (const _ of clientOf(server).paginateListImageScanFindings(input)) input.maxResults = 9;
  expect(server.received.map(({ body }) => body)).toMatchObject([{ maxResults: 1 }, { maxResults: 1 }]);
});

test('an unknown error name that means too many requests is throttling', async () => {
  for (const code of ['Throttling', 'TooManyRequestsException', 'RequestLimitExceeded']) {
    const server = await serve(reply(400, {}, { 'x-amzn-errortype': code }));
    const error = await errorOf(clientOf(server).listImageScanFindings());
    expect(error).toMatchObject({ name: 'UnknownError', code, throttling: true });
  }
});

test('a signature that the response quotes on its own is not in the error', async () => {
  const server = await serve((response, _, { headers }) => {
    const signature = /Signature=(\w+)/.exec(headers.authorization!)![1];
    reply(403, { message: `expected ${signature}`, code: signature })(response, 0, {} as never);
  });
  const error = await errorOf(clientOf(server).listImageScanFindings());
  expect(error.message).toContain('expected [removed]');
  expect(inspect(error)).not.toMatch(/[0-9a-f]{64}/);
});

test('a response that is not HTTP and quotes the request leaves no secret in the error', async () => {
  const server = await serve((response, _, { headers }) => {
    const quoted = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    response.socket!.end(`HTTP/1.1 200 OK\r\ncontent-length: x\r\n${quoted.join('\r\n')}\r\n\r\n`);
  });
  const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLETOKEN';
  const client = clientOf(server, { credentials: { ...credentials, sessionToken } });
  const error = await errorOf(client.listImageScanFindings());
  expect(error.name).toBe('NetworkError');
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/EXAMPLETOKEN|[0-9a-f]{64}/);
});

test.for(['us-east-1\n', 'us east 1', ''])(
  'the region %j is refused at once, also with an endpoint',
  (region) => {
    const create = () => createImageScanFindingsClient({ endpoint: nowhere.url, region, sign: () => ({}) });
    expect(create).toThrow(/region/);
  },
);

test.for(['http://h:99999', 'http://ho st', 'http://[::1', 'http://host '])(
  'the endpoint %j is refused at once',
  (endpoint) => {
    expect(() => clientOf({ url: endpoint })).toThrow(/not a URL/);
  },
);

test('an endpoint may be written in capitals', async () => {
  const server = await serve(reply(200, {}));
  expect(await clientOf({ url: server.url.toUpperCase() }).listImageScanFindings()).toEqual({});
});

test('credentials whose expiration is a string are used for a second call', async () => {
  const server = await serve(reply(200, {}));
  const expiration = new Date(Date.now() + 3_600_000).toISOString() as unknown as Date;
  const provider = vi.fn(async () => ({ accessKeyId: 'A', secretAccessKey: 'B', expiration }));
  const client = clientOf(server, { credentials: provider });
  await client.listImageScanFindings();
  await client.listImageScanFindings();
  expect(provider).toHaveBeenCalledTimes(1);
});

test('a wild date in a response does not break later calls', async () => {
  const dates = [
    'Sat, 13 Sep 275760 00:00:00 GMT',
    'Mon, 01 Jan -200000 00:00:00 GMT',
    'Fri, 31 Dec 9999 00:00:00 GMT',
  ];
  const server = await serve((response, number) => {
    response.sendDate = false;
    response.writeHead(200, { date: dates[number] ?? new Date().toUTCString() }).end('{}');
  });
  const client = clientOf(server);
  for (const _ of [...dates, '']) expect(await client.listImageScanFindings()).toEqual({});
  const signed = server.received.map(({ headers }) => String(headers['x-amz-date']).slice(0, 4));
  expect(new Set(signed)).toEqual(new Set([String(new Date().getUTCFullYear())]));
});

test('a clock that was reset to 1970 is corrected', async () => {
  vi.useFakeTimers({ now: 0, toFake: ['Date'] });
  const server = await serve(reply(200, {}, { date: 'Sun, 22 Nov 2026 12:00:00 GMT' }));
  const client = clientOf(server);
  await client.listImageScanFindings();
  await client.listImageScanFindings();
  vi.useRealTimers();
  expect(server.received.map(({ headers }) => headers['x-amz-date'])).toEqual([
    expect.stringMatching(/^19700101T/),
    expect.stringMatching(/^20261122T/),
  ]);
});

describe('the session token is not in the error when the server sends it', () => {
  const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLETOKEN';

  test.for<[string, Parameters<typeof reply>]>([
    ['as the request id', [400, {}, { 'x-amzn-requestid': sessionToken }]],
    ['as the request id of a success', [200, '', { 'x-amzn-requestid': sessionToken }]],
    ['as the content type of a success', [200, 'x', { 'content-type': `text/${sessionToken}` }]],
    ['as the content type of an error', [502, 'x', { 'content-type': `text/${sessionToken}` }]],
    ['as the error type', [400, {}, { 'x-amzn-errortype': sessionToken }]],
  ])('%s', async ([, response]) => {
    const server = await serve(reply(...response));
    const client = clientOf(server, { credentials: { ...credentials, sessionToken } });
    const error = await errorOf(client.listImageScanFindings());
    expect(server.received[0]!.headers['x-amz-security-token']).toBe(sessionToken);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(sessionToken);
  });
});

test('a message keeps no control characters, which would write to a terminal', async () => {
  const message = 'a\u001b[31m\u0007b\nc\u202ed\u009be';
  const server = await serve(reply(400, { message }));
  const error = await errorOf(clientOf(server).listImageScanFindings());
  expect(error.reason).toBe('a [31m b c d e');
  expect(error.message).toMatch(/: a \[31m b c d e$/);
});

test('a message names ten violations, however many there are', async () => {
  const { items } = operation.paginated!;
  const server = await serve(reply(200, { [items]: Array.from({ length: 50 }, () => 1) }));
  const error = await errorOf(clientOf(server, { validate: true }).listImageScanFindings());
  expect(error.violations!.length).toBeGreaterThanOrEqual(50);
  expect(error.message).toMatch(new RegExp(`; and ${error.violations!.length - 10} more$`));
  expect(error.message.length).toBeLessThan(1000);
});
