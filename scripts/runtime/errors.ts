/** Whether and how to retry after an error: never, as after too many requests, or as after a temporary failure. */
export type Retry = false | 'throttling' | 'transient';

/** The properties of an operation that its errors need. */
interface FailedOperation {
  id: string;
  /** The errors that are modelled by the operation itself. */
  errors: Record<string, Retry>;
}

/** A place where a request or a response breaks the contract, in the form of ajv's `ErrorObject`. */
export interface Violation {
  /** JSON Pointer to the value; empty for the whole. */
  instancePath: string;
  /** The keyword of JSON Schema that the value breaks, such as `maximum`. */
  keyword?: string;
  message?: string;
}

/** A response without its body. */
export interface Head {
  /** 0 for a redirect that a browser does not show. */
  status: number;
  headers: Headers;
  ok: boolean;
}

/** The details of a failed call. */
export interface Failure {
  name: string;
  operation: FailedOperation;
  /** What went wrong, in the words of the service or of this client. Default: the violations. */
  reason?: string | undefined;
  response?: Head | undefined;
  code?: string | undefined;
  retry?: Retry | undefined;
  /** Which attempt failed, counted from 1. */
  attempt?: number;
  violations?: Violation[];
  cause?: unknown;
}

/** A call failed; its name says how. */
export class ServiceError extends Error {
  /** The error's name in the contract, such as `ServiceException`, or one of {@link ClientSideErrors}. */
  declare readonly name: string;
  /** The operation that failed, such as `ListImageScanFindings`. */
  declare readonly operation: string;
  /** The HTTP status; undefined without a response. */
  declare readonly status: number | undefined;
  /** The id that AWS Support asks for; undefined without a response. */
  declare readonly requestId: string | undefined;
  /** Whether the same request may succeed later. */
  declare readonly retryable: boolean;
  /** Whether the service received too many requests. */
  declare readonly throttling: boolean;
  /** Milliseconds that the service asks to wait before another attempt. */
  declare readonly retryAfter: number | undefined;
  /** What went wrong: `message` without the operation, the status and the request id. */
  declare readonly reason: string | undefined;
  /** The error's name in the response, when the contract does not have it. */
  declare readonly code: string | undefined;
  /** Where the request or the response breaks the contract. */
  declare readonly violations: Violation[] | undefined;

  constructor(failure: Failure) {
    const { name, operation, response, code, retry, attempt = 1, violations, cause } = failure;
    const requestId = response?.headers.get('x-amzn-requestid') ?? undefined;
    const details = [
      response && `status ${response.status}`,
      requestId && `request ${requestId}`,
      attempt > 1 && `attempt ${attempt}`,
    ].filter(Boolean);
    const known = details.length ? ` (${details.join(', ')})` : '';
    // A control character could write to a terminal, or forge a line in a log.
    const words = failure.reason ?? (violations && describeViolations(violations));
    const reason = words?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
    super(
      `${operation.id} failed with ${code ?? name}${known}${reason ? `: ${reason}` : ''}`,
      cause === undefined ? undefined : { cause },
    );
    Object.assign(this, {
      name,
      operation: operation.id,
      status: response?.status,
      requestId,
      retryable: !!retry,
      throttling: retry === 'throttling',
      retryAfter: response && readRetryAfter(response),
      reason,
      code,
      violations,
    });
  }
}

/** The errors of the client itself, next to those of the contract. */
export type ClientSideErrors = {
  /** An unsuccessful response that names no error of the contract, such as a gateway's; `code` is what it names. */
  UnknownError: { status: number };
  /** No response came, or it broke off; `cause` is the platform's error. */
  NetworkError: { status: number | undefined };
  /** An attempt took longer than `timeout`. */
  TimeoutError: { status: undefined };
  /** The body of a success is larger than `maxResponseBytes`, or not the JSON object that it should be. */
  UnreadableResponseError: { status: number };
  /** The signer or the credential provider failed; `cause` is its error. Nothing was sent. */
  SigningError: { status: undefined };
  /** The service repeats a page token, so its pages would never end. */
  RepeatedTokenError: { status: undefined };
  /** The request was not sent: it cannot be written as HTTP or, with `validate`, has `violations` of the contract. */
  RequestValidationError: { status: undefined; violations: Violation[] };
  /** The response has `violations` of the contract; only with `validate`. */
  ResponseValidationError: { status: number; violations: Violation[] };
};

