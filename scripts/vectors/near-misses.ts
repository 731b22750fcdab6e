import { base, baseOf, lengthen } from './matches.ts';
import { type Part, parsePattern, type Range } from './pattern.ts';

/** A string, and what it tries. */
export interface PatternString {
  text: string;
  /** Says what is particular, such as `` with `b` as character 3 ``. */
  what: string;
}

/** Characters that patterns allow by mistake: a line's end, letters and digits of other scripts, an astral character. */
const foreign = ['\n', '\u00e9', '\u0663', '\u{1f600}'];

/**
 * Creates strings for every part of a pattern: each alternative, each count at and beside its bounds, both ends of
 * each range and the characters beside them, each literal left out, doubled and replaced, text around each anchor.
 * Some match and some nearly do.
 */
export function tryingStrings(pattern: string, atLeast: number): PatternString[] {
  const strings = parsePattern(pattern).flatMap((parts) => {
    const sequence = lengthen(parts, atLeast);
    return [{ text: base(sequence), what: 'as it is' }, ...variants(sequence)];
  });
  return [...new Map(strings.toReversed().map((string) => [string.text, string])).values()].toReversed();
}

/** Creates strings that differ from a match by one character at either end, or by a line feed. */
export function offAtEnds(pattern: string, match: string): PatternString[] {
  const points = [...match];
  const edits: [string, (other: string) => string][] = [
    ['for its first character', (other) => [other, ...points.slice(1)].join('')],
    ['for its last character', (other) => [...points.slice(0, -1), other].join('')],
    ['in front', (other) => other + match],
    ['behind', (other) => match + other],
  ];
  // If the pattern allows a line feed, a line that it does not allow makes the near-miss.
  const matches = (text: string) => new RegExp(pattern, 'u').test(text);
  const lineFeeds = [
    matches(`\n${match}`)
      ? { text: `\u{1f600}\n${match}`, what: 'with another line in front' }
      : { text: `\n${match}`, what: 'with a line feed in front' },
    matches(`${match}\n`)
      ? { text: `${match}\n\u{1f600}`, what: 'with another line behind' }
      : { text: `${match}\n`, what: 'with a line feed behind' },
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
    const before = base(sequence.slice(0, index));
    const after = base(sequence.slice(index + 1));
    return variantsOf(part, position + [...before].length).map(({ text, what }) => ({
      text: before + text + after,
      what,
    }));
  });
}

function variantsOf(part: Part, position: number): PatternString[] {
  if (part.kind === 'literal') return literalVariants(part.character, position);
  if (part.kind === 'set') return setVariants(part, position);
  if (part.kind === 'repeat') return repeatVariants(part, position);
  if (part.kind === 'group' || part.kind === 'not-ahead') {
    return part.alternatives.flatMap((sequence) => [
      { text: base(sequence), what: `with ${name(base(sequence))} from character ${position}` },
      ...variants(sequence, position),
    ]);
  }
  const where = part.kind === 'start' ? 'in front' : 'behind';
  const beside = [' ', 'x', ...foreign].map((text) => ({ text, what: `with ${name(text)} ${where}` }));
  // In the multi-line mode of many engines, `^` and `$` also match at a line's end.
  const lines = ['x', '\u{1f600}'].map((line) => ({
    text: part.kind === 'start' ? `${line}\n` : `\n${line}`,
    what: `with a line of ${name(line)} ${where}`,
  }));
  return [...beside, ...lines];
}

function literalVariants(literal: string, position: number): PatternString[] {
  const others = [...besides(literal.codePointAt(0)!), otherCase(literal)].filter(
    (other) => other !== literal,
  );
  const where = `as character ${position}`;
  return [
    { text: '', what: `without ${name(literal)} ${where}` },
    { text: literal.repeat(2), what: `with ${name(literal)} twice ${where}` },
    ...others.map((text) => ({ text, what: `with ${name(text)} instead of ${name(literal)} ${where}` })),
  ];
}

function setVariants({ ranges }: Part & { kind: 'set' }, position: number): PatternString[] {
  const ends = ranges.flatMap(({ from, to }: Range) => [from, to]);
  const inside = ends.map((point) => String.fromCodePoint(point));
  const texts = [...inside, ...ends.flatMap(besides), ...inside.map(otherCase), ...foreign];
  return texts.map((text) => ({ text, what: `with ${name(text)} as character ${position}` }));
}

type RepeatPart = Part & { kind: 'repeat' };

function repeatVariants({ part, least, most, usual = least }: RepeatPart, position: number): PatternString[] {
  const upper = most === Number.POSITIVE_INFINITY ? least + 1 : most;
  const counts = [least - 1, least, least + 1, upper - 1, upper, upper + 1].filter((count) => count >= 0);
  const one = baseOf(part);
  const rest = one.repeat(Math.max(usual - 1, 0));
  return [
    ...[...new Set(counts)].map((count) => ({
      text: one.repeat(count),
      what: `with ${name(one)} ${count === 1 ? 'once' : `${count} times`} from character ${position}`,
    })),
    ...variantsOf(part, position).map(({ text, what }) => ({ text: text + rest, what })),
  ];
}

function besides(point: number): string[] {
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
