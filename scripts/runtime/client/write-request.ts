import { bodyMembers } from './body-members.js';
import type { Members, Operation, WrittenRequest } from './operation.js';
import { ServiceError } from './service-error.js';
import { writeBody } from './write-body.js';

/**
 * Writes an input as a request: what the operation has in its path and query goes there, the rest into the body.
 *
 * @param operation the operation
 * @param input the input, as the caller gave it
 * @returns the parts of the request
 * @throws {ServiceError} `RequestValidationError` when a member of the path has no value that can stand in a path, or
 *   the input cannot be written as JSON
 */
export function writeRequest(operation: Operation, input: Members): WrittenRequest {
  const { path, parameters = {} } = operation;
  const query = Object.keys(parameters)
    .filter((name) => parameters[name]!.in === 'query')
    .flatMap((name) => [input[name] ?? []].flat().map((value) => `${encode(name)}=${encode(value)}`));
  const target = path.replace(/\{(.+?)\}/g, (_, name: string) => pathSegment(operation, name, input[name]));
  return {
    target: [target, query.join('&')].filter(Boolean).join('?'),
    body: writeBody(operation, bodyMembers(operation, input)).body,
  };
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
