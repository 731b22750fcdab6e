import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { plural } from '../contract/words.ts';
import { shortestString } from './languages.ts';
import { broadMatch, offAtEnds, type PatternString, tryingStrings } from './pattern.ts';
import { fullest, numbersAround, smallest, unknownName, unknownProperty, withProperties } from './sample.ts';
import { allowedTypes, isOfType, type JsonType, violatedKeywords } from './violations.ts';

/** A value that tests a schema. */
export interface Trial {
  /** Describes the value. */
  what: string;
  value: Json;
}

/** A schema to create values for. */
interface TriedSchema {
  document: Document;
  /** The schema, with its own reference followed, but not those of its parts. */
  schema: Schema;
  /** Whether to try everything, as in the schema's own file. Where the schema is only used, trying its bounds is enough. */
  thorough: boolean;
}

const typeTrials: Record<JsonType, (subject: TriedSchema) => Iterable<Trial>> = {
  null: () => [{ what: 'null', value: null }],
  boolean: () => [true, false].map((value) => ({ what: String(value), value })),
  integer: numberTrials,
  number: numberTrials,
  string: stringTrials,
  array: listTrials,
  object: objectTrials,
};

/**
 * Creates values for each constraint of a schema: its type, bounds, pattern, known values, properties and numbers of
 * items.
 *
 * @throws {Error} when no valid value is found, or no test strings can be made for a pattern
 */
export function* trials(subject: TriedSchema): Iterable<Trial> {
  const { document, schema } = subject;
  for (const type of allowedTypes(schema)) yield* typeTrials[type](subject);
  yield* knownValueTrials(schema);
  yield { what: 'a valid value', value: smallest(document, schema) };
  yield* wrongTypes(subject);
}

/** Creates a value of each type that a schema does not allow. */
function wrongTypes({ document, schema }: TriedSchema): Trial[] {
  const valid = smallest(document, schema);
  const all: Trial[] = [
    { what: 'null', value: null },
    { what: 'a boolean', value: true },
    { what: 'a whole number', value: 1 },
    fractionTrial(schema),
    { what: 'a string', value: 'text' },
    { what: 'a valid value as a string', value: JSON.stringify(valid) },
    { what: 'an array', value: [] },
    { what: 'an array with a valid value', value: [valid] },
    { what: 'an object', value: {} },
  ];
  const types = allowedTypes(schema);
  return all.filter(({ value }) => !types.some((type) => isOfType(value, type)));
}

/** Creates numbers at the bounds of a schema and next to them. */
function* numberTrials({ schema }: TriedSchema): Iterable<Trial> {
  const bounded = (keywords: string[]) => keywords.filter((keyword) => typeof schema[keyword] === 'number');
  const lower = bounded(['minimum', 'exclusiveMinimum']);
  const upper = bounded(['maximum', 'exclusiveMaximum']);
  for (const keyword of [...lower, ...upper]) {
    const [below, at, above] = numbersAround(schema, schema[keyword] as number);
    yield { what: `the next number below \`${keyword}\``, value: below };
    yield { what: `exactly \`${keyword}\``, value: at };
    yield { what: `the next number above \`${keyword}\``, value: above };
  }
  if (lower.length === 0) yield { what: 'a negative number', value: Number.MIN_SAFE_INTEGER };
  if (upper.length === 0) yield { what: 'a large number', value: Number.MAX_SAFE_INTEGER };
  if (allowedTypes(schema).includes('number')) yield fractionTrial(schema);
}

/** Creates a number with a fraction, inside the bounds. */
function fractionTrial(schema: Schema): Trial {
  const lower = schema['minimum'] ?? schema['exclusiveMinimum'];
  const upper = schema['maximum'] ?? schema['exclusiveMaximum'];
  const fromAbove = lower === undefined && typeof upper === 'number';
  return { what: 'a number with a fraction', value: fromAbove ? upper - 0.5 : Number(lower ?? 1) + 0.5 };
}

const emoji = '\u{1f600}';
const accent = '\u0301';