/** The most violations that a message names; a response may have one in every item. */
const mostNamed = 10;

function describeViolations(violations: Violation[]): string {
  const named = violations.slice(0, mostNamed);
  const words = named.map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
  if (violations.length > mostNamed) words.push(`and ${violations.length - mostNamed} more`);
  return words.join('; ');
}

/** Creates the error of a request that cannot be sent. */
export function refusal(operation: FailedOperation, failure: Partial<Failure>): ServiceError {
  return new ServiceError({ name: 'RequestValidationError', operation, violations: [], ...failure });
}

/** A union with one type per name, so that comparing the name narrows the error. */
export type ErrorUnion<Errors> = {
  [Name in keyof Errors]: ServiceError & { readonly name: Name } & Readonly<Errors[Name]>;
}[keyof Errors];

/** `Retry-After` is in seconds or a date; AWS also has a header in milliseconds. */
function readRetryAfter({ headers }: Head): number | undefined {
  const text = headers.get('retry-after');
  const asked = text ? Number(text) * 1000 : Number(headers.get('x-amz-retry-after'));
  const wait = Number.isNaN(asked) ? Date.parse(text ?? '') - Date.now() : asked;
  return wait > 0 ? wait : undefined;
}

/** The most characters of a gateway's page to quote. */
const longestExcerpt = 200;
const longestReason = 5000;
/** Codes that the AWS SDKs treat as too many requests, except those of a single service. */
const throttling = /Throttl|TooManyReq|LimitExceed/;

/** Where an unsuccessful response comes from. */
interface Origin {
  service: { commonErrors: Record<string, Retry> };
  operation: FailedOperation;
  attempt?: number;
  /** Removes the secrets of the request. */
  redact?: (text: string) => string;
  /** The clock was wrong when the request was signed, and has been corrected since. */
  clockCorrected?: boolean;
}

/** Creates the error of an unsuccessful response, whatever its body is. */
export function readError(origin: Origin, response: Head, text: string): ServiceError {
  const { service, operation, attempt = 1, redact = String, clockCorrected } = origin;
  const body = parseObject(text) ?? {};
  const named = [response.headers.get('x-amzn-errortype'), body['code'], body['__type']].find(isText);
  // Secrets are removed before anything is cut off, because half a secret would not be found.
  const code = bareName(redact(named ?? '')).slice(0, longestExcerpt);
  const modelled = Object.hasOwn(operation.errors, code);
  const errors = modelled ? operation.errors : service.commonErrors;
  const known = Object.hasOwn(errors, code);
  const retry = known ? errors[code]! : retryOf(code, response.status);
  const message = [body['message'], body['Message']].find(isText);
  const reason = redact(message ?? text).slice(0, longestReason);
  return new ServiceError({
    operation,
    attempt,
    response,
    name: known ? code : 'UnknownError',
    code: known ? undefined : code || undefined,
    retry: retry || (clockCorrected && !modelled && response.status < 500 && 'transient'),
    reason: message ? reason : describe(response, reason),
  });
}

/** Reads the name of an error: `aws.imagebuilder#ClientException:http://…` is a `ClientException`. */
export function bareName(type: string): string {
  return type.split(':')[0]!.split('#').at(-1)!.trim();
}

/** For errors that the contract does not have, such as a gateway's. */
function retryOf(code: string, status: number): Retry {
  if (status === 429 || throttling.test(code)) return 'throttling';
  return (status >= 500 || status === 408) && 'transient';
}

/** Parses a JSON object; undefined for any other text. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {}
  return undefined;
}

/** Describes an unsuccessful response without a message by the words of its HTML page. */
function describe({ status }: Head, text: string): string | undefined {
  if (status < 400) return 'a redirect, which the client does not follow';
  if (/^\s*\{/.test(text)) return undefined;
  const words = text.replace(/(<[^<>]*>|\s)+/g, ' ').trim();
  return (words.length > longestExcerpt ? `${words.slice(0, longestExcerpt)}…` : words) || undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
