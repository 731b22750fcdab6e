import { contains, type Part, parsePattern } from './pattern.ts';

const plain = ['a', 'A', '0', '-'];

/** Creates a short string that matches a pattern, with at least this many characters if the pattern allows. */
export function matchingString(pattern: string, atLeast: number): string {
  return base(lengthen(parsePattern(pattern)[0]!, atLeast));
}

/** Repeats parts more often, for strings that would be shorter than a schema allows. */
export function lengthen(sequence: Part[], atLeast: number): Part[] {
  const lacking = atLeast - [...base(sequence)].length;
  // One more, because a near-miss may lack a character.
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

/** Creates a string of this length that matches a pattern; undefined if no single repetition gives that length. */
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

/** Creates a string that matches a pattern, with as many different characters as fit. */
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

/** Creates the shortest string that a sequence of parts matches, or a longer one after {@link lengthen}. */
export function base(sequence: Part[]): string {
  return sequence.map(baseOf).join('');
}

/** Creates the string that {@link base} has for a part. */
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
