import type { Json, JsonObject, Schema } from '../contract/document.ts';
import { annotations, plainSchema } from '../contract/schema.ts';

/** The types of JSON Schema. An integer is also a number. */
export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

export type JsonType = (typeof jsonTypes)[number];

/** Lists the types that a schema allows; all of them if it has no `type`. */
export function allowedTypes({ type }: { type?: unknown } & Schema): readonly JsonType[] {
  if (type === undefined) return jsonTypes;
  return (Array.isArray(type) ? type : [type]) as JsonType[];
}

/** Compares a value with a type of JSON Schema, where 1.0 is an integer and null is not an object. */
export function isOfType(value: Json, type: JsonType): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  return typeof value === type && value !== null && !Array.isArray(value);
}

/** Compares a value with a keyword; every value of a type that the keyword is not about fulfils it. */
type Assertion = (value: Json, limit: never, schema: Schema) => boolean;

const characters = (text: string) => [...text].length;
const members = (object: JsonObject) => Object.keys(object);

const onString = <Limit>(holds: (value: string, limit: Limit) => boolean) => {
  return (value: Json, limit: Limit) => typeof value !== 'string' || holds(value, limit);
};
const onNumber = (holds: (value: number, limit: number) => boolean) => {
  return (value: Json, limit: number) => typeof value !== 'number' || holds(value, limit);
};
const onList = (holds: (value: Json[], limit: number) => boolean) => {
  return (value: Json, limit: number) => !Array.isArray(value) || holds(value, limit);
};
const onObject = <Limit>(holds: (value: JsonObject, limit: Limit, schema: Schema) => boolean) => {
  return (value: Json, limit: Limit, schema: Schema) =>
    !isOfType(value, 'object') || holds(value as JsonObject, limit, schema);
};

const assertions: Record<string, Assertion> = {
  type: (value, _, schema) => allowedTypes(schema).some((type) => isOfType(value, type)),
  enum: (value, known: Json[]) => known.some((member) => JSON.stringify(member) === JSON.stringify(value)),
  minLength: onString<number>((text, least) => characters(text) >= least),
  maxLength: onString<number>((text, most) => characters(text) <= most),
  pattern: onString<string>((text, pattern) => new RegExp(pattern, 'u').test(text)),
  minimum: onNumber((number, least) => number >= least),
  maximum: onNumber((number, most) => number <= most),
  exclusiveMinimum: onNumber((number, bound) => number > bound),
  exclusiveMaximum: onNumber((number, bound) => number < bound),
  minItems: onList((list, least) => list.length >= least),
  maxItems: onList((list, most) => list.length <= most),
  minProperties: onObject<number>((object, least) => members(object).length >= least),
  maxProperties: onObject<number>((object, most) => members(object).length <= most),
  required: onObject<string[]>((object, names) => names.every((name) => Object.hasOwn(object, name))),
  additionalProperties: onObject<unknown>((object, allowed, { properties = {} }) => {
    return allowed !== false || members(object).every((name) => Object.hasOwn(properties, name));
  }),
};

/** Keywords about the inside of a value, not about the value itself. */
const structure = ['$ref', 'items', 'properties'];

/** Lists the keywords that a value itself violates, whatever is inside it. Written without ajv, to test ajv. */
export function violatedKeywords(schema: Schema, value: Json): string[] {
  const broken = ([keyword, limit]: [string, unknown]) =>
    assertions[keyword] && !assertions[keyword](value, limit as never, schema);
  return Object.entries(schema)
    .filter(broken)
    .map(([keyword]) => keyword);
}

/** Lists the keywords of a schema for which no vectors can be created yet. */
export function unknownKeywords(schema: Schema): string[] {
  return Object.keys(plainSchema(schema, annotations)).filter(
    (keyword) => !(keyword in assertions) && !structure.includes(keyword),
  );
}
