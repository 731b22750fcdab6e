import { JS } from 'refa';
import { firstOfEach } from './sample.ts';

/** The code points from one to another. */
export interface Range {
  min: number;
  max: number;
}

/** A part of a regular expression. */
export type Part =
  /** One character: inside one of the ranges, or outside all of them. */
  | { kind: 'set'; negated: boolean; ranges: Range[] }
  | { kind: 'group'; alternatives: Part[][] }
  /** A negative look-ahead, which matches no characters. */
  | { kind: 'not-ahead'; alternatives: Part[][] }
  /** Generated strings repeat the part `usual` times, by default `least` times. */
  | { kind: 'repeat'; part: Part; least: number; most: number; usual?: number }
  | { kind: 'start' }
  | { kind: 'end' };

type SetPart = Part & { kind: 'set' };
type RepeatPart = Part & { kind: 'repeat' };

/** A string that tests a pattern. */
export interface PatternString {
  text: string;
  /** Describes the string, for example as `` with `b` as character 3 ``. */
  what: string;
}

// The parser's syntax tree, whose types refa does not export.
type Pattern = JS.Parser['ast']['pattern'];
type Element = Pattern['alternatives'][number]['elements'][number];
type ElementOf<Type> = Extract<Element, { type: Type }>;
type Characters = ElementOf<'CharacterSet'> | ElementOf<'CharacterClass'>['elements'][number];

/** Characters that patterns often allow by mistake: a line feed, a letter and a digit of other scripts, an emoji. */
const foreign = ['\n', '\u00e9', '\u0663', '\u{1f600}'];

/**
 * Parses the value of a `pattern` keyword into its alternatives, each a sequence of parts.
 *
 * @throws {Error} when the pattern is not valid, or has a part for which no strings can be generated, such as a look-behind
 */
export function parsePattern(source: string): Part[][] {
  try {
    return readAlternatives(JS.Parser.fromLiteral({ source, flags: 'u' }).ast.pattern);
  } catch (error) {
    throw new Error(`no test strings can be made for the pattern ${source}: ${(error as Error).message}`);
  }
}

function readAlternatives({ alternatives }: Pick<Pattern, 'alternatives'>): Part[][] {
  return alternatives.map(({ elements }) => elements.map(readElement));
}

function readElement(element: Element): Part {
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
      return { kind: 'set', negated: false, ranges: readRanges(element) };
    case 'CharacterClass':
      return { kind: 'set', negated: element.negate, ranges: element.elements.flatMap(readRanges) };
    case 'Quantifier':
      return { kind: 'repeat', part: readElement(element.element), least: element.min, most: element.max };
    case 'CapturingGroup':
    case 'Group':
      return { kind: 'group', alternatives: readAlternatives(element) };
    case 'Assertion':
      if (element.kind === 'start' || element.kind === 'end') return { kind: element.kind };
      if (element.kind !== 'lookahead' || !element.negate) return refuse(element);
      return { kind: 'not-ahead', alternatives: readAlternatives(element) };
    default:
      return refuse(element);
  }
}

function readRanges(characters: Characters): Range[] {
  if (characters.type === 'Character') return [{ min: characters.value, max: characters.value }];
  if (characters.type === 'CharacterClassRange')
    return [{ min: characters.min.value, max: characters.max.value }];
  if (characters.type !== 'CharacterSet' || characters.kind === 'property') return refuse(characters);
  return [...JS.createCharSet([characters], { unicode: true }).ranges];
}

function refuse({ raw }: { raw: string }): never {
  throw new Error(`${raw} is not supported`);
}

/** Whether a set contains a code point. */
export function contains({ ranges, negated }: SetPart, point: number): boolean {
  return ranges.some(({ min, max }) => min <= point && point <= max) !== negated;
}

/** Creates a string that matches a pattern and has as many different characters as fit. */
export function broadMatch(pattern: string): string {
  return parsePattern(pattern)[0]!.map(broadest).join('');
}

function broadest(part: Part): string {
  if (part.kind === 'group') return part.alternatives[0]!.map(broadest).join('');
  if (part.kind !== 'repeat' || part.part.kind !== 'set' || part.part.negated) return usual([part]);
  const ends = endsOf(part.part).map((point) => String.fromCodePoint(point));
  return [...new Set(ends)].slice(0, part.most).join('').padEnd(part.least, ends[0]);
}

/** Creates the shortest string that matches a sequence, or a longer one after {@link lengthen}. */
function usual(sequence: Part[]): string {
  return sequence
    .map((part) => {
      if (part.kind === 'set') return usualCharacter(part);
      if (part.kind === 'group') return usual(part.alternatives[0]!);
      return part.kind === 'repeat' ? usual([part.part]).repeat(part.usual ?? part.least) : '';
    })
    .join('');
}

