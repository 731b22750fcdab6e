// Copied from scripts/runtime/client/service-error.ts by `npm run generate`: do not edit.

import type { Operation, Retry, Service } from './operation.js';
import type { HttpResponse } from './platform.js';

/** Of the headers of a signature, `x-amz-date` alone is no secret: `20261122T142705Z`. */
const dateLength = 16;

/** As many characters of a gateway's page as a log line bears. */
const longestExcerpt = 200;

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
  /** The request breaks the contract and was not sent, see `faults`; without `validate` only when its path lacks a value. */
  RequestValidationError: { status: undefined; faults: readonly Fault[] };
  /** The response breaks the contract, see `faults`; only with `validate`. */
  ResponseValidationError: { status: number; faults: readonly Fault[] };
};

/** A union with one member per name, so that comparing the name tells the rest. */
export type ErrorUnion<Errors> = {
  [Name in keyof Errors]: ServiceError & { readonly name: Name } & Readonly<Errors[Name]>;
}[keyof Errors];

/** Where a failed answer comes from. */
interface Origin {
  service: Service;
  operation: Operation;
  attempt: number;
  /** The headers of the signature, which an answer may quote. */
  signature: Record<string, string>;
  /** The request was signed by a clock that was wrong, which has been corrected since. */
  clockCorrected: boolean;
}

/**
 * Makes an error of an answer that is no success, whatever its body is.
 *
 * @param origin what was asked, and how
 * @param response the answer
 * @param text its body; empty when it could not be read
 * @returns the error to throw; any body will do
 */
export function readError(origin: Origin, response: HttpResponse, text: string): ServiceError {
  const { service, operation, attempt, signature, clockCorrected } = origin;
  const body = parseObject(text) ?? {};
  const code = [response.headers.get('x-amzn-errortype'), body['code'], body['__type']]
    .find(isText)
    // `aws.imagebuilder#ClientException:http://…` is a `ClientException`.
    ?.replace(/:.*/, '')
    .replace(/.*#/, '')
    .trim();
  const message = [body['message'], body['Message']].find(isText);
  const modelled = Object.hasOwn(operation.errors, code ?? '');
  const errors: Record<string, Retry> = modelled ? operation.errors : service.commonErrors;
  const known = Object.hasOwn(errors, code ?? '');
  const retry = known ? errors[code!]! : retryAfterStatus(response.status);
  return new ServiceError({
    ...{ operation: operation.id, attempt, response },
    name: known ? code! : 'UnknownError',
    code: known ? undefined : code,
    retry: retry || (clockCorrected && !modelled && response.status < 500 && 'transient'),
    reason: message ? redact(message, signature) : describe(response, redact(text, signature)),
  });
}

/** AWS quotes the request that it expected, session token included, when a signature is wrong. */
function redact(text: string, signature: Record<string, string>): string {
  const secrets = Object.values(signature).filter((value) => value.length > dateLength);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text);
}

/** Proxies and gateways, which name no error, say by the status that a later attempt may succeed. */
function retryAfterStatus(status: number): Retry {
  if (status === 429) return 'throttling';
  return (status >= 500 || status === 408) && 'transient';
}

/**
 * Reads a JSON object.
 *
 * @param text any text
 * @returns the object, undefined when the text is none
 */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Of a page that a proxy wrote, the words. */
function describe({ status }: HttpResponse, text: string): string | undefined {
  if (status === 0 || (status >= 300 && status < 400)) {
    return 'a redirect, which the client does not follow: a signature is for one host';
  }
  if (/^\s*\{/.test(text)) return undefined;
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > longestExcerpt ? `${words.slice(0, longestExcerpt)}…` : words || undefined;
}

/** In seconds or as a date; AWS has a header of its own, in milliseconds. */
function readRetryAfter({ headers }: HttpResponse): number | undefined {
  const text = headers.get('retry-after');
  const own = Number(headers.get('x-amz-retry-after') ?? NaN);
  const asked = text === null ? own : Number(text) * 1000;
  const wait = Number.isNaN(asked) ? Date.parse(text ?? '') - Date.now() : asked;
  return wait > 0 ? wait : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
