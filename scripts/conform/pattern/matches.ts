import { contains, type Part, parsePattern } from './parse.ts';

const plain = ['a', 'A', '0', '-'];

/**
 * Makes a short string that a pattern describes.
 *
 * @param pattern a regular expression of the `pattern` keyword
 * @param atLeast the number of characters that it has at least, if the pattern allows
 * @returns the string; the pattern's anchors are taken to hold where they stand
 * @throws {Error} when the pattern uses what `parsePattern` does not know
 */
export function matchingString(pattern: string, atLeast: number): string {
  return base(lengthen(parsePattern(pattern)[0]!, atLeast));
}

/**
 * Makes the parts that may repeat do so more often, for strings that would be shorter than a schema allows.
 *
 * @param sequence parts of a pattern; they are not modified
 * @param atLeast the number of characters to reach
 * @returns a copy that describes the same strings, but of which {@link base} makes a longer one
 */
export function lengthen(sequence: Part[], atLeast: number): Part[] {
  const lacking = atLeast - [...base(sequence)].length;
  // One more than that, because a near-miss may lack a character.
  return lacking > 0 ? sequence.map((part) => repeatMore(part, lacking + 1)) : sequence;
}

function repeatMore(part: Part, times: number): Part {
  if (part.kind === 'repeat') return { ...part, usual: Math.min(part.most, part.least + times) };
  if (part.kind !== 'group') return part;
  return {
    ...part,
    alternatives: part.alternatives.map((parts) => parts.map((one) => repeatMore(one, times))),
  };
}

/**
 * Makes a string of a given length that a pattern describes, by repeating what the pattern lets repeat.
 *
 * @param pattern a regular expression of the `pattern` keyword
 * @param length in characters
 * @returns the string, or undefined when no single repetition gives that length
 * @throws {Error} when the pattern uses what `parsePattern` does not know
 */
export function matchOfLength(pattern: string, length: number): string | undefined {
  return parsePattern(pattern)
    .flatMap((sequence) => sequence.map((part, index) => stretch(sequence, index, part, length)))
    .find((text) => [...text].length === length && new RegExp(pattern, 'u').test(text));
}

function stretch(sequence: Part[], index: number, part: Part, length: number): string {
  const before = base(sequence.slice(0, index));
  const after = base(sequence.slice(index + 1));
  if (part.kind !== 'repeat') return before + baseOf(part) + after;
  const unit = baseOf(part.part);
  const room = Math.max(length - [...before, ...after].length, 0);
  return before + unit.repeat(Math.floor(room / Math.max([...unit].length, 1))) + after;
}

/**
 * Makes a string that a pattern describes and that has as many of the characters that it takes as there is room for.
 *
 * @param pattern a regular expression of the `pattern` keyword
 * @returns the string
 * @throws {Error} when the pattern uses what `parsePattern` does not know
 */
export function broadMatch(pattern: string): string {
  return parsePattern(pattern)[0]!.map(broadest).join('');
}

function broadest(part: Part): string {
  if (part.kind === 'group') return part.alternatives[0]!.map(broadest).join('');
  if (part.kind !== 'repeat') return baseOf(part);
  if (part.part.kind !== 'set' || part.part.negated) return baseOf(part);
  const ends = part.part.ranges
    .flatMap(({ from, to }) => [from, to])
    .map((point) => String.fromCodePoint(point));
  return [...new Set(ends)].slice(0, part.most).join('').padEnd(part.least, ends[0]);
}

/**
 * Makes the shortest string that a sequence of parts describes, or a longer one after {@link lengthen}.
 *
 * @param sequence parts of a pattern
 */
export function base(sequence: Part[]): string {
  return sequence.map(baseOf).join('');
}

/**
 * Makes the string that stands for a part in {@link base}.
 *
 * @param part a part of a pattern; an anchor takes no character
 */
export function baseOf(part: Part): string {
  if (part.kind === 'literal') return part.character;
  if (part.kind === 'set') return character(part);
  if (part.kind === 'group') return base(part.alternatives[0]!);
  return part.kind === 'repeat' ? baseOf(part.part).repeat(part.usual ?? part.least) : '';
}

function character(set: Part & { kind: 'set' }): string {
  const ends = set.ranges
    .flatMap(({ from, to }) => [from, to + 1])
    .map((point) => String.fromCodePoint(point));
  return [...plain, ...ends].find((candidate) => contains(set, candidate.codePointAt(0)!)) ?? '';
}
