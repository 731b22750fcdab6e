import type { Document, Json, JsonObject } from '../contract/document.ts';
import { members, type Operation, type OperationError, requestIdHeader } from '../contract/operations.ts';
import type { RequestRecord } from './types.ts';

const mostKept = 1000;

/** A request while it is being served. */
export interface Exchange {
  /** The id that the response repeats in its header and, on success, in its body. */
  id: string;
  method: string;
  path: string;
  /** What follows `?` in the URL. */
  query: string;
  /** `performance.now()` at its arrival. */
  started: number;
}

/** A request that has been read to its end. */
export interface ReceivedRequest extends Exchange {
  /** By lower-case name; of a header sent twice, Node's choice or both values. */
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

/** Decodes a segment of a path; one that cannot be decoded stays as it is. */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Why a server refuses a request, in the words of `x-error.cause`: the contract names the error of each. */
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

/** The last 1,000 requests, oldest first. */
export interface RequestLog {
  records: readonly RequestRecord[];
  add(exchange: Exchange, response: ServiceResponse): void;
  clear(): void;
}

/** Keeps the last 1,000 requests, and passes each on to a listener. */
export function createLog(listener?: (record: RequestRecord) => void): RequestLog {
  const records: RequestRecord[] = [];
  const add = (exchange: Exchange, response: ServiceResponse): void => {
    const record = makeRecord(exchange, response);
    records.push(record);
    if (records.length > mostKept) records.shift();
    try {
      listener?.(record);
    } catch (error) {
      // The client still gets its response.
      process.emitWarning(`the log failed: ${error}`);
    }
  };
  const clear = () => {
    records.length = 0;
  };
  return { records, add, clear };
}

function makeRecord(
  { id, method, path, started }: Exchange,
  { status, operation, error, items, request }: ServiceResponse,
): RequestRecord {
  const record: RequestRecord = {
    id,
    at: new Date().toISOString(),
    method,
    path,
    status,
    milliseconds: millisecondsSince(started),
  };
  if (operation !== undefined) record.operation = operation;
  if (error) Object.assign(record, { error: error.name, message: error.message });
  if (items !== undefined) record.items = items;
  if (request !== undefined) record.body = request;
  return record;
}

/** Rounded to microseconds. */
export function millisecondsSince(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}
