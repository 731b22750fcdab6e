import type { Document, Json, JsonObject } from '../contract/document.ts';
import { members, type Operation, type OperationError, requestIdHeader } from '../contract/operations.ts';

/** A request that has been read to its end. */
export interface ReceivedRequest {
  /** The id that the response repeats in its header and, on success, in its body. */
  id: string;
  method: string;
  path: string;
  /** What follows `?` in the URL. */
  query: string;
  /** By lower-case name; of a header sent twice, Node's choice or both values. */
  headers: Record<string, string | undefined>;
  /** Every value of each header, by lower-case name. */
  headerValues: () => Record<string, string[] | undefined>;
  body: Buffer;
}

/** A request while it is being served. */
export interface Exchange {
  id: string;
  method: string;
  path: string;
  query: string;
  /** `performance.now()` at its arrival. */
  started: number;
}

/** Reads a query: a list where a name comes several times. */
export function readQuery(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length > 1 ? values : values[0]!];
    }),
  );
}

/** A response, without the headers that the server adds to every response. */
export interface ServiceResponse {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer<ArrayBuffer>;
  operation?: string;
  /** The error that it reports. */
  error?: { name: string; message: string };
  /** How many items of the operation's list it has. */
  items?: number;
  /** The body of the request, if that was short JSON. */
  request?: Json;
}

/** Why a server refuses a request, in the words of `x-error.cause`: the contract names the error of each. */
export const causes = [
  ...[
    'body-size',
    'constraint',
    'credentials',
    'internal',
    'media-type',
    'operation',
    'pagination-token',
    'rate',
  ],
  ...['policy', 'signature', 'signature-form', 'syntax', 'timeout', 'unsigned'],
] as const;

export type Cause = (typeof causes)[number];

/** A request that the service refuses. The contract says which error its cause stands for. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly reason: Cause;

  constructor(reason: Cause, message: string) {
    super(message);
    this.reason = reason;
  }
}

export function bodyTooLarge(bodyLimit: number): RequestError {
  return new RequestError('body-size', `The body is larger than the limit of ${bodyLimit} bytes.`);
}

export function bodyTooLate(timeout: number, size: number): RequestError {
  return new RequestError('timeout', `The body did not end within ${timeout} ms; ${size} bytes arrived.`);
}

export function unknownOperation({ method, path }: ReceivedRequest): RequestError {
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  return new RequestError('operation', `The contract has no operation ${method} ${shown}.`);
}

/** The errors of a contract. */
export interface Errors {
  /** Every error by name, as the first operation that has it describes it. */
  byName: Map<string, OperationError>;
  /** Finds the error with a cause, among those of the operation if that is known. */
  raisedBy(cause: Cause, operation?: Operation): OperationError;
}

/** Collects the errors of a contract; it is an error if one of the causes raises none. */
export function collectErrors(operations: Operation[]): Errors {
  const errors = operations.flatMap((operation) => operation.errors);
  const find = (from: OperationError[], cause: Cause) => from.find((error) => error.cause === cause);
  const missing = causes.filter((cause) => !find(errors, cause));
  if (missing.length > 0) {
    throw new Error(
      `the mock needs an error with x-error.cause ${missing.join(', ')}; the contract has none`,
    );
  }
  return {
    byName: new Map(errors.toReversed().map((error) => [error.name, error])),
    raisedBy: (cause, operation) => find(operation?.errors ?? [], cause) ?? find(errors, cause)!,
  };
}

/** Reports an error as the service does: its name in the header that SDKs read, its message in the body. */
export function errorResponse({ name, status }: OperationError, message: string): ServiceResponse {
  return {
    status,
    headers: { 'X-Amzn-Errortype': name },
    body: JSON.stringify({ message }),
    error: { name, message },
  };
}

/** Makes a function that puts the request id into the properties of a response body that repeat the header. */
export function createIdWriter(
  document: Document,
  operation: Operation,
): (body: JsonObject, id: string) => JsonObject {
  const names = Object.entries(members(document, operation.response))
    .filter(([, member]) => member['x-same-as-header'] === requestIdHeader)
    .map(([name]) => name);
  return (body, id) => {
    const copy = { ...body };
    for (const name of names) copy[name] = id;
    return copy;
  };
}
