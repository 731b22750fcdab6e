import type { Members, Operation, WrittenRequest } from './operation.js';
import { ServiceError } from './service-error.js';

/**
 * Writes an input of which nothing is sent in the URL.
 *
 * @param operation the operation
 * @param input the input, as the caller gave it
 * @returns the parts of the request
 * @throws {ServiceError} `RequestValidationError` when the input cannot be written as JSON
 */
export function writeBody({ id, path, request }: Operation, input: Members): WrittenRequest {
  try {
    return { target: path, body: request && JSON.stringify(input) };
  } catch (cause) {
    const reason = 'the input cannot be written as JSON';
    throw new ServiceError({ name: 'RequestValidationError', operation: id, reason, cause, faults: [] });
  }
}
