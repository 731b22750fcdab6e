// Copied from scripts/runtime/signed-fetch.ts by `npm run generate`: do not edit.

import { type Failure, type Head, parseObject, readError, refusal, ServiceError } from './errors.js';
import { type Configuration, configure, type SignedFetchOptions } from './options.js';
import { createRetries, wait } from './retry.js';
import { findOperation, type Operation, type Service } from './service.js';
import type { CredentialProvider, Credentials, Sign } from './sign.js';

/** What other clients are made with: `createClient<paths>(signedFetch)` with openapi-fetch. */
export interface SignedFetch {
  /** Scheme and host of the service, without a slash at the end. */
  baseUrl: string;
  /** Resolves with the last response, whatever its status; rejects when there is none that can be read. */
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

/** A request that goes out; `fetch` takes it as it is. */
export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal;
  /** A signature is for one host, so no redirect may carry it to another. */
  redirect: 'manual';
}

/** As much of a response as is read; the `Response` of `fetch` is one. */
export interface HttpResponse {
  /** 0 for a redirect that a browser does not show. */
  status: number;
  headers: Iterable<[string, string]>;
  body: Response['body'];
}

/** Sends a request; resolves when the headers of the response have arrived. */
export type Send = (url: string, request: HttpRequest) => Promise<HttpResponse>;

/** What differs between Node and the web. */
export interface Platform {
  /** Writes the `User-Agent` header; browsers have one of their own. */
  userAgent?: (app: string | undefined) => string;
  /** Says what to set when the environment has credentials that only the AWS SDKs can read. */
  hint?: () => string | undefined;
  /** For openapi-fetch instead of the global one; `recall` knows what it was made of without reading it back. */
  Request?: typeof Request;
  recall?: (request: Request) => Pick<Call, 'body' | 'signal'> | undefined;
  send: Send;
  /** Reads a body; undefined when it has more bytes, which are those after decompression. */
  readText: (response: HttpResponse, most: number) => Promise<string | undefined>;
  /** Makes a response of a body that was read, and perhaps parsed. */
  respond: (head: Head, text: string, json?: unknown) => Response;
  /** A client with a signer of its own never loads the built-in one. */
  loadSigner: () => Promise<{ createSigner: (source: Credentials | CredentialProvider) => Sign }>;
}

/** One call of an operation, the same for each attempt. */
interface Call {
  operation: Operation;
  method: string;
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
}

/** How an attempt ended: with a response, an error, or an unsuccessful response and its error. */
interface Outcome {
  response?: Response;
  error?: ServiceError;
}

/** What all calls of a client share. */
interface Connection extends Configuration {
  service: Service;
  platform: Platform;
  /** Milliseconds that the service's clock is ahead of this one. */
  clockOffset: number;
}

/** Makes the error of an attempt. */
type Fail = (name: string, failure: Partial<Failure>) => ServiceError;

/** The errors of unsuccessful responses; a response that a middleware made has none. */
export const errorOf = new WeakMap<Response, ServiceError>();

/** Makes a `fetch` that signs, retries, corrects the clock and removes secrets from what comes back. */
export function createSignedFetch(
  service: Service,
  platform: Platform,
  options: SignedFetchOptions,
): SignedFetch {
  const configuration = configure(service, platform, options);
  const connection: Connection = { ...configuration, service, platform, clockOffset: 0 };
  const startCall = createRetries(connection.maxAttempts);
  const signedFetch: SignedFetch['fetch'] = async (input, init) => {
    const call = await readCall(connection, input, init);
    const { operation, method, url, headers } = call;
    const nextDelay = startCall();
    for (let attempt = 1; ; attempt += 1) {
      const start = Date.now();
      const { response, error } = await tryOnce(connection, call, attempt);
      const delay = nextDelay(error);
      connection.onAttempt?.({
        ...{ attempt, request: { operation: operation.id, method, url, headers } },
        ...{ response: response && { status: response.status, headers: response.headers } },
        ...{ error, delay, duration: Date.now() - start },
      });
      if (delay !== undefined) await wait(delay, call.signal);
      else if (response) return response;
      else throw error;
    }
  };
  return { baseUrl: connection.endpoint, fetch: signedFetch };
}

async function readCall(
  { service, platform, endpoint, userAgent }: Connection,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Call> {
  const request = input instanceof Request && !init ? input : new Request(input, init);
  const { method } = request;
  const url = service.urlParameters?.encode(request.url) ?? request.url;
  const isOurs = url.startsWith(`${endpoint}/`);
  const path = isOurs ? url.slice(endpoint.length) : url;
  const operation = findOperation(service, method, path.split('?')[0]!);
  if (!isOurs) throw refusal(operation, { reason: `it is not for ${endpoint}` });
  const headers = { ...(userAgent && { 'user-agent': userAgent }), ...Object.fromEntries(request.headers) };
  checkHeaders(operation, headers);
  const { body, signal } = platform.recall?.(request) ?? {
    ...{ body: (await request.text()) || undefined, signal: request.signal },
  };
  return { operation, method, url, headers, body, signal };
}

/** Not those that the platform sets: another length of a body would let it run on into the next request. */
const headerName =
  /^(?!(connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$)[\w-]+$/i;

/** Refuses headers that a request cannot have, without their values: those may be secrets. */
export function checkHeaders(operation: Operation, headers: object): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value == null || (headerName.test(name) && /^[ -~]*$/.test(value))) continue;
    const reason = `the header ${JSON.stringify(name)} cannot have this value`;
    throw refusal(operation, { reason });
  }
}

