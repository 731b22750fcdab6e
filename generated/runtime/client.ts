// Copied from scripts/runtime/client.ts by `npm run generate`: do not edit.

import createClient, { type Client as OpenapiClient } from 'openapi-fetch';
import { readError, refusal, ServiceError } from './errors.js';
import { checkNames, type Platform, type SignedFetchOptions, signedFetchOptions } from './options.js';
import {
  findOperation,
  type Input,
  type Properties,
  type Service,
  type ServiceOperation,
} from './service.js';
import { checkHeaders, createSignedFetch, errorOf } from './signed-fetch.js';
import type { Revisions } from './validation.js';

/** Where and how a client sends its requests. */
export interface ClientOptions extends SignedFetchOptions {
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /** Validate every request and response against the contract; the first call loads the validators. */
  validate?: boolean | undefined;
  /** Validate against a later revision of the contract: its date, or `latest`. Default: the reference page's contract. */
  revision?: string | undefined;
}

/** The options of one call. */
export interface CallOptions {
  /** Aborts the call, its retries included: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Sent in addition to the headers of the client; the same name wins over those. */
  headers?: Record<string, string> | undefined;
}

/** The options of a call of openapi-fetch that matter here. */
interface Init extends Input {
  headers?: object | undefined;
  parseAs?: string;
  [option: string]: unknown;
}

interface Result {
  data?: unknown;
  error?: unknown;
  response: Response;
}

type RequestFunction = (method: string, path: string, init?: Init) => Promise<Result>;

/**
 * Creates a client of a service: openapi-fetch on a signed `fetch`, whose `error` is a {@link ServiceError}, and one
 * method per operation, plus `paginate…` and `paginate…Items` for a paginated one.
 */
export function createServiceClient<Client>(
  service: Service,
  platform: Platform,
  options: ClientOptions,
  loadRevisions: () => Promise<{ revisions: Revisions }>,
): Client {
  const { headers, validate, revision, ...connection } = options;
  checkNames(options, [...signedFetchOptions, 'headers', 'validate', 'revision']);
  const core = createClient<object>({
    ...createSignedFetch(service, platform, connection),
    ...(platform.Request && { Request: platform.Request }),
    headers: headers ?? {},
  });
  const request: RequestFunction = async (method, path, init = {}) => {
    const operation = findOperation(service, method.toUpperCase(), path);
    // The platform's own error for a header repeats its value.
    checkHeaders(operation, { ...headers, ...init.headers });
    // Clients that do not validate never load the validators.
    const validation = validate
      ? await (await import('./validation.js')).load(loadRevisions, revision)
      : undefined;
    const violations = await validation?.request(operation, init);
    if (violations?.length) throw refusal(operation, { violations });
    const { data, error, response } = await (core.request as unknown as RequestFunction)(method, path, {
      bodySerializer: (body: unknown) => writeJson(operation, body),
      pathSerializer: service.urlParameters?.pathSerializer(operation),
      ...init,
    });
    if (!response.ok) {
      const text = typeof error === 'string' ? error : JSON.stringify(error ?? '');
      return { error: errorOf.get(response) ?? readError({ service, operation }, response, text), response };
    }
    if ((init.parseAs ?? 'json') === 'json') {
      const violations = await validation?.response(operation, data);
      if (violations?.length) {
        throw new ServiceError({ name: 'ResponseValidationError', operation, response, violations });
      }
    }
    return { data, response };
  };
  return { ...core, request, ...methodsOf(service, request) } as Client;
}

