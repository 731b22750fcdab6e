import type { Json } from '../contract/document.ts';
import type { Operation, OperationError } from '../contract/operations.ts';

/** A request while it is being served. */
export interface Exchange {
  /** The id that the response repeats in its header and, on success, in its body. */
  id: string;
  method: string;
  path: string;
  /** The part of the URL after `?`. */
  query: string;
  /** `performance.now()` at its arrival. */
  started: number;
}

/** A request that has been read to its end. */
export interface ReceivedRequest extends Exchange {
  /** By lower-case name; Node joins the values of a repeated header or keeps the first. */
  headers: Record<string, string | undefined>;
  /** Every value of each header, by lower-case name. */
  headerValues: () => Record<string, string[] | undefined>;
  body: Buffer;
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

/** Reads a query; a repeated name has a list of values. */
export function readQuery(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length > 1 ? values : values[0]!];
    }),
  );
}

/** Decodes a segment of a path; returns it unchanged if that is not possible. */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Why a server refuses a request: the values of `x-error.cause`, by which the contract assigns an error to each. */
const causes = [
  'body-size',
  'constraint',
  'credentials',
  'internal',
  'media-type',
  'operation',
  'pagination-token',
  'policy',
  'rate',
  'signature',
  'signature-form',
  'syntax',
  'timeout',
  'unsigned',
] as const;

type Cause = (typeof causes)[number];

/** A request that the service refuses. The contract assigns an error to the cause. */
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

/** The errors of a contract. */
export interface Errors {
  /** Every error by name, as the first operation that has it describes it. */
  byName: Map<string, OperationError>;
  /** Finds the error with a cause, among those of the operation if that is known. */
  raisedBy(cause: Cause, operation?: Operation): OperationError;
}

/** Collects the errors of a contract; throws if a cause has none. */
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
