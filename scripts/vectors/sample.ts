import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { mergeReference } from '../contract/schema.ts';
import { shortestString } from './languages.ts';
import { allowedTypes, violatedKeywords } from './violations.ts';

const freeNames = ['unknownMember', 'furtherMember', 'anotherMember'];

/**
 * Creates the smallest valid value of a schema: with only the required properties, and as few items as allowed.
 *
 * @throws {Error} when no valid value is found, or a schema requires itself
 */
export function smallest(document: Document, schema: Schema): Json {
  return create(document, schema, false, []);
}

/**
 * Creates a valid value with every property that the schema names, and at least one item in every list.
 *
 * @throws {Error} when no valid value is found
 */
export function fullest(document: Document, schema: Schema): Json {
  return create(document, schema, true, []);
}

function create(document: Document, schema: Schema, full: boolean, within: string[]): Json {
  const { $ref } = schema;
  if ($ref && within.includes($ref)) {
    if (full) return smallest(document, schema);
    throw new Error(`${$ref} requires itself, without end`);
  }
  const trail = $ref ? [...within, $ref] : within;
  const settled = mergeReference(document, schema);
  const inner = (part: Schema = {}) => create(document, part, full, trail);
  const { properties = {}, required = [], items, minItems, maxItems, minProperties } = settled;
  const [type] = allowedTypes(settled);
  if (type === 'array') {
    const wanted = full ? Math.min(1, Number(maxItems ?? 1)) : 0;
    return Array.from({ length: Math.max(wanted, Number(minItems ?? 0)) }, () => inner(items));
  }
  if (type !== 'object') return scalar(settled);
  const names = full ? Object.keys(properties) : required;
  const object = Object.fromEntries(names.map((name) => [name, inner(properties[name])]));
  return withProperties(document, settled, object, Number(minProperties ?? 0));
}

/** Adds properties until an object has `count`: first those that the schema names, then others if it is open. */
export function withProperties(
  document: Document,
  schema: Schema,
  object: JsonObject,
  count: number,
): JsonObject {
  const { properties = {}, additionalProperties } = schema;
  const copy = { ...object };
  for (const [name, part] of Object.entries(properties)) {
    if (Object.keys(copy).length >= count) return copy;
    if (!Object.hasOwn(copy, name)) copy[name] = smallest(document, part);
  }
  if (additionalProperties === false) return copy;
  for (let index = 1; Object.keys(copy).length < count; index++) {
    copy[`${unknownName(schema)}${index}`] = smallest(document, unknownProperty(schema));
  }
  return copy;
}

/** Returns a name that no property of a schema has. */
export function unknownName({ properties = {} }: Schema): string {
  const free = freeNames.find((name) => !Object.hasOwn(properties, name));
  if (!free)
    throw new Error(`a schema names all of ${freeNames.join(', ')}: add one to scripts/vectors/sample.ts`);
  return free;
}

/** Returns the schema of properties that a schema does not name: that of a text unless `additionalProperties` has one. */
export function unknownProperty({ additionalProperties }: Schema): Schema {
  return typeof additionalProperties === 'object' ? (additionalProperties as Schema) : { type: 'string' };
}

function scalar(schema: Schema): Json {
  for (const candidate of candidates(schema)) {
    if (violatedKeywords(schema, candidate).length === 0) return candidate;
  }
  throw new Error(`no valid value found for ${JSON.stringify(schema)}: give the schema an example`);
}

function* candidates(schema: Schema): Iterable<Json> {
  const { enum: closed = [], examples = [], 'x-extensible-enum': open = [] } = schema;
  yield* [...closed, ...examples, ...open, 'text'];
  const pattern = schema['pattern'] as string | undefined;
  const [min, max] = [
    Number(schema['minLength'] ?? 1),
    Number(schema['maxLength'] ?? Number.POSITIVE_INFINITY),
  ];
  yield shortestString({ pattern, min, max }) ?? '';
  yield 1;
  for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']) {
    if (typeof schema[keyword] === 'number') yield* numbersAround(schema, schema[keyword]);
  }
  yield* [true, null];
}

/** Lists the first of all items with the same key. */
export function firstOfEach<Item>(items: Item[], key: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}

/** Lists the numbers below, at and above a bound: the next integers, or the next doubles. */
export function numbersAround(schema: Schema, bound: number): [number, number, number] {
  if (!allowedTypes(schema).includes('number')) return [Math.ceil(bound) - 1, bound, Math.floor(bound) + 1];
  return [nextDown(bound), bound, nextUp(bound)];
}

/** Returns the next larger double. */
export function nextUp(number: number): number {
  if (number === 0) return Number.MIN_VALUE;
  const [double, bits] = doubleAndBits(number);
  bits[0]! += number > 0 ? 1n : -1n;
  return double[0]!;
}

/** Returns the next smaller double. */
export function nextDown(number: number): number {
  return -nextUp(-number);
}

function doubleAndBits(number: number): [Float64Array, BigInt64Array] {
  const double = new Float64Array([number]);
  return [double, new BigInt64Array(double.buffer)];
}
