import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createMock } from '../../../scripts/mock/create-mock.ts';
import { clientOf, credentials, errorOf, inTurn, operation, reply, serve } from '../harness.ts';
import { createSignedFetch, ImageScanFindingsError } from '../platform.ts';

const path = operation.path as '/ListImageScanFindings';

/** A mock that verifies signatures, and a client of it. */
async function verified() {
  const mock = await createMock({ verifySignatures: credentials });
  onTestFinished(() => mock.close());
  return { mock, client: clientOf(mock) };
}

describe('client.POST', () => {
  test('returns data and the response', async () => {
    const { client } = await verified();
    const { data, error, response } = await client.POST(path, { body: { maxResults: 2 } });
    expect(data!.findings).toHaveLength(2);
    expect(error).toBeUndefined();
    expect(response).toMatchObject({ status: 200, ok: true });
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
  });

  test('returns the typed error, whose name AWS sends in a header', async () => {
    const { client } = await verified();
    const { data, error, response } = await client.POST(path, { body: { nextToken: 'made up' } });
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(ImageScanFindingsError);
    expect(error).toMatchObject({ name: 'InvalidPaginationTokenException', status: 400, retryable: false });
    expect(response.status).toBe(400);
  });

  test('returns the error of the last attempt', async () => {
    const { name, status } = operation.errors.find(({ retryable }) => retryable)!;
    const server = await serve(inTurn(reply(503), reply(status, {}, { 'x-amzn-errortype': name })));
    const { error } = await clientOf(server, { maxAttempts: 2 }).POST(path, { body: {} });
    expect(error).toMatchObject({ name, message: expect.stringContaining('attempt 2') });
  });

  test('is the same as client.request', async () => {
    const { client } = await verified();
    const { data } = await client.request('post', path, { body: { maxResults: 1 } });
    expect(data!.findings).toHaveLength(1);
  });

  test('can return the body as a stream', async () => {
    const { client } = await verified();
    const { data } = await client.POST(path, { body: {}, parseAs: 'stream' });
    expect(JSON.parse(await new Response(data).text())).toHaveProperty('findings');
  });

  test('validates with `validate`', async () => {
    const { mock } = await verified();
    const call = clientOf(mock, { validate: true }).POST(path, { body: { maxResults: 0 } });
    expect(await errorOf(call)).toMatchObject({
      ...{ name: 'RequestValidationError', violations: [{ instancePath: '/maxResults' }] },
    });
    expect(mock.requests).toEqual([]);
  });
});

describe('what a middleware changes is signed:', () => {
  test.for<[string, (request: Request) => Request | undefined]>([
    ['a header that it sets', (request) => void request.headers.set('x-trace', 'abc')],
    [
      'a new request',
      (request) =>
        new Request(request, { headers: { ...Object.fromEntries(request.headers), 'x-trace': 'a' } }),
    ],
    [
      'another body',
      ({ url, headers }) => new Request(url, { method: 'POST', headers, body: '{"maxResults":1}' }),
    ],
    ['a query', (request) => new Request(`${request.url}?a=b%20c`, request)],
  ])('%s', async ([, onRequest]) => {
    const { client, mock } = await verified();
    client.use({ onRequest: ({ request }) => onRequest(request) });
    const { error } = await client.POST(path, { body: { maxResults: 1 } });
    expect(error?.name).not.toBe('InvalidSignatureException');
    expect(mock.requests.map(({ status }) => status)).toEqual([200]);
  });
});

describe('a middleware', () => {
  test('runs once per call, above the retries', async () => {
    const server = await serve(inTurn(reply(503), reply(503), reply(200, {})));
    const client = clientOf(server, { maxAttempts: 3 });
    const middleware = { onRequest: vi.fn(), onResponse: vi.fn() };
    client.use(middleware);
    await client.listImageScanFindings();
    expect(server.received).toHaveLength(3);
    expect(middleware.onRequest).toHaveBeenCalledTimes(1);
    expect(middleware.onResponse).toHaveBeenCalledTimes(1);
  });

  test('can be ejected', async () => {
    const client = clientOf(await serve(reply(200, {})));
    const middleware = { onRequest: vi.fn() };
    client.use(middleware);
    client.eject(middleware);
    await client.listImageScanFindings();
    expect(middleware.onRequest).not.toHaveBeenCalled();
  });

  test('can respond instead of the service', async () => {
    const client = clientOf({ url: 'http://127.0.0.1:1' });
    client.use({ onRequest: () => Response.json({ requestId: 'cached' }) });
    expect(await client.listImageScanFindings()).toEqual({ requestId: 'cached' });
  });

  test('can respond with an error, which becomes the typed one', async () => {
    const { name, status } = operation.errors[0]!;
    const client = clientOf({ url: 'http://127.0.0.1:1' });
    client.use({ onRequest: () => Response.json({ code: name, message: 'No.' }, { status }) });
    const { error } = await client.POST(path, { body: {} });
    expect(error).toMatchObject({ name, status, reason: 'No.' });
    expect(await errorOf(client.listImageScanFindings())).toMatchObject({ name });
  });

  test('can change a response', async () => {
    const client = clientOf(await serve(reply(200, { requestId: 'old' })));
    client.use({
      onResponse: async ({ response }) => Response.json({ ...(await response.json()), requestId: 'new' }),
    });
    expect(await client.listImageScanFindings()).toEqual({ requestId: 'new' });
  });

  test('sees the typed error when there is no response', async () => {
    const client = clientOf({ url: 'http://127.0.0.1:1' });
    const onError = vi.fn();
    client.use({ onError });
    await errorOf(client.listImageScanFindings());
    expect(onError.mock.calls[0]![0].error).toMatchObject({ name: 'NetworkError' });
  });
});

