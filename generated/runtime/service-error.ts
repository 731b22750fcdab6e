// Copied from scripts/runtime/client/service-error.ts by `npm run generate`: do not edit.

import type { Retry } from './operation.js';
import type { HttpResponse } from './platform.js';

/** One place of a request or response that breaks the contract, in the form of ajv's `ErrorObject`. */
export interface Fault {
  /** JSON Pointer to the part at fault; empty for the whole. */
  instancePath: string;
  message?: string;
}

/** What is known of a failed call. */
export interface Failure {
  name: string;
  operation: string;
  /** What went wrong, in the words of whoever answered or of this client. */
  reason?: string | undefined;
  /** The answer, when there was one. */
  response?: HttpResponse | undefined;
  code?: string | undefined;
  retry?: Retry;
  /** Which attempt failed, from 1. */
  attempt?: number;
  faults?: readonly Fault[];
  cause?: unknown;
}

/** A call failed; its name tells how. */
export class ServiceError extends Error {
  /** The error's name in the contract, such as `ServiceException`, or one of {@link ClientSideErrors}. */
  override readonly name: string;
  /** The operation that failed, such as `ListImageScanFindings`. */
  readonly operation: string;
  /** The HTTP status of the answer; undefined when there was none. */
  readonly status: number | undefined;
  /** The id that the service's support asks for; undefined when the service did not answer. */
  readonly requestId: string | undefined;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** The service had too many requests. */
  readonly throttling: boolean;
  /** Milliseconds that the service asked to wait before another attempt. */
  readonly retryAfter: number | undefined;
  /** What went wrong, without what `message` adds. */
  readonly reason: string | undefined;
  /** What the answer calls itself, when the contract does not know that name. */
  readonly code: string | undefined;
  /** Where the request or the response breaks the contract. */
  readonly faults: readonly Fault[] | undefined;

  /** @param failure what is known of the failed call; it makes up the message */
  constructor(failure: Failure) {
    const { name, operation, reason, response, code, retry, attempt = 1, faults, cause } = failure;
    const requestId = response?.headers.get('x-amzn-requestid') ?? undefined;
    const details = [
      response && `status ${response.status}`,
      requestId && `request ${requestId}`,
      attempt > 1 && `attempt ${attempt}`,
    ].filter(Boolean);
    const known = details.length ? ` (${details.join(', ')})` : '';
    super(
      `${operation} failed with ${code ?? name}${known}${reason ? `: ${reason}` : ''}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = name;
    this.operation = operation;
    this.status = response?.status;
    this.requestId = requestId;
    this.retryable = !!retry;
    this.throttling = retry === 'throttling';
    this.retryAfter = response && readRetryAfter(response);
    this.reason = reason;
    this.code = code;
    this.faults = faults;
  }
}

/** The errors that the client itself knows, beside those of the contract. */
export type ClientSideErrors = {
  /** An answer that is no success and names no error of the contract, such as a gateway's; `code` is what it names. */
  UnknownError: { status: number };
  /** No answer came, or it broke off; `cause` is what the platform says of it. */
  NetworkError: { status: number | undefined };
  /** A success whose body is not the JSON object that it should be. */
  UnreadableResponseError: { status: number };
  /** The signer, or the provider of the credentials, failed: see `cause`. Nothing was sent. */
  SigningError: { status: undefined };
  /** The service repeats itself: its pages would never end. */
  RepeatedTokenError: { status: undefined };
  /** The request was not sent: with `validate` it breaks the contract, see `faults`; else it cannot be written as HTTP. */
  RequestValidationError: { status: undefined; faults: readonly Fault[] };
  /** The response breaks the contract, see `faults`; only with `validate`. */
  ResponseValidationError: { status: number; faults: readonly Fault[] };
};

/** A union with one member per name, so that comparing the name tells the rest. */
export type ErrorUnion<Errors> = {
  [Name in keyof Errors]: ServiceError & { readonly name: Name } & Readonly<Errors[Name]>;
}[keyof Errors];

/** In seconds or as a date; AWS has a header of its own, in milliseconds. */
function readRetryAfter({ headers }: HttpResponse): number | undefined {
  const text = headers.get('retry-after');
  const own = Number(headers.get('x-amz-retry-after') ?? NaN);
  const asked = text === null ? own : Number(text) * 1000;
  const wait = Number.isNaN(asked) ? Date.parse(text ?? '') - Date.now() : asked;
  return wait > 0 ? wait : undefined;
}
