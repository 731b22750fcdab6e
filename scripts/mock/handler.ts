import { requestIdHeader } from '../contract/operations.ts';
import {
  bodyTooLarge,
  bodyTooLate,
  type Exchange,
  type ReceivedRequest,
  RequestError,
  type ServiceResponse,
} from './exchange.ts';
import type { MockService } from './service.ts';
import type { MockHandler } from './types.ts';

/** Wraps a service in a function from requests to responses. */
export function createHandler(service: MockService): MockHandler {
  const handle = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request && !init ? input : new Request(input, init);
    request.signal.throwIfAborted();
    if (request.bodyUsed) throw new TypeError('the body of the request was already read; pass a clone');
    const { pathname, search } = new URL(request.url);
    const exchange: Exchange = {
      id: crypto.randomUUID(),
      method: request.method,
      // A URL such as `data:text/plain,…` has a path without a slash.
      path: pathname.replace(/^(?!\/)/, '/'),
      query: search.slice(1),
      started: performance.now(),
    };
    const result = await untilAborted(request.signal, respond(service, exchange, request));
    service.responded(exchange, result);
    return toResponse(exchange, result);
  };
  const paths = [...new Set(service.contract.operations.map(({ path }) => path))];
  const properties = Object.getOwnPropertyDescriptors(Object.assign(service.control, { paths }));
  return Object.defineProperties(handle, properties) as MockHandler;
}

async function respond(service: MockService, exchange: Exchange, request: Request): Promise<ServiceResponse> {
  try {
    const body = await readBody(request, service);
    return await service.respond(receive(exchange, request, body)).catch(service.fail);
  } catch (error) {
    // As with `fetch`, a body that ends early rejects.
    if (!(error instanceof RequestError)) throw error;
    return service.fail(error);
  }
}

function receive(exchange: Exchange, request: Request, body: Buffer): ReceivedRequest {
  const headers = Object.fromEntries(request.headers);
  // HTTP would add these, and a signature may cover them.
  headers['host'] ??= new URL(request.url).host;
  if (body.length > 0) headers['content-length'] ??= String(body.length);
  const headerValues = () =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return { ...exchange, headers, headerValues, body };
}

/** Reads a body to its end, within the mock's limit and timeout. */
async function readBody({ body, signal }: Request, { bodyLimit, timeout }: MockService): Promise<Buffer> {
  if (!body) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  const write = (part: Uint8Array) => {
    size += part.length;
    if (size > bodyLimit) throw bodyTooLarge(bodyLimit);
    parts.push(part);
  };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(bodyTooLate(timeout, size)), timeout);
  try {
    await body.pipeTo(new WritableStream({ write }), { signal: AbortSignal.any([late.signal, signal]) });
    return Buffer.concat(parts);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects with the signal's reason as soon as it is aborted, as `fetch` does. */
function untilAborted<Result>(signal: AbortSignal, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function toResponse({ id, method }: Exchange, { status, headers, body }: ServiceResponse): Response {
  return new Response(method === 'HEAD' ? null : body || null, {
    status,
    headers: {
      ...(body && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      [requestIdHeader]: id,
      ...headers,
    },
  });
}