function usualCharacter(set: SetPart): string {
  const others = set.ranges.flatMap(({ min, max }) => [min, max + 1]);
  const plain = [...'aA0-'].map((character) => character.codePointAt(0)!);
  const point = [...plain, ...others].find((candidate) => contains(set, candidate));
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** Repeats parts more often if strings would be shorter than the schema allows. */
function lengthen(sequence: Part[], atLeast: number): Part[] {
  const lacking = atLeast - [...usual(sequence)].length;
  // A near-miss may lack a character, hence the extra one.
  return lacking > 0 ? sequence.map((part) => repeatMore(part, lacking + 1)) : sequence;
}

function repeatMore(part: Part, times: number): Part {
  if (part.kind === 'repeat') return { ...part, usual: Math.min(part.most, part.least + times) };
  if (part.kind !== 'group') return part;
  const more = part.alternatives.map((sequence) => sequence.map((inner) => repeatMore(inner, times)));
  return { ...part, alternatives: more };
}

/**
 * Creates strings that match or nearly match, for every part of a pattern: each alternative; each count at and next to
 * its bounds; both ends of each range and their neighbours; each literal left out, doubled and replaced; and text
 * around each anchor.
 */
export function tryingStrings(pattern: string, atLeast: number): PatternString[] {
  const strings = parsePattern(pattern).flatMap((parts) => {
    const sequence = lengthen(parts, atLeast);
    return [{ text: usual(sequence), what: 'as it is' }, ...variants(sequence)];
  });
  return firstOfEach(strings, ({ text }) => text);
}

/** Creates strings that differ from a match by one character or a line feed at either end. */
export function offAtEnds(pattern: string, match: string): PatternString[] {
  const points = [...match];
  const edits: [string, (other: string) => string][] = [
    ['as its first character', (other) => [other, ...points.slice(1)].join('')],
    ['as its last character', (other) => [...points.slice(0, -1), other].join('')],
    ['before it', (other) => other + match],
    ['after it', (other) => match + other],
  ];
  const matches = (text: string) => new RegExp(pattern, 'u').test(text);
  // If the pattern allows a line feed, the near-miss is a line that it does not allow.
  const lineFeeds = [
    matches(`\n${match}`)
      ? { text: `\u{1f600}\n${match}`, what: 'with another line before it' }
      : { text: `\n${match}`, what: 'with a line feed before it' },
    matches(`${match}\n`)
      ? { text: `${match}\n\u{1f600}`, what: 'with another line after it' }
      : { text: `${match}\n`, what: 'with a line feed after it' },
  ];
  const others = [...points.slice(-1), ' ', '!', ':', ...foreign];
  const off = edits.flatMap(([where, edit]) => {
    const other = others.find((candidate) => !matches(edit(candidate)));
    return other === undefined ? [] : [{ text: edit(other), what: `with ${name(other)} ${where}` }];
  });
  return [...off, ...lineFeeds];
}

function variants(sequence: Part[], position = 1): PatternString[] {
  return sequence.flatMap((part, index) => {
    const before = usual(sequence.slice(0, index));
    const after = usual(sequence.slice(index + 1));
    return variantsOf(part, position + [...before].length).map(({ text, what }) => ({
      text: before + text + after,
      what,
    }));
  });
}

function variantsOf(part: Part, position: number): PatternString[] {
  if (part.kind === 'set') return setVariants(part, position);
  if (part.kind === 'repeat') return repeatVariants(part, position);
  if (part.kind === 'group' || part.kind === 'not-ahead') {
    return part.alternatives.flatMap((sequence) => [
      { text: usual(sequence), what: `with ${name(usual(sequence))} from character ${position}` },
      ...variants(sequence, position),
    ]);
  }
  const where = part.kind === 'start' ? 'before it' : 'after it';
  const texts = [' ', 'x', ...foreign].map((text) => ({ text, what: `with ${name(text)} ${where}` }));
  // In multi-line mode, `^` and `$` also match at line breaks.
  const lines = ['x', '\u{1f600}'].map((line) => ({
    text: part.kind === 'start' ? `${line}\n` : `\n${line}`,
    what: `with a line of ${name(line)} ${where}`,
  }));
  return [...texts, ...lines];
}

function setVariants(set: SetPart, position: number): PatternString[] {
  const where = `as character ${position}`;
  const ends = endsOf(set);
  const inside = ends.map((point) => String.fromCodePoint(point));
  const others = [...ends.flatMap(neighbours), ...inside.map(otherCase)];
  if (set.negated || new Set(ends).size !== 1) {
    const texts = [...inside, ...others, ...foreign];
    return texts.map((text) => ({ text, what: `with ${name(text)} ${where}` }));
  }
  const literal = inside[0]!;
  return [
    { text: '', what: `without ${name(literal)} ${where}` },
    { text: literal.repeat(2), what: `with ${name(literal)} twice ${where}` },
    ...others
      .filter((other) => other !== literal)
      .map((text) => ({ text, what: `with ${name(text)} instead of ${name(literal)} ${where}` })),
  ];
}

function endsOf({ ranges }: SetPart): number[] {
  return ranges.flatMap(({ min, max }) => [min, max]);
}

function repeatVariants(repeat: RepeatPart, position: number): PatternString[] {
  const { part, least, most } = repeat;
  const upper = most === Number.POSITIVE_INFINITY ? least + 1 : most;
  const counts = [least - 1, least, least + 1, upper - 1, upper, upper + 1].filter((count) => count >= 0);
  const one = usual([part]);
  const rest = one.repeat(Math.max((repeat.usual ?? least) - 1, 0));
  return [
    ...[...new Set(counts)].map((count) => ({
      text: one.repeat(count),
      what: `with ${name(one)} ${count === 1 ? 'once' : `${count} times`} from character ${position}`,
    })),
    ...variantsOf(part, position).map(({ text, what }) => ({ text: text + rest, what })),
  ];
}

function neighbours(point: number): string[] {
  const isCharacter = (neighbour: number) =>
    neighbour >= 0 && neighbour <= 0x10ffff && (neighbour < 0xd800 || neighbour > 0xdfff);
  return [point - 1, point + 1].filter(isCharacter).map((neighbour) => String.fromCodePoint(neighbour));
}

function otherCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}

function name(text: string): string {
  if (text === '\n') return 'a line feed';
  if (/^[\x20-\x5f\x61-\x7e]*$/.test(text) && text.trim()) return `\`${text}\``;
  const points = [...text].map(
    (point) => `U+${point.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return points.join(' ') || 'nothing';
}
