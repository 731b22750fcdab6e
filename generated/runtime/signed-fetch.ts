// Copied from scripts/runtime/signed-fetch.ts by `npm run generate`: do not edit.

import { type Failure, type Head, parseObject, readError, refusal, ServiceError } from './errors.js';
import {
  type Configuration,
  configure,
  type HttpRequest,
  type HttpResponse,
  type Platform,
  type SignedFetchOptions,
} from './options.js';
import { findOperation, type Service, type ServiceOperation } from './service.js';

/** Options for other clients, such as openapi-fetch: `createClient<paths>(signedFetch)`. */
export interface SignedFetch {
  /** Scheme and host of the service, without a slash at the end. */
  baseUrl: string;
  /** Resolves with the last response, whatever its status; rejects when there is none, or none that can be read. */
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

/** One call of an operation, the same for each attempt. */
interface Call {
  operation: ServiceOperation;
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

/** The configuration and the state that all calls of a client share. */
interface Connection extends Configuration {
  service: Service;
  platform: Platform;
  /** Milliseconds that the service's clock is ahead of this one. */
  clockOffset: number;
}

/** Makes the error of an attempt. */
type Fail = (name: string, failure: Partial<Failure>) => ServiceError;

/** The errors of unsuccessful responses. A response that a middleware created has none. */
export const errorOf = new WeakMap<Response, ServiceError>();

/** Creates a `fetch` that signs, retries, corrects the clock and removes secrets from responses. */
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
      const delay = nextDelay(attempt, error);
      connection.onAttempt?.({
        attempt,
        request: { operation: operation.id, method, url, headers },
        response: response && { status: response.status, headers: response.headers },
        error,
        delay,
        duration: Date.now() - start,
      });
      if (delay !== undefined) await wait(delay, call.signal);
      else if (response) return response;
      else throw error;
    }
  };
  return { baseUrl: connection.endpoint, fetch: signedFetch };
}

// The figures of the AWS SDKs' standard mode; times in milliseconds.
const firstDelay = { transient: 50, throttling: 1000 };
const longestDelay = 20_000;
const longestWaitOnRequest = 5000;
const price = { transient: 14, throttling: 5 };
const budget = 500;

/**
 * Decides when calls retry, with a budget that all calls of a client share: while a service is down, most of them fail
 * at once instead of adding to its load.
 *
 * @returns a function that starts a call. It returns another, which takes how an attempt ended and returns the
 *   milliseconds to wait before the next one, undefined for none
 */
function createRetries(maxAttempts: number) {
  let tokens = budget;
  return () => {
    let gain = 1;
    return (attempt: number, error: ServiceError | undefined): number | undefined => {
      if (!error) tokens = Math.min(budget, tokens + gain);
      if (!error?.retryable || attempt >= maxAttempts) return undefined;
      const kind = error.throttling ? 'throttling' : 'transient';
      gain = price[kind];
      if (tokens < gain) return undefined;
      tokens -= gain;
      // Full jitter: anything up to the longest delay, so that clients that failed together do not return together.
      const delay = Math.random() * Math.min(longestDelay, firstDelay[kind] * 2 ** (attempt - 1));
      return Math.max(delay, Math.min(error.retryAfter ?? 0, delay + longestWaitOnRequest));
    };
  };
}

/** The longest that `setTimeout` can wait. */
const longestTimer = 2 ** 31 - 1;

/** Waits for a task, but no longer than `milliseconds`. Rejects when the signal aborts, even if the task ignores it. */
function wait<Result>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  task?: Promise<Result>,
): Promise<Result | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Result | undefined>();
  const timer = setTimeout(() => resolve(undefined), Math.min(milliseconds, longestTimer));
  const abort = () => reject(signal!.reason);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  task?.then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  });
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
    body: (await request.text()) || undefined,
    signal: request.signal,
  };
  return { operation, method, url, headers, body, signal };
}

/** Excludes headers that the platform sets: with a wrong length, a body could run on into the next request. */
const headerName =
  /^(?!(connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$)[\w-]+$/i;

/** Refuses headers that a request cannot have. The error leaves out their values, which may be secrets. */
export function checkHeaders(operation: ServiceOperation, headers: object): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value == null || (headerName.test(name) && /^[ -~]*$/.test(value))) continue;
    const reason = `the header ${JSON.stringify(name)} cannot have this value`;
    throw refusal(operation, { reason });
  }
}

/** Makes one attempt. It ends on a timeout or when the caller aborts, even if a provider or a `fetch` ignores that. */
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
  const { operation, method, headers, body = null } = call;
  const signature = await sign(connection, call, fail);
  const redact = createRedaction(signature, headers);
  const request: HttpRequest = {
    method,
    headers: { ...headers, ...signature },
    body,
    signal,
    redirect: 'manual',
  };
  const { head, text } = await send(connection, call.url, request, fail, redact);
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

async function sign(
  { region, service, clockOffset, sign }: Connection,
  { method, url, headers, body }: Call,
  fail: Fail,
): Promise<Record<string, string>> {
  const date = new Date(Date.now() + clockOffset);
  try {
    const signature = await sign({ method, url, headers, body, region, service: service.signingName, date });
    if (!signature) throw new Error('it returned no headers');
    return signature;
  } catch (cause) {
    throw fail('SigningError', { reason: (cause as Error | undefined)?.message, cause });
  }
}

/** Error codes of failures that repeat: a request that cannot be sent, or a certificate that is not trusted. */
const hopeless = /^ERR_(?!STREAM)|CERT|VERIFY/;

async function send(
  { send, platform, host, maxResponseBytes }: Connection,
  url: string,
  request: HttpRequest,
  fail: Fail,
  redact: (text: string) => string,
): Promise<{ head: Head; text: string }> {
  let head: Head | undefined;
  let text: string | undefined;
  try {
    const response = await send(url, request);
    head = readHead(response, redact);
    text = await platform.readText(response, maxResponseBytes);
  } catch (cause) {
    // The headers of an unsuccessful response say more than a body that breaks off.
    if (!head || head.ok) {
      // Only the message of the innermost error: its other properties may contain the request.
      const { message, code = '' } = ((cause as Error).cause ?? cause) as Error & { code?: string };
      const what = head ? `the response of ${host} breaks off` : `no response from ${host}`;
      throw fail('NetworkError', {
        response: head,
        reason: code ? `${what} (${code})` : what,
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

/** Removes a request's secrets from texts: for a wrong signature, AWS quotes the request, session token included. */
function createRedaction(
  signature: Record<string, string>,
  unsigned: Record<string, string>,
): (text: string) => string {
  const secrets = Object.entries(signature)
    // A signer may return all headers. The date is no secret, and every text contains an empty value.
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

/** AWS refuses signatures that are off by five minutes; this leaves a minute for the request's way. */
const clockTolerance = 4 * 60_000;
/** A hundred years: a date that far off is the server's mistake. */
const longestOffset = 100 * 365 * 24 * 3_600_000;

/** Adopts the service's time when this clock is wrong. A response from a cache has an old date. */
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
