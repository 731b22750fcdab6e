// Copied from scripts/runtime/client/write-request.ts by `npm run generate`: do not edit.

import type { Members, Operation } from './operation.js';
import { ServiceError } from './service-error.js';

/** An input in the form in which it is sent. */
export interface WrittenRequest {
  /** Path and query. */
  target: string;
  /** JSON; undefined for an operation without a body. */
  body: string | undefined;
}

/**
 * Writes an input as a request: what the operation has in its path and query goes there, the rest into the body.
 *
 * @param operation the operation
 * @param input the input, as the caller gave it
 * @returns the parts of the request
 * @throws {ServiceError} `RequestValidationError` when a member of the path has no value that can stand in a path
 */
export function writeRequest(operation: Operation, input: Members): WrittenRequest {
  const { path, parameters, request } = operation;
  if (!parameters) return { target: path, body: request && JSON.stringify(input) };
  const query = Object.keys(parameters)
    .filter((name) => parameters[name]!.in === 'query')
    .flatMap((name) => [input[name] ?? []].flat().map((value) => `${encode(name)}=${encode(value)}`));
  const target = path.replace(/\{(.+?)\}/g, (_, name: string) => pathSegment(operation, name, input[name]));
  return {
    target: [target, query.join('&')].filter(Boolean).join('?'),
    body: request && JSON.stringify(bodyMembers(operation, input)),
  };
}

/**
 * Takes the members of an input that are sent in the body.
 *
 * @param operation the operation
 * @param input the input
 * @returns those that are not sent in the URL
 */
export function bodyMembers({ parameters = {} }: Operation, input: Members): Members {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !Object.hasOwn(parameters, name)));
}

/** Without a value there would be another path, and dots are taken out of a path on its way. */
function pathSegment({ id }: Operation, name: string, value: unknown): string {
  const text = encode(value ?? '');
  if (!/^\.{0,2}$/.test(text)) return text;
  const fault = {
    instancePath: `/${name}`,
    message: `must have a value that can stand in a path, not "${text}"`,
  };
  throw new ServiceError({
    ...{ name: 'RequestValidationError', operation: id, faults: [fault] },
    reason: `${fault.instancePath} ${fault.message}`,
  });
}

/** The characters that stay are those of Signature Version 4, fewer than those of `encodeURIComponent`. */
function encode(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