test('a per-call baseUrl on another host is refused before anything is signed', async () => {
  const elsewhere = await serve(reply(200, {}));
  const sign = vi.fn();
  const client = clientOf({ url: 'http://127.0.0.1:1' }, { sign });
  const error = await errorOf(client.POST(path, { body: {}, baseUrl: elsewhere.url }));
  expect(error).toMatchObject({ name: 'RequestValidationError', reason: 'it is not for http://127.0.0.1:1' });
  expect(sign).not.toHaveBeenCalled();
  expect(elsewhere.received).toEqual([]);
});

test.for(['http://127.0.0.1:1.evil.example', 'http://127.0.0.1:1@evil.example', 'http://127.0.0.1:12'])(
  'the URL %s is not taken for the client’s own',
  async (url) => {
    const { fetch } = createSignedFetch({
      ...{ endpoint: 'http://127.0.0.1:1', region: 'us-east-1', credentials },
    });
    await expect(fetch(`${url}/`, { method: 'POST' })).rejects.toThrow(/is not for|URL/);
  },
);

describe.each([
  ['an empty body', reply(200), { name: 'UnreadableResponseError', reason: 'the body is empty' }],
  ['no content', reply(204), { name: 'UnreadableResponseError', reason: 'the body is empty' }],
  [
    'HTML',
    reply(200, '<p>Hi</p>', { 'content-type': 'text/html' }),
    { name: 'UnreadableResponseError', reason: /^the body is not a JSON object \(text\/html, 9/ },
  ],
  [
    'a body that breaks off',
    (response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setTimeout(() => response.destroy(), 20);
    },
    { name: 'NetworkError', reason: /breaks off/ },
  ],
] as const)('a success with %s', (_, respond, { name, reason }) => {
  test.each(['method', 'POST'])('is a clear error by %s', async (style) => {
    const client = clientOf(await serve(respond));
    const call = style === 'POST' ? client.POST(path, { body: {} }) : client.listImageScanFindings();
    expect(await errorOf(call)).toMatchObject({
      ...{ name, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
    });
  });
});

test.for([
  ['is empty', ''],
  ['is HTML', '<h1>Bad Gateway</h1>'],
  ['breaks off in the middle of its JSON', '{"mess'],
])('an unsuccessful response whose body %s has a typed error by POST', async ([, body]) => {
  const client = clientOf(await serve(reply(502, body)));
  const { error, data } = await client.POST(path, { body: {} });
  expect(error).toBeInstanceOf(ImageScanFindingsError);
  expect(error).toMatchObject({ name: 'UnknownError', status: 502 });
  expect(data).toBeUndefined();
});

describe('createSignedFetch', () => {
  test('takes a URL and options, a URL object or a Request, with any body', async () => {
    const { mock } = await verified();
    const { baseUrl, fetch } = createSignedFetch({ endpoint: mock.url, region: 'us-east-1', credentials });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const bodies = ['{}', new TextEncoder().encode('{}'), new Blob(['{}'])];
    for (const body of bodies) {
      for (const input of [baseUrl + path, new URL(baseUrl + path)]) {
        expect((await fetch(input, { ...init, body })).status).toBe(200);
      }
      expect((await fetch(new Request(baseUrl + path, { ...init, body }))).status).toBe(200);
    }
  });

  test('resolves with an unsuccessful response, from which the secrets are removed', async () => {
    const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLETOKEN';
    const server = await serve(reply(403, { message: `token ${sessionToken}` }, { 'x-note': sessionToken }));
    const { baseUrl, fetch } = createSignedFetch({
      ...{ endpoint: server.url, region: 'us-east-1', credentials: { ...credentials, sessionToken } },
    });
    const response = await fetch(baseUrl + path, { method: 'POST', body: '{}' });
    expect(response.status).toBe(403);
    expect(response.headers.get('x-note')).toBe('[removed]');
    expect(await response.json()).toEqual({ message: 'token [removed]' });
  });
});
