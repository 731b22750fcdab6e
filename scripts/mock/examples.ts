import {
  type Document,
  type Example,
  type Json,
  type JsonObject,
  type ResponseObject,
  resolve,
} from '../contract/document.ts';
import { jsonBody, type Operation } from '../contract/operations.ts';

/**
 * Reads the bodies of the contract's examples of an operation's success.
 *
 * @param document the bundled contract
 * @param operation an operation
 * @returns the bodies in the contract's order
 */
export function successExamples(document: Document, operation: Operation): JsonObject[] {
  const response = resolve<ResponseObject>(document, operation.object.responses[String(operation.status)]!);
  const examples = response.content ? (jsonBody(response).examples ?? {}) : {};
  return Object.values(examples).map((example) => resolve<Example>(document, example).value as JsonObject);
}

/**
 * Collects the items that the contract's examples of an operation list.
 *
 * @param document the bundled contract
 * @param operation a paginated operation
 * @returns the distinct items in the order of the examples; none when the operation is not paginated
 */
export function exampleItems(document: Document, operation: Operation): Json[] {
  const member = operation.paginated?.items;
  if (member === undefined) return [];
  const items = successExamples(document, operation).flatMap(
    (body) => (body[member] as Json[] | undefined) ?? [],
  );
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
