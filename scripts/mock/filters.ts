import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { members, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';

/** One filter of a request: an item passes when its value at the filter's pointer is one of these. */
export interface Filter {
  name: string;
  values: string[];
}

interface FilterMembers {
  list: string;
  name: string;
  values: string;
}

/**
 * Makes a reader of an operation's filters.
 *
 * The request member that filters is the list of objects one of whose members allows exactly the names in
 * `x-filters`; the list beside that member holds the values.
 *
 * @param document the bundled contract
 * @param operation an operation
 * @returns a function that takes a valid request's filters; a filter that lacks its name or its values filters nothing
 * @throws {Error} when the operation has `x-filters` and no request member fits
 */
export function createFilterReader(
  document: Document,
  operation: Operation,
): (request: JsonObject) => Filter[] {
  const names = Object.keys(operation.filters ?? {});
  if (names.length === 0) return () => [];
  const found = findMembers(document, operation, names);
  if (!found)
    throw new Error(`x-filters of ${operation.id}: no list of its request has members for a name and values`);
  return (request) =>
    ((request[found.list] ?? []) as JsonObject[]).flatMap((filter) => {
      const name = filter[found.name];
      const values = filter[found.values];
      return typeof name === 'string' && Array.isArray(values) ? [{ name, values: values as string[] }] : [];
    });
}

function findMembers(document: Document, operation: Operation, names: string[]): FilterMembers | undefined {
  for (const [list, schema] of Object.entries(members(document, operation.request))) {
    const parts = filterParts(document, schema);
    const name = parts.find(([, part]) => part.enum && sameNames(part.enum, names))?.[0];
    const values = parts.find(([, part]) => part.type === 'array')?.[0];
    if (name !== undefined && values !== undefined) return { list, name, values };
  }
  return undefined;
}

function filterParts(document: Document, list: Schema): [string, Schema][] {
  const item = list.items ? mergeReference(document, list.items) : {};
  return Object.entries(item.properties ?? {}).map(([name, part]) => [name, mergeReference(document, part)]);
}

function sameNames(values: Json[], names: string[]): boolean {
  return values.length === names.length && values.every((value) => names.includes(String(value)));
}
