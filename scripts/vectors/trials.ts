import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { broadMatch, matchOfLength } from './matches.ts';
import { offAtEnds, type PatternString, tryingStrings } from './near-misses.ts';
import { beside, fullest, smallest, unknownMember, unknownName, withMembers } from './sample.ts';
import { allowedTypes, isOfType, type JsonType, violatedKeywords } from './violations.ts';

/** A value to try at a place, and what it is. */
export interface Trial {
  what: string;
  value: Json;
}

/** A schema to try values of. */
export interface Subject {
  document: Document;
  /** With its own reference followed, but not those of its parts. */
  schema: Schema;
  /** Try everything, as in the file of the schema itself; where the schema is only used, try its bounds. */
  thorough: boolean;
}

const typeTrials: Record<JsonType, (subject: Subject) => Trial[]> = {
  null: () => [{ what: 'null', value: null }],
  boolean: () => [true, false].map((value) => ({ what: String(value), value })),
  integer: numberTrials,
  number: numberTrials,
  string: stringTrials,
  array: listTrials,
  object: objectTrials,
};

/**
 * Creates values for everything that a schema says about a value itself: its type, bounds, pattern, known values,
 * properties and number of items.
 *
 * @throws {Error} when no valid value is found, or no test strings can be made for a pattern
 */
export function trials(subject: Subject): Trial[] {
  const { document, schema } = subject;
  return [
    ...allowedTypes(schema).flatMap((type) => typeTrials[type](subject)),
    ...knownValueTrials(schema),
    { what: 'a valid value', value: smallest(document, schema) },
    ...wrongTypes(subject),
  ];
}

/** Creates a value of each type that a schema does not allow. */
function wrongTypes({ document, schema }: Subject): Trial[] {
  const valid = smallest(document, schema);
  const all: Trial[] = [
    { what: 'null', value: null },
    { what: 'a boolean', value: true },
    { what: 'a whole number', value: 1 },
    fractionTrial(schema),
    { what: 'a text', value: 'text' },
    { what: 'a valid value as a text', value: JSON.stringify(valid) },
    { what: 'a list', value: [] },
    { what: 'a list with a valid value', value: [valid] },
    { what: 'an object', value: {} },
  ];
  const types = allowedTypes(schema);
  return all.filter(({ value }) => !types.some((type) => isOfType(value, type)));
}

/** Creates numbers at the bounds of a schema and beside them. */
function numberTrials({ schema }: Subject): Trial[] {
  const bounded = (keywords: string[]) => keywords.filter((keyword) => typeof schema[keyword] === 'number');
  const lower = bounded(['minimum', 'exclusiveMinimum']);
  const upper = bounded(['maximum', 'exclusiveMaximum']);
  return [
    ...[...lower, ...upper].flatMap((keyword) => atBound(schema, keyword)),
    ...(lower.length ? [] : [{ what: 'a negative number', value: Number.MIN_SAFE_INTEGER }]),
    ...(upper.length ? [] : [{ what: 'a large number', value: Number.MAX_SAFE_INTEGER }]),
    ...(allowedTypes(schema).includes('number') ? [fractionTrial(schema)] : []),
  ];
}

/** Creates a number with a fraction, inside the bounds. */
function fractionTrial(schema: Schema): Trial {
  const lower = schema['minimum'] ?? schema['exclusiveMinimum'];
  const upper = schema['maximum'] ?? schema['exclusiveMaximum'];
  const fromAbove = lower === undefined && typeof upper === 'number';
  return { what: 'a number with a fraction', value: fromAbove ? upper - 0.5 : Number(lower ?? 1) + 0.5 };
}

function atBound(schema: Schema, keyword: string): Trial[] {
  const [below, at, above] = beside(schema, schema[keyword] as number);
  return [
    { what: `the next number below \`${keyword}\``, value: below },
    { what: `exactly \`${keyword}\``, value: at },
    { what: `the next number above \`${keyword}\``, value: above },
  ];
}

const emoji = '\u{1f600}';
const accent = '\u0301';

/**
 * Creates texts for the length and the pattern of a schema.
 *
 * @throws {Error} when no test strings can be made for its pattern
 */
