import type { Schema } from '../../contract/document.ts';
import { faults } from '../faults.ts';
import { broadMatch, matchOfLength } from '../pattern/matches.ts';
import { offAtEnds, type PatternString, tryingStrings } from '../pattern/near-misses.ts';
import { smallest } from '../sample.ts';
import { counted, type Subject, type Trial } from './trial.ts';

const emoji = '\u{1f600}';
const accent = '\u0301';

/**
 * Makes texts that try the length and the pattern of a schema.
 *
 * @param subject the schema
 * @returns texts inside and outside what the schema allows
 * @throws {Error} when no test strings can be made for its pattern
 */
export function stringTrials(subject: Subject): Trial[] {
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
    // Two UTF-16 units each: who counts those takes fewer emoji than are required.
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
  // Two UTF-16 units and four bytes: who counts those refuses a text of the length allowed.
  const emojiLast = ending(Math.max(most, 1), 'the last an emoji', emoji);
  // The texts may be long, and where the emoji is allowed, it shows all that the other one does.
  if (!thorough) return [faults(schema, emojiLast.value).length ? longest : emojiLast, tooLong];
  return [
    ...(most > 0 ? [characters(most - 1, 'one fewer than the most')] : []),
    longest,
    tooLong,
    emojiLast,
    // A reader sees it as part of the letter before; it is a code point of its own.
    ending(most + 1, 'one too many, the last a combining accent', accent),
  ];
}

function text(count: number, unit: string, remark: string, value: string): Trial {
  return { what: counted(count, unit, remark), value };
}

/** Where the pattern leaves no text of that length, a text that also breaks the pattern. */
function fill({ pattern }: Schema, length: number): string {
  const match = pattern === undefined ? undefined : matchOfLength(String(pattern), length);
  return match ?? 'a'.repeat(length);
}

function patternTrials({ document, schema, thorough }: Subject, pattern: string): Trial[] {
  const valid = String(smallest(document, schema));
  const judge = (subject: string, { text: value, what }: PatternString): Trial => {
    const verdict = new RegExp(pattern, 'u').test(value) ? 'a match' : 'a near-miss';
    return { what: `${verdict} of the pattern, ${subject} ${what}`, value };
  };
  return [
    ...(thorough
      ? tryingStrings(pattern, Number(schema['minLength'] ?? 0)).map((string) => judge('a short one', string))
      : []),
    judge('one', { text: broadMatch(pattern), what: 'with every kind of character' }),
    ...offAtEnds(pattern, valid).map((string) => judge('the valid value', string)),
  ];
}
