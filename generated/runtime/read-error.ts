// Copied from scripts/runtime/client/read-error.ts by `npm run generate`: do not edit.

import type { Operation, Retry, Service } from './operation.js';
import type { HttpResponse } from './platform.js';
import { ServiceError } from './service-error.js';

/** As many characters of a gateway's page as a log line bears. */
const longestExcerpt = 200;

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
  // The date alone is no secret; and any text holds the empty one.
  const secrets = Object.entries(signature).filter(([name, value]) => name !== 'x-amz-date' && value !== '');
  return secrets.reduce((rest, [, secret]) => rest.replaceAll(secret, '[removed]'), text);
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

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