/** Creates texts for the length and the pattern of a schema. */
function* stringTrials({ document, schema, thorough }: TriedSchema): Iterable<Trial> {
  const { minLength: least, maxLength: most, pattern } = schema;
  yield { what: 'an empty string', value: '' };
  if (typeof least === 'number' && least > 0) yield* leastTexts(schema, least, thorough);
  if (typeof most === 'number') yield* mostTexts(schema, most, thorough);
  else if (thorough) {
    yield { what: 'a string of 2000 characters', value: 'a'.repeat(2000) };
    const what = 'a string with a line feed, a tab, a quotation mark, a backslash and an emoji';
    yield { what, value: `\n\t"\\${emoji}` };
  }
  if (typeof pattern === 'string') yield* patternTrials({ document, schema, thorough }, pattern);
}

function* leastTexts(schema: Schema, least: number, thorough: boolean): Iterable<Trial> {
  const counts = boundCounts(least, undefined);
  for (const { count, remark, isInside } of counts) {
    if (thorough || !isInside) yield text(count, 'character', remark, fill(schema, count));
  }
  // An emoji is two UTF-16 units, so a validator that counts units would allow too few.
  for (const { count, remark, isInside } of counts) {
    if (!isInside) yield text(count, 'emoji', remark, emoji.repeat(count));
  }
}

function* mostTexts(schema: Schema, most: number, thorough: boolean): Iterable<Trial> {
  const ending = (count: number, remark: string, last: string) =>
    text(count, 'character', remark, 'a'.repeat(count - 1) + last);
  // An emoji is two UTF-16 units and four bytes, so a validator that counts those would refuse an allowed length.
  const emojiLast = ending(Math.max(most, 1), 'the last one an emoji', emoji);
  // If emoji are allowed, this text replaces the one without: texts can be long.
  const isEnough = !thorough && violatedKeywords(schema, emojiLast.value).length === 0;
  for (const { count, remark, isInside } of boundCounts(undefined, most)) {
    if (isEnough && count === most) yield emojiLast;
    else if (thorough || !isInside) yield text(count, 'character', remark, fill(schema, count));
  }
  if (!thorough) return;
  yield emojiLast;
  // An accent looks like part of the letter before it, but is a code point of its own.
  yield ending(most + 1, 'one too many, the last one a combining accent', accent);
}

function text(count: number, unit: string, remark: string, value: string): Trial {
  return { what: counted(count, unit, remark), value };
}

/** Creates a text of a length; if the pattern allows none of that length, the text also violates the pattern. */
function fill(schema: Schema, length: number): string {
  const pattern = schema['pattern'] as string | undefined;
  return shortestString({ pattern, min: length, max: length }) ?? 'a'.repeat(length);
}

function* patternTrials({ document, schema, thorough }: TriedSchema, pattern: string): Iterable<Trial> {
  const trial = (subject: string, { text: value, what }: PatternString): Trial => {
    const result = new RegExp(pattern, 'u').test(value) ? 'a match' : 'a near-miss';
    return { what: `${result} of the pattern, ${subject} ${what}`, value };
  };
  if (thorough) {
    const short = tryingStrings(pattern, Number(schema['minLength'] ?? 0));
    yield* short.map((string) => trial('a short one', string));
  }
  yield trial('one', { text: broadMatch(pattern), what: 'with every kind of character' });
  const valid = String(smallest(document, schema));
  yield* offAtEnds(pattern, valid).map((string) => trial('the valid value', string));
}

/** Creates lists of valid items, with as many items as the bounds, and one more or fewer. */
function* listTrials({ document, schema, thorough }: TriedSchema): Iterable<Trial> {
  const { items = {}, minItems, maxItems } = schema;
  const list = (count: number) => Array.from({ length: count }, () => smallest(document, items));
  const counts = boundCounts(minItems, maxItems);
  if (!counts.some(({ count }) => count === 0)) yield { what: 'no items', value: [] };
  for (const { count, remark } of counts) yield { what: counted(count, 'item', remark), value: list(count) };
  if (thorough && maxItems === undefined) {
    yield { what: '100 items, as there is no maximum', value: list(100) };
  }
}

