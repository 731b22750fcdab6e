import { describe, expect, test, vi } from 'vitest';
import { createImageScanFindingsClient } from '../../generated/client-node.ts';
import {
  createMockHandler,
  type MockHandler,
  type MockHandlerOptions,
} from '../../scripts/mock/create-mock.ts';
import { authorization, credentials, errorFor, operation, paginated, post, sharedMock } from './harness.ts';

const url = `https://imagebuilder.us-east-1.amazonaws.com${operation.path}`;

function call(handler: MockHandler, body: BodyInit = '{}', init: RequestInit = {}): Promise<Response> {
  return handler(url, {
    method: operation.method.toUpperCase(),
    headers: { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' },
    body,
    ...init,
  });
}

/** A client of this package whose requests go to a handler. */
function clientOf(fetch: MockHandler, own = credentials) {
  return createImageScanFindingsClient({ fetch, region: 'us-east-1', credentials: own });
}

describe('a handler and a mock with a port', () => {
  const mock = sharedMock({ count: 40, seed: 7 });

  test.each([
    ['the first page', '{}'],
    ['a page of two', JSON.stringify({ [paginated.pageSize]: 2 })],
    ['a broken constraint', JSON.stringify({ [paginated.pageSize]: 0 })],
    ['what is not JSON', '{'],
    ['an unknown property', '{"unknown":1}'],
  ])('return the same for %s', async (_name, body) => {
    const handler = await createMockHandler({ count: 40, seed: 7 });
    const read = async (response: Response) => ({
      status: response.status,
      headers: [...response.headers.keys()].filter((name) => /^(content|x-amzn)-/.test(name)),
      error: response.headers.get('x-amzn-errortype'),
      body: { ...(await response.json()), requestId: undefined },
    });
    expect(await read(await call(handler, body))).toEqual(await read(await post(mock(), body)));
  });

  test('accept each other’s tokens', async () => {
    const handler = await createMockHandler({ count: 40, seed: 7 });
    const page = await (await post(mock(), '{}')).json();
    const body = { [paginated.inputToken]: page[paginated.outputToken] };
    expect((await call(handler, JSON.stringify(body))).status).toBe(200);
  });
});

describe('a handler', () => {
  test.each(['data:text/plain,text', 'about:blank'])('finds no operation at %s', async (address) => {
    const handler = await createMockHandler();
    const response = await handler(address);
    expect(response.status).toBe(404);
    expect((await response.json()).message).toMatch(/^The contract has no operation GET \/\w+/);
  });

  test('takes a Request as well as a URL with options', async () => {
    const handler = await createMockHandler();
    const headers = { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' };
    const request = new Request(url, { method: 'POST', headers, body: '{}' });
    expect((await handler(request)).status).toBe(200);
  });

  test('serves the client as its fetch, which collects every item', async () => {
    const handler = await createMockHandler({ count: 60 });
    const items: unknown[] = [];
    for await (const item of clientOf(handler).paginateListImageScanFindingsItems({})) items.push(item);
    expect(items).toHaveLength(60);
  });

  test('keeps its requests with operation, status and items', async () => {
    const handler = await createMockHandler();
    await call(handler);
    await call(handler, '{');
    expect(handler.requests).toMatchObject([
      { method: 'POST', path: operation.path, operation: operation.id, status: 200, items: 25, body: {} },
      { status: 400, error: errorFor('syntax') },
    ]);
  });

  test('names its data', async () => {
    const handler = await createMockHandler({ count: 3 });
    const { items } = handler.data.find(({ operation: id }) => id === operation.id)!;
    expect(items).toBe(3);
  });

  test('injects faults, which the client retries', async () => {
    const { name } = operation.errors.find(({ retryable }) => retryable)!;
    const handler = await createMockHandler({ faults: [{ error: name, times: 1 }] });
    await clientOf(handler).listImageScanFindings({});
    expect(handler.requests.map(({ error }) => error)).toEqual([name, undefined]);
  });

  test('verifies signatures', async () => {
    const handler = await createMockHandler({ verifySignatures: credentials });
    await clientOf(handler).listImageScanFindings({});
    const other = clientOf(handler, { ...credentials, secretAccessKey: 'another' });
    await expect(other.listImageScanFindings({})).rejects.toThrow(errorFor('signature'));
  });

  test('refuses a body beyond the limit', async () => {
    const handler = await createMockHandler({ bodyLimit: 10 });
    const response = await call(handler, JSON.stringify({ [paginated.inputToken]: 'x'.repeat(20) }));
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('body-size'));
  });

  test('refuses a body that does not end in time', async () => {
    const handler = await createMockHandler({ timeout: 20 });
    const response = await call(handler, new ReadableStream(), { duplex: 'half' } as RequestInit);
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('timeout'));
  });

  test.each([
    ['while it waits', { latency: 60_000 }, '{}'],
    ['while the body is being sent', {}, new ReadableStream()],
  ])('rejects with the reason of an abort %s', async (_name, options: MockHandlerOptions, body) => {
    const handler = await createMockHandler(options);
    const abort = new AbortController();
    const response = call(handler, body, { signal: abort.signal, duplex: 'half' } as RequestInit);
    setTimeout(() => abort.abort('enough'), 5);
    await expect(response).rejects.toBe('enough');
    expect(handler.requests).toEqual([]);
  });

  test('rejects with the error of a body that breaks off, as fetch does', async () => {
    const handler = await createMockHandler();
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('broken off')) });
    await expect(call(handler, body, { duplex: 'half' } as RequestInit)).rejects.toThrow('broken off');
    expect(handler.requests).toEqual([]);
  });

  test('rejects a Request whose body was read before, and takes a clone', async () => {
    const handler = await createMockHandler();
    const headers = { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' };
    const request = new Request(url, { method: 'POST', headers, body: '{}' });
    expect((await handler(request.clone())).status).toBe(200);
    expect((await handler(request)).status).toBe(200);
    await expect(handler(request)).rejects.toThrow(TypeError);
  });

  test('sends no body to a HEAD request', async () => {
    const response = await (await createMockHandler())(url, { method: 'HEAD' });
    expect([response.status >= 400, await response.text()]).toEqual([true, '']);
  });

  test('responds to 1,000 requests at once', async () => {
    const handler = await createMockHandler();
    const responses = await Promise.all(Array.from({ length: 1000 }, () => call(handler, '{}')));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    const ids = responses.map(({ headers }) => headers.get('x-amzn-requestid'));
    expect(new Set(ids).size).toBe(1000);
  });

  test('responds although its log fails', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const log = () => {
      throw new Error('no space left');
    };
    const handler = await createMockHandler({ log });
    expect((await call(handler, '{}')).status).toBe(200);
    expect(warn).toHaveBeenCalledWith('the log failed: Error: no space left');
    warn.mockRestore();
  });

  test('has no option for a port', async () => {
    await expect(createMockHandler({ port: 80 } as MockHandlerOptions)).rejects.toThrow(
      /^port is not an option; the options are /,
    );
  });
});
