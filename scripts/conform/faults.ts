import type { Json, JsonObject, Schema } from '../contract/document.ts';
import { annotations, plainSchema } from '../contract/schema.ts';
import { allowedTypes, isOfType } from './json-types.ts';

/** Tells whether a value keeps to what a keyword says; a value of a type that the keyword is not about does. */
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

/** Keywords that say what is inside a value, and nothing of the value itself. */
const structure = ['$ref', 'items', 'properties'];

/**
 * Names the keywords that a value itself breaks; what is inside it is taken to be right.
 *
 * @param schema a schema with its reference already followed
 * @param value any JSON value
 * @returns the keywords, in the order of the schema; none when the value is valid
 */
export function faults(schema: Schema, value: Json): string[] {
  const broken = ([keyword, limit]: [string, unknown]) =>
    assertions[keyword] && !assertions[keyword](value, limit as never, schema);
  return Object.entries(schema)
    .filter(broken)
    .map(([keyword]) => keyword);
}

/**
 * Names the keywords of a schema for which no vectors can be made yet.
 *
 * @param schema one schema; schemas inside it are not read
 * @returns keywords that assert something, and that {@link faults} does not know
 */
export function unknownKeywords(schema: Schema): string[] {
  return Object.keys(plainSchema(schema, annotations)).filter(
    (keyword) => !(keyword in assertions) && !structure.includes(keyword),
  );
}
