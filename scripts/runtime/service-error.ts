import type { Operation } from './operation.js';

/** Statuses by which proxies and gateways, which name no error, say that a later attempt may succeed. */
const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** What is known of a failed call. */
export interface Failure {
  name: string;
  operation: string;
  status: number;
  requestId?: string | undefined;
  retryable: boolean;
  /** What the service, or whatever answered in its place, says about it. */
  reason?: string | undefined;
}

/** The service answered, but not with a success: one of its errors, or an answer that cannot be read. */
export class ServiceError extends Error {
  /** The error's name in the contract, such as `ServiceException`; `UnknownError` when the answer names none. */
  override readonly name: string;
  /** The operation that failed, such as `ListImageScanFindings`. */
  readonly operation: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The id that the service's support asks for; absent when something in between answered. */
  readonly requestId: string | undefined;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** The answer's own words, without what `message` adds to them. */
  readonly reason: string | undefined;

  /**
   * @param failure what is known of the failed call; it makes up the message
   * @param options `cause`: the error that led to this one
   */
  constructor(failure: Failure, options?: ErrorOptions) {
    const { name, operation, status, requestId, reason } = failure;
    const id = requestId ? `, request ${requestId}` : '';
    super(`${operation} failed with ${name} (status ${status}${id})${reason ? `: ${reason}` : ''}`, options);
    this.name = name;
    this.operation = operation;
    this.status = status;
    this.requestId = requestId;
    this.retryable = failure.retryable;
    this.reason = reason;
  }
}

/**
 * Makes an error of an answer that is no success, whatever its body is.
 *
 * @param operation the operation that was called
 * @param response the answer; its body is read
 * @returns the error to throw; never fails on an answer that is empty, cut off or not JSON
 */
export async function readError(operation: Operation, response: Response): Promise<ServiceError> {
  const text = await response.text().catch(() => '');
  const body = parseObject(text);
  const type = [response.headers.get('x-amzn-errortype'), body['code'], body['__type']].find(isText);
  const name = (type && nameOf(type)) || 'UnknownError';
  return new ServiceError({
    name,
    operation: operation.id,
    status: response.status,
    requestId: requestIdOf(response),
    retryable: operation.retryable[name] ?? transientStatuses.has(response.status),
    reason: [body['message'], body['Message'], excerpt(text)].find(isText),
  });
}

/**
 * Makes an error of a success whose body cannot be read.
 *
 * @param operation the operation that was called
 * @param response the answer
 * @param reason what is wrong with the body
 * @param cause the error that reading it raised
 * @returns the error to throw; it is not retryable, because the operation took place
 */
export function unreadable(
  operation: Operation,
  response: Response,
  reason: string,
  cause?: unknown,
): ServiceError {
  const failure = { name: 'UnknownError', operation: operation.id, retryable: false, reason };
  return new ServiceError(
    { ...failure, status: response.status, requestId: requestIdOf(response) },
    cause === undefined ? undefined : { cause },
  );
}

/** `aws.imagebuilder#ClientException:http://…` is a `ClientException`. */
function nameOf(type: string): string {
  return type.split(':')[0]!.split('#').at(-1)!.trim();
}

function requestIdOf(response: Response): string | undefined {
  return response.headers.get('x-amzn-requestid') ?? undefined;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Of a page that a proxy wrote, the words up to a length that a log line bears. */
function excerpt(text: string): string | undefined {
  if (text.trim().startsWith('{')) return undefined;
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > 200 ? `${words.slice(0, 200)}…` : words;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