/** One attempt of a call. It ends in time and when the caller aborts, also when a provider or a `fetch` ignores that. */
async function tryOnce(connection: Connection, call: Call, attempt: number): Promise<Outcome> {
  const { host, timeout } = connection;
  const { operation, signal } = call;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const fail: Fail = (name, failure) => new ServiceError({ name, operation, attempt, ...failure });
  try {
    const outcome = await wait(timeout, signal, exchange(connection, call, attempt, fail, controller.signal));
    if (outcome) return outcome;
    const reason = `no response from ${host} within ${timeout} ms`;
    throw fail('TimeoutError', { reason, retry: 'transient' });
  } catch (error) {
    controller.abort(error);
    if (error instanceof ServiceError) return { error };
    throw error;
  }
}

/** Signs and sends a request, and reads the response. */
async function exchange(
  connection: Connection,
  call: Call,
  attempt: number,
  fail: Fail,
  signal: AbortSignal,
): Promise<Outcome> {
  const { service, platform, clockOffset } = connection;
  const { operation } = call;
  const signature = await sign(connection, call, fail);
  const redact = createRedaction(signature, call.headers);
  const { head, text } = await send(connection, call, fail, signal, signature, redact);
  correctClock(connection, head);
  if (head.ok) {
    const json = operation.response && readOutput(fail, head, text);
    return { response: platform.respond(head, text, json) };
  }
  const clockCorrected = connection.clockOffset !== clockOffset;
  const error = readError({ service, operation, attempt, redact, clockCorrected }, head, text);
  // A `Response` can have no other status.
  if (head.status < 200 || head.status > 599) return { error };
  const response = platform.respond(head, redact(text));
  errorOf.set(response, error);
  return { response, error };
}

async function sign(connection: Connection, call: Call, fail: Fail): Promise<Record<string, string>> {
  const { region, service, clockOffset } = connection;
  const { method, url, headers, body } = call;
  try {
    const signature = await connection.sign({
      ...{ method, url, headers, body, region, service: service.signingName },
      date: new Date(Date.now() + clockOffset),
    });
    if (!signature) throw new Error('it returned no headers');
    return signature;
  } catch (cause) {
    throw fail('SigningError', { reason: (cause as Error | undefined)?.message, cause });
  }
}

/** Codes of what fails again: a request that cannot be sent, or a certificate that is not trusted. */
const hopeless = /^ERR_(?!STREAM)|CERT|VERIFY/;

async function send(
  connection: Connection,
  { method, url, headers, body }: Call,
  fail: Fail,
  signal: AbortSignal,
  signature: Record<string, string>,
  redact: (text: string) => string,
): Promise<{ head: Head; text: string }> {
  const { platform, host, maxResponseBytes } = connection;
  let head: Head | undefined;
  let text: string | undefined;
  try {
    const request = { method, headers: { ...headers, ...signature }, body: body ?? null, signal };
    const response = await connection.send(url, { ...request, redirect: 'manual' });
    head = readHead(response, redact);
    text = await platform.readText(response, maxResponseBytes);
  } catch (cause) {
    // What an unsuccessful response says in its headers counts for more than a body that breaks off.
    if (!head || head.ok) {
      // The innermost error says what went wrong; what else it has may be the request.
      const { message, code = '' } = ((cause as Error).cause ?? cause) as Error & { code?: string };
      const what = head ? `the response of ${host} breaks off` : `no response from ${host}`;
      throw fail('NetworkError', {
        ...{ response: head, reason: code ? `${what} (${code})` : what },
        retry: !hopeless.test(code) && 'transient',
        cause: new Error(redact(message)),
      });
    }
  }
  if (text === undefined && head.ok) {
    const reason = `the body has more than ${maxResponseBytes} bytes`;
    throw fail('UnreadableResponseError', { response: head, reason });
  }
  return { head, text: text ?? '' };
}

/**
 * Makes a function that removes a request's secrets from a text: AWS quotes the request that it expected, session token
 * included, when a signature is wrong.
 */
function createRedaction(
  signature: Record<string, string>,
  unsigned: Record<string, string>,
): (text: string) => string {
  const secrets = Object.entries(signature)
    // A signer may return all headers. The date alone is no secret, and every text contains the empty one.
    .filter(([name, value]) => value && name !== 'x-amz-date' && value !== unsigned[name])
    .flatMap(([, value]) => [value, /Signature=(\w+)/.exec(value)?.[1] ?? value])
    // JSON may escape a slash.
    .flatMap((secret) => [secret, secret.replaceAll('/', '\\/')]);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text);
}

function readHead({ status, headers }: HttpResponse, redact: (text: string) => string): Head {
  const kept = new Headers([...headers].map(([name, value]) => [name, redact(value)]));
  // The body is decompressed, and may be redacted.
  kept.delete('content-encoding');
  kept.delete('content-length');
  return { status, headers: kept, ok: status >= 200 && status < 300 };
}

/** AWS refuses signatures whose time is not its own by five minutes; some tolerance is for the way. */
const clockTolerance = 4 * 60_000;
/** A hundred years: a date that far off is a mistake of the server's, not of this clock. */
const longestOffset = 100 * 365 * 24 * 3_600_000;

/** Takes over the service's time when this clock is wrong; a response out of a cache has an old date. */
function correctClock(connection: Connection, { headers }: Head): void {
  const offset = Date.parse(headers.get('date') ?? '') - Date.now();
  const difference = Math.abs(offset - connection.clockOffset);
  if (difference >= clockTolerance && Math.abs(offset) < longestOffset && !headers.has('age')) {
    connection.clockOffset = offset;
  }
}

function readOutput(fail: Fail, response: Head, text: string): object {
  const type = response.headers.get('content-type') ?? 'json';
  const output = parseObject(text);
  if (output && /json/i.test(type)) return output;
  const reason = text
    ? `the body is not a JSON object (${type}, ${text.length} characters)`
    : 'the body is empty';
  throw fail('UnreadableResponseError', { response, reason });
}
