import type { Json, JsonObject, Schema } from '../contract/document.ts';
import { annotations, isObject, plainSchema } from '../contract/schema.ts';

/** The types of JSON Schema. An integer is also a number. */
export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

export type JsonType = (typeof jsonTypes)[number];

/** Lists the types that a schema allows: all of them if it has no `type`. */
export function allowedTypes({ type }: { type?: unknown } & Schema): readonly JsonType[] {
  if (type === undefined) return jsonTypes;
  return (Array.isArray(type) ? type : [type]) as JsonType[];
}

/** Whether a value has a type of JSON Schema, where 1.0 is an integer and null is not an object. */
export function isOfType(value: Json, type: JsonType): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === 'null' ? value === null : typeof value === type;
}

/** Whether a value fulfils a keyword with a limit. */
type Assertion = (value: never, limit: never, schema: Schema) => boolean;

/** Each keyword with the type of values that it applies to, and whether such a value fulfils it. */
const assertions: Record<string, [type: JsonType | 'any', holds: Assertion]> = {
  type: [
    'any',
    (value: Json, _: unknown, schema) => allowedTypes(schema).some((type) => isOfType(value, type)),
  ],
  enum: [
    'any',
    (value: Json, known: Json[]) => known.some((one) => JSON.stringify(one) === JSON.stringify(value)),
  ],
  minLength: ['string', (text: string, least: number) => [...text].length >= least],
  maxLength: ['string', (text: string, most: number) => [...text].length <= most],
  pattern: ['string', (text: string, pattern: string) => new RegExp(pattern, 'u').test(text)],
  minimum: ['number', (number: number, least: number) => number >= least],
  maximum: ['number', (number: number, most: number) => number <= most],
  exclusiveMinimum: ['number', (number: number, bound: number) => number > bound],
  exclusiveMaximum: ['number', (number: number, bound: number) => number < bound],
  minItems: ['array', (list: Json[], least: number) => list.length >= least],
  maxItems: ['array', (list: Json[], most: number) => list.length <= most],
  minProperties: ['object', (object: JsonObject, least: number) => Object.keys(object).length >= least],
  maxProperties: ['object', (object: JsonObject, most: number) => Object.keys(object).length <= most],
  required: [
    'object',
    (object: JsonObject, names: string[]) => names.every((name) => Object.hasOwn(object, name)),
  ],
  additionalProperties: [
    'object',
    (object: JsonObject, allowed: unknown, { properties = {} }) =>
      allowed !== false || Object.keys(object).every((name) => Object.hasOwn(properties, name)),
  ],
};

/** Keywords that apply to parts of a value. */
const structure = ['$ref', 'items', 'properties'];

/** Lists the keywords that a value itself violates, not its parts. Does not use ajv, because its results test ajv. */
export function violatedKeywords(schema: Schema, value: Json): string[] {
  return Object.keys(schema).filter((keyword) => {
    if (!Object.hasOwn(assertions, keyword)) return false;
    const [type, holds] = assertions[keyword]!;
    const applies = type === 'any' || isOfType(value, type);
    return applies && !holds(value as never, schema[keyword] as never, schema);
  });
}

/** Lists the keywords of a schema for which no vectors can be created yet. */
export function unknownKeywords(schema: Schema): string[] {
  return Object.keys(plainSchema(schema, annotations)).filter(
    (keyword) => !(keyword in assertions) && !structure.includes(keyword),
  );
}
