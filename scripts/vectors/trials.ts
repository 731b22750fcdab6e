import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { shortestString } from './languages.ts';
import { broadMatch, offAtEnds, type PatternString, tryingStrings } from './pattern.ts';
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
  return [
    { what: 'an empty text', value: '' },
    ...lengthTrials(schema, thorough),
    ...(thorough && schema['maxLength'] === undefined ? openTexts : []),
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

function lengthTrials(schema: Schema, thorough: boolean): Trial[] {
  const { minLength: least, maxLength: most } = schema;
  const atBounds = (bounds: BoundCount[]) =>
    bounds
      .filter(({ isInside }) => thorough || !isInside)
      .map(({ count, remark }): Trial => {
        const withEmoji = emojiLast(count);
        // Texts may be long, and where an emoji is allowed, this one shows all that the other one does.
        const isEnough =
          !thorough && count === most && violatedKeywords(schema, withEmoji.value).length === 0;
        return isEnough ? withEmoji : text(count, 'character', remark, fill(schema, count));
      });
  return [
    ...atBounds(boundCounts(least, undefined)),
    // Two UTF-16 units each: counting those would allow fewer emoji than are required.
    ...boundCounts(least, undefined)
      .filter(({ isInside }) => !isInside)
      .map(({ count, remark }) => text(count, 'emoji', remark, emoji.repeat(count))),
    ...atBounds(boundCounts(undefined, most)),
    ...(thorough && typeof most === 'number' ? [emojiLast(most), accentLast(most + 1)] : []),
  ];
}

function text(count: number, unit: string, remark: string, value: string): Trial {
  return { what: counted(count, unit, remark), value };
}

/** If the pattern allows no text of that length, the text also violates the pattern. */
function fill(schema: Schema, length: number): string {
  const pattern = schema['pattern'] as string | undefined;
  return shortestString({ pattern, min: length, max: length }) ?? 'a'.repeat(length);
}

/** Two UTF-16 units and four bytes: counting those would refuse a text of the allowed length. */
function emojiLast(most: number): Trial {
  const count = Math.max(most, 1);
  return text(count, 'character', 'the last an emoji', 'a'.repeat(count - 1) + emoji);
}

/** The accent looks like part of the letter before, but is a code point of its own. */
function accentLast(count: number): Trial {
  const remark = 'one too many, the last a combining accent';
  return text(count, 'character', remark, 'a'.repeat(count - 1) + accent);
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
  const list = (count: number, what: string) => ({
    what,
    value: Array.from({ length: count }, () => smallest(document, items)),
  });
  const counts = boundCounts(minItems, maxItems);
  return [
    ...(counts.some(({ count }) => count === 0) ? [] : [list(0, 'no item')]),
    ...counts.map(({ count, remark }) => list(count, counted(count, 'item', remark))),
    ...(thorough && maxItems === undefined ? [list(100, '100 items, as many as anyone likes')] : []),
  ];
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
  return boundCounts(schema['minProperties'], schema['maxProperties']).map(({ count, remark }) => {
    const members = Object.entries(withMembers(document, schema, least, count)).slice(0, count);
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

interface BoundCount {
  count: number;
  /** Says what is special about it. */
  remark: string;
  /** Beside a bound, on the side that is allowed. */
  isInside: boolean;
}

/** Lists the counts at the bounds of a schema and beside them. */
function boundCounts(least: unknown, most: unknown): BoundCount[] {
  const counts: BoundCount[] = [];
  const add = (count: number, remark: string, isInside = false) => counts.push({ count, remark, isInside });
  const only = least === most ? 'the only number allowed' : undefined;
  if (typeof least === 'number' && least > 0) {
    add(least - 1, 'one too few');
    add(least, only ?? 'the least allowed');
    if (!only) add(least + 1, 'one more than the least', true);
  }
  if (typeof most === 'number') {
    if (!only && most > 0) add(most - 1, 'one fewer than the most', true);
    add(most, only ?? 'the most allowed');
    add(most + 1, 'one too many');
  }
  return counts;
}

/** Describes a count and what is special about it. */
function counted(count: number, unit: string, remark: string): string {
  return `${count} ${unit}${count === 1 || unit === 'emoji' ? '' : 's'}, ${remark}`;
}
