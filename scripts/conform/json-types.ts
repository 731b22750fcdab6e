import type { Json, Schema } from '../contract/document.ts';

/** The types that JSON Schema tells apart. An integer is also a number. */
export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

/** One of them. */
export type JsonType = (typeof jsonTypes)[number];

/**
 * Lists the types that a schema allows.
 *
 * @param schema a schema with its reference already followed
 * @returns the types of its `type`; all of them when it has none
 */
export function allowedTypes({ type }: { type?: unknown } & Schema): readonly JsonType[] {
  if (type === undefined) return jsonTypes;
  return (Array.isArray(type) ? type : [type]) as JsonType[];
}

/**
 * Tells whether a value is of a type, as JSON Schema sees it: 1.0 is an integer, null is no object.
 *
 * @param value any JSON value
 * @param type the name of the type
 */
export function isOfType(value: Json, type: JsonType): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  return typeof value === type && value !== null && !Array.isArray(value);
}