/** Creates objects with and without required, optional and unknown properties. */
function* objectTrials(subject: TriedSchema): Iterable<Trial> {
  const { document, schema, thorough } = subject;
  const { required = [], minProperties, maxProperties } = schema;
  const least = smallest(document, schema) as JsonObject;
  yield { what: required.length ? 'only the required properties' : 'no properties', value: least };
  if (thorough) yield { what: 'every property', value: fullest(document, schema) };
  for (const name of required) {
    const { [name]: _, ...rest } = least;
    yield { what: `without the required property \`${name}\``, value: rest };
  }
  for (const { count, remark } of boundCounts(minProperties, maxProperties)) {
    const properties = Object.entries(withProperties(document, schema, least, count)).slice(0, count);
    yield { what: counted(count, 'property', remark), value: Object.fromEntries(properties) };
  }
  yield* unknownPropertyTrials(subject, least);
}

function* unknownPropertyTrials(
  { document, schema, thorough }: TriedSchema,
  least: JsonObject,
): Iterable<Trial> {
  const { properties = {}, additionalProperties } = schema;
  const name = unknownName(schema);
  const value = smallest(document, unknownProperty(schema));
  const trial = (what: string, property: string, of: Json) => ({ what, value: { ...least, [property]: of } });
  yield trial('an unknown property', name, value);
  if (!thorough) return;
  yield trial('an unknown property whose name is special in many languages', 'constructor', value);
  const otherCase = Object.keys(properties)
    .map((known) => known.charAt(0).toUpperCase() + known.slice(1))
    .find((known) => !Object.hasOwn(properties, known));
  if (otherCase) yield trial('a known property in a different case', otherCase, value);
  // In a map, unknown properties have a schema, and their own places.
  if (typeof additionalProperties === 'object') return;
  yield trial('an unknown property that is null', name, null);
  yield trial('an unknown property that is an object', name, {});
}

const newcomers = ['NOT_KNOWN_YET', 'notKnownYet', 'x'];

/** Creates every value that a schema lists, and some that it does not. */
function* knownValueTrials(schema: Schema): Iterable<Trial> {
  const { enum: closed = [], 'x-extensible-enum': open = [] } = schema;
  yield* closed.map((value) => ({ what: `the allowed value \`${value}\``, value }));
  yield* closed.filter((value) => typeof value === 'string').flatMap(nearMisses);
  yield* open.map((value) => ({ what: `the known value \`${value}\``, value }));
  const isNew = (value: string) => !open.includes(value) && violatedKeywords(schema, value).length === 0;
  const newcomer = newcomers.find(isNew);
  if (open.length && newcomer) yield { what: 'a value that the contract does not list', value: newcomer };
}

function nearMisses(value: string): Trial[] {
  const otherCase = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
  return [
    { what: `\`${value}\` in a different case`, value: otherCase },
    { what: `\`${value}\` with an extra letter at the end`, value: `${value}s` },
    { what: `\`${value}\` with an extra letter at the start`, value: `s${value}` },
    { what: `\`${value}\` without its last letter`, value: value.slice(0, -1) },
  ];
}

interface BoundCount {
  count: number;
  /** Relates the count to the bound, such as `one too few`. */
  remark: string;
  /** Whether the count is next to a bound, on the allowed side. */
  isInside: boolean;
}

/** Lists the counts at the bounds of a schema and next to them. */
function boundCounts(least: unknown, most: unknown): BoundCount[] {
  const counts: BoundCount[] = [];
  const add = (count: number, remark: string, isInside = false) => counts.push({ count, remark, isInside });
  const only = least === most ? 'the only number allowed' : undefined;
  if (typeof least === 'number' && least > 0) {
    add(least - 1, 'one too few');
    add(least, only ?? 'the minimum');
    if (!only) add(least + 1, 'one more than the minimum', true);
  }
  if (typeof most === 'number') {
    if (!only && most > 0) add(most - 1, 'one less than the maximum', true);
    add(most, only ?? 'the maximum');
    add(most + 1, 'one too many');
  }
  return counts;
}

function counted(count: number, unit: string, remark: string): string {
  return `${count} ${unit === 'emoji' ? unit : plural(count, unit)}, ${remark}`;
}