function stringTrials(subject: Subject): Trial[] {
  const { schema, thorough } = subject;
  const least = Number(schema['minLength'] ?? 0);
  const { maxLength: most } = schema;
  return [
    { what: 'an empty text', value: '' },
    ...(least > 0 ? atLeast(schema, least, thorough) : []),
    ...(typeof most === 'number' ? atMost(schema, most, thorough) : []),
    ...(thorough && most === undefined ? openTexts : []),
    ...(schema['pattern'] === undefined ? [] : patternTrials(subject, String(schema['pattern']))),
  ];
}

const openTexts: Trial[] = [
  { what: 'a long text of 2000 characters', value: 'a'.repeat(2000) },
  {
    what: 'a text with a line feed, a tab, a quotation mark, a backslash and an emoji',
    value: `\n\t"\\${emoji}`,
  },
];

function atLeast(schema: Schema, least: number, thorough: boolean): Trial[] {
  const characters = (count: number, remark: string) => text(count, 'character', remark, fill(schema, count));
  return [
    characters(least - 1, 'one too few'),
    characters(least, 'the least allowed'),
    ...(thorough ? [characters(least + 1, 'one more than the least')] : []),
    // Two UTF-16 units each: counting those would allow fewer emoji than are required.
    text(least - 1, 'emoji', 'one too few', emoji.repeat(least - 1)),
    text(least, 'emoji', 'the least allowed', emoji.repeat(least)),
  ];
}

function atMost(schema: Schema, most: number, thorough: boolean): Trial[] {
  const characters = (count: number, remark: string) => text(count, 'character', remark, fill(schema, count));
  const ending = (count: number, remark: string, last: string) =>
    text(count, 'character', remark, 'a'.repeat(count - 1) + last);
  const longest = characters(most, 'the most allowed');
  const tooLong = characters(most + 1, 'one too many');
  // Two UTF-16 units and four bytes: counting those would refuse a text of the allowed length.
  const emojiLast = ending(Math.max(most, 1), 'the last an emoji', emoji);
  // The texts may be long, and if the emoji is allowed, it shows all that the other one does.
  if (!thorough) return [violatedKeywords(schema, emojiLast.value).length ? longest : emojiLast, tooLong];
  return [
    ...(most > 0 ? [characters(most - 1, 'one fewer than the most')] : []),
    longest,
    tooLong,
    emojiLast,
    // It looks like part of the letter before, but is a code point of its own.
    ending(most + 1, 'one too many, the last a combining accent', accent),
  ];
}

function text(count: number, unit: string, remark: string, value: string): Trial {
  return { what: counted(count, unit, remark), value };
}

/** If the pattern allows no text of that length, the text also violates the pattern. */
function fill({ pattern }: Schema, length: number): string {
  const match = pattern === undefined ? undefined : matchOfLength(String(pattern), length);
  return match ?? 'a'.repeat(length);
}

function patternTrials({ document, schema, thorough }: Subject, pattern: string): Trial[] {
  const valid = String(smallest(document, schema));
  const trial = (subject: string, { text: value, what }: PatternString): Trial => {
    const result = new RegExp(pattern, 'u').test(value) ? 'a match' : 'a near-miss';
    return { what: `${result} of the pattern, ${subject} ${what}`, value };
  };
  return [
    ...(thorough
      ? tryingStrings(pattern, Number(schema['minLength'] ?? 0)).map((string) => trial('a short one', string))
      : []),
    trial('one', { text: broadMatch(pattern), what: 'with every kind of character' }),
    ...offAtEnds(pattern, valid).map((string) => trial('the valid value', string)),
  ];
}

/** Creates lists of valid items, with the numbers of items at the bounds and beside them. */
function listTrials({ document, schema, thorough }: Subject): Trial[] {
  const { items = {}, minItems, maxItems } = schema;
  const counts = new Map([[0, 'no item']]);
  const add = (count: number, remark: string) => counts.set(count, counted(count, 'item', remark));
  if (thorough && maxItems === undefined) add(100, 'as many as anyone likes');
  if (typeof minItems === 'number' && minItems > 0) {
    add(minItems - 1, 'one too few');
    add(minItems + 1, 'one more than the least');
    add(minItems, 'the least allowed');
  }
  if (typeof maxItems === 'number') {
    if (maxItems > 0) add(maxItems - 1, maxItems === minItems ? 'one too few' : 'one fewer than the most');
    add(maxItems + 1, 'one too many');
    add(maxItems, maxItems === minItems ? 'the only number allowed' : 'the most allowed');
  }
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([count, what]) => ({
      what,
      value: Array.from({ length: count }, () => smallest(document, items)),
    }));
}

