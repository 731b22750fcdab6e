// Copied from scripts/runtime/client/read-error.ts by `npm run generate`: do not edit.

import type { Operation, Retry, Service } from './operation.js';
import type { HttpResponse } from './platform.js';
import { ServiceError } from './service-error.js';

/** As many characters of a gateway's page as a log line bears. */
const longestExcerpt = 200;
/** As many characters of an answer as are looked at for what to say. */
const longestRead = 5000;
/** Of the names that the AWS SDKs take for too many requests, those that are not of one service. */
const throttling = /Throttl|TooManyReq|LimitExceed/;

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
  const named = [response.headers.get('x-amzn-errortype'), body['code'], body['__type']].find(isText);
  // `aws.imagebuilder#ClientException:http://…` is a `ClientException`.
  const code =
    named && redact(named, signature).split(':')[0]!.split('#').at(-1)!.trim().slice(0, longestExcerpt);
  const message = [body['message'], body['Message']].find(isText);
  const modelled = Object.hasOwn(operation.errors, code ?? '');
  const errors: Record<string, Retry> = modelled ? operation.errors : service.commonErrors;
  const known = Object.hasOwn(errors, code ?? '');
  const retry = known ? errors[code!]! : retryOf(code ?? '', response.status);
  // Redacted before anything is cut off: of half a secret nothing would be recognised.
  const reason = redact(message ?? text, signature).slice(0, longestRead);
  return new ServiceError({
    ...{ operation: operation.id, attempt, response },
    name: known ? code! : 'UnknownError',
    code: known ? undefined : code,
    retry: retry || (clockCorrected && !modelled && response.status < 500 && 'transient'),
    reason: message ? reason : describe(response, reason) || undefined,
  });
}

/**
 * Takes a request's secrets out of a text: AWS quotes the request that it expected, session token included, when a
 * signature is wrong.
 *
 * @param text any text
 * @param signature the headers of the signature
 * @returns the text without them
 */
export function redact(text: string, signature: Record<string, string>): string {
  return (
    Object.entries(signature)
      // The date alone is no secret; and any text holds the empty one.
      .filter(([name, value]) => name !== 'x-amz-date' && value !== '')
      .flatMap(([, value]) => [value, /Signature=(\w+)/.exec(value)?.[1] ?? value])
      .reduce((rest, secret) => rest.replaceAll(secret, '[removed]'), text)
  );
}

/** What the contract does not know, such as the page of a gateway, says by its status whether to try again. */
function retryOf(code: string, status: number): Retry {
  if (status === 429 || throttling.test(code)) return 'throttling';
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
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > longestExcerpt ? `${words.slice(0, longestExcerpt)}…` : words;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
