import type { Document, JsonObject } from '../contract/document.ts';
import { members, type Operation } from '../contract/operations.ts';

/** The header that carries the id of the request on every answer of an AWS service. */
export const requestIdHeader = 'x-amzn-requestid';

/**
 * Makes the function that writes the request id into a success, where the contract says that a member repeats the
 * header.
 *
 * @param document the bundled contract
 * @param operation an operation
 * @returns a function from a body and an id to the body with that id
 */
export function createIdWriter(
  document: Document,
  operation: Operation,
): (body: JsonObject, id: string) => JsonObject {
  const names = Object.entries(members(document, operation.response))
    .filter(([, member]) => member['x-same-as-header'] === requestIdHeader)
    .map(([name]) => name);
  return (body, id) => ({ ...body, ...Object.fromEntries(names.map((name) => [name, id])) });
}