function methodsOf(service: Service, request: RequestFunction): object {
  const methods: Record<string, unknown> = {};
  for (const [name, operation] of Object.entries(service.operations)) {
    const { id, method, path } = operation;
    methods[method] = (path: string, init?: Init) => request(method, path, init);
    const call = async (input: Properties = {}, settings?: CallOptions) => {
      checkNames(settings ?? {}, ['signal', 'headers']);
      const { urlParameters } = service;
      const located = urlParameters?.locate(operation, input) ?? { body: operation.request && input };
      const init = { ...located, ...settings };
      const { data, error } = await request(method, path, init);
      if (error) throw error;
      return data as Properties;
    };
    methods[name] = call;
    if (!operation.paginated) continue;
    const walk = (input: Properties = {}, settings?: CallOptions) =>
      pages(operation, (next) => call(next, settings), input);
    methods[`paginate${id}`] = walk;
    methods[`paginate${id}Items`] = (input?: Properties, settings?: CallOptions) =>
      pageItems(operation, walk(input, settings), settings?.signal);
  }
  return methods;
}

function writeJson(operation: ServiceOperation, body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw refusal(operation, { reason: 'the body is not JSON', cause });
  }
}

/** Walks through the pages from the first, or from a token in the input. Requests each when the loop asks for it. */
async function* pages(
  operation: ServiceOperation,
  call: (input: Properties) => Promise<Properties>,
  input: Properties,
): AsyncGenerator<Properties, void, undefined> {
  const { inputToken, outputToken } = operation.paginated!;
  // The caller may change its object between pages.
  const first = { ...input };
  const tokens = new Set([first[inputToken]]);
  for (let next: Properties = first; ; ) {
    const page = await call(next);
    yield page;
    const token = page[outputToken];
    if (!token) return;
    if (typeof token !== 'string') throw unreadable(operation, outputToken, 'a string');
    if (tokens.has(token)) {
      const reason = `the service repeats the ${outputToken} of an earlier page`;
      throw new ServiceError({ name: 'RepeatedTokenError', operation, reason });
    }
    tokens.add(token);
    next = { ...first, [inputToken]: token };
  }
}

/** Walks through the items of all pages. The signal also ends the walk between two items of a page. */
async function* pageItems(
  operation: ServiceOperation,
  walk: AsyncIterable<Properties>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const { items } = operation.paginated!;
  for await (const page of walk) {
    const list = page[items] ?? [];
    if (!Array.isArray(list)) throw unreadable(operation, items, 'an array');
    for (const item of list) {
      signal?.throwIfAborted();
      yield item;
    }
  }
}

function unreadable(operation: ServiceOperation, property: string, type: string): ServiceError {
  const reason = `${property} is not ${type}`;
  return new ServiceError({ name: 'UnreadableResponseError', operation, reason });
}

/**
 * Converts a timestamp of this API, which is in epoch seconds, to a `Date`.
 *
 * @param seconds the timestamp, or undefined
 * @returns the date; undefined for undefined
 *
 * @example
 * ```ts
 * import { toDate } from 'imagebuilder-scan-findings';
 *
 * console.log(toDate(1795132800.125).toISOString()); // 2026-11-20T00:00:00.125Z
 * ```
 */
export function toDate<Seconds extends number | undefined>(
  seconds: Seconds,
): Seconds extends number ? Date : undefined {
  return (seconds === undefined ? undefined : new Date(seconds * 1000)) as ReturnType<typeof toDate<Seconds>>;
}

/**
 * Paths for openapi-fetch: the body of an unsuccessful response becomes the error, and an open set of strings becomes
 * `string`, because openapi-fetch 0.17 treats `string & {}` as an object.
 */
export type ClientPaths<Paths, Failure> = {
  [Path in keyof Paths]: {
    [Method in keyof Paths[Path]]: Paths[Path][Method] extends { responses: infer Responses }
      ? Plain<Omit<Paths[Path][Method], 'responses'>> & { responses: WithFailure<Responses, Failure> }
      : Paths[Path][Method];
  };
};

type WithFailure<Responses, Failure> = {
  [Status in keyof Responses]: `${Status & (string | number)}` extends `2${string}`
    ? Plain<Responses[Status]>
    : { headers: Record<string, unknown>; content: { 'application/json': Failure } };
};

type Plain<Value> = Value extends string
  ? string extends Value
    ? string
    : Value
  : Value extends object
    ? { [Property in keyof Value]: Plain<Value[Property]> }
    : Value;

export type { OpenapiClient };