/** Creates objects for each property that a schema requires, allows or does not know. */
function objectTrials(subject: Subject): Trial[] {
  const { document, schema, thorough } = subject;
  const { required = [] } = schema;
  const least = smallest(document, schema) as JsonObject;
  const missing = required.map((name) => {
    const { [name]: _, ...rest } = least;
    return { what: `the required member \`${name}\` is missing`, value: rest };
  });
  return [
    { what: required.length ? 'only the required members' : 'no member', value: least },
    ...(thorough ? [{ what: 'every member', value: fullest(document, schema) }] : []),
    ...missing,
    ...countTrials(subject, least),
    ...unknownMemberTrials(subject, least),
  ];
}

function countTrials({ document, schema }: Subject, least: JsonObject): Trial[] {
  const bounds = [schema['minProperties'], schema['maxProperties']].filter(
    (bound) => typeof bound === 'number',
  );
  const counts = new Set(
    bounds.flatMap((bound) => [bound - 1, bound, bound + 1]).filter((count) => count >= 0),
  );
  return [...counts].map((count) => {
    const members = Object.entries(withMembers(document, schema, least, count)).slice(0, count);
    const remark = bounds.includes(count) ? 'which is a bound' : 'which is next to a bound';
    return { what: counted(count, 'member', remark), value: Object.fromEntries(members) };
  });
}

function unknownMemberTrials({ document, schema, thorough }: Subject, least: JsonObject): Trial[] {
  const { properties = {}, additionalProperties } = schema;
  const name = unknownName(schema);
  const value = smallest(document, unknownMember(schema));
  const trial = (what: string, member: string, of: Json): Trial => ({
    what,
    value: { ...least, [member]: of },
  });
  const short = [trial('a member that the contract does not know', name, value)];
  if (!thorough) return short;
  const otherCase = Object.keys(properties)
    .map((known) => known.charAt(0).toUpperCase() + known.slice(1))
    .find((known) => !Object.hasOwn(properties, known));
  return [
    ...short,
    trial('an unknown member with a name that many languages use themselves', 'constructor', value),
    ...(otherCase ? [trial('a known member in other letter case', otherCase, value)] : []),
    // In a map, every property has a schema, and a place of its own.
    ...(typeof additionalProperties === 'object'
      ? []
      : [
          trial('an unknown member that is null', name, null),
          trial('an unknown member that is an object', name, {}),
        ]),
  ];
}

const newcomers = ['NOT_KNOWN_YET', 'notKnownYet', 'x'];

/** Creates every value that a schema lists, and values that it does not list. */
function knownValueTrials(schema: Schema): Trial[] {
  const { enum: closed = [], 'x-extensible-enum': open = [] } = schema;
  const newcomer = newcomers.find(
    (value) => !open.includes(value) && violatedKeywords(schema, value).length === 0,
  );
  return [
    ...closed.map((value) => ({ what: `the allowed value \`${value}\``, value })),
    ...closed.filter((value) => typeof value === 'string').flatMap(nearMisses),
    ...open.map((value) => ({ what: `the known value \`${value}\``, value })),
    ...(open.length && newcomer
      ? [{ what: 'a value that the contract does not know yet', value: newcomer }]
      : []),
  ];
}

function nearMisses(value: string): Trial[] {
  const otherCase = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
  return [
    { what: `\`${value}\` in other letter case`, value: otherCase },
    { what: `\`${value}\` and a letter more`, value: `${value}s` },
    { what: `a letter more and \`${value}\``, value: `s${value}` },
    { what: `\`${value}\` without its last letter`, value: value.slice(0, -1) },
  ];
}

/** Describes a count and what is special about it. */
function counted(count: number, unit: string, remark: string): string {
  return `${count} ${unit}${count === 1 || unit === 'emoji' ? '' : 's'}, ${remark}`;
}
