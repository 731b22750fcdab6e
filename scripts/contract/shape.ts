import type { Document, JsonObject, Schema } from './document.ts';
import { parsePointer } from './json-pointer.ts';
import { mergeReference } from './merge-reference.ts';
import type { Operation } from './operations.ts';

/**
 * Lists the members of an operation's request or response.
 *
 * @param document the bundled contract
 * @param component the name of the schema component, such as `operation.request`
 * @returns each member's schema, references merged; empty when there is no such body
 */
export function members(document: Document, component: string | undefined): Record<string, Schema> {
  if (component === undefined) return {};
  const schema = mergeReference(document, { $ref: `#/components/schemas/${component}` });
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, member]) => [name, mergeReference(document, member)]),
  );
}

/**
 * Finds the schema of the items that a paginated operation lists.
 *
 * @param document the bundled contract
 * @param operation an operation
 * @returns the items' schema as it stands, often a reference; undefined when the operation is not paginated
 * @throws {Error} when `x-paginated.items` is not a list of the response
 */
export function itemSchema(document: Document, operation: Operation): Schema | undefined {
  if (!operation.paginated) return undefined;
  const { items } = operation.paginated;
  const list = members(document, operation.response)[items];
  if (!list?.items)
    throw new Error(`x-paginated of ${operation.id}: ${items} is no list of ${operation.response}`);
  return list.items;
}

/**
 * Takes the value at a JSON Pointer.
 *
 * @param value where the pointer starts
 * @param pointer an RFC 6901 pointer such as `/packageVulnerabilityDetails/vulnerabilityId`
 * @returns the value, undefined when the pointer leads nowhere
 */
export function at(value: unknown, pointer: string): unknown {
  let node = value;
  for (const key of parsePointer(pointer)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as JsonObject)[key];
  }
  return node;
}
