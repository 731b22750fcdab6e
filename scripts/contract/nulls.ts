import type { Document, Json, Schema } from './document.ts';
import { isObject, mergeReference } from './schema.ts';

/**
 * Drops the properties that are null from a request, as AWS's services do.
 *
 * The entries of a list or a map may not be null, so they stay and break the contract.
 */
export function dropNulls(document: Document, reference: Schema | undefined, value: Json): Json {
  if (!reference || typeof value !== 'object' || value === null) return value;
  const { items, properties, additionalProperties } = mergeReference(document, reference);
  if (Array.isArray(value)) return value.map((item) => dropNulls(document, items, item));
  const entries = isObject(additionalProperties) ? (additionalProperties as Schema) : undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, property]) => property !== null || entries)
      .map(([name, property]) => [name, dropNulls(document, properties?.[name] ?? entries, property)]),
  );
}
