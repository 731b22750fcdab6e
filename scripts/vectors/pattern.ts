import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** An inclusive range of code points; one character is a range from itself to itself. */
export interface Range {
  from: number;
  to: number;
}

/** A part of a regular expression. */
export type Part =
  | { kind: 'literal'; character: string }
  | { kind: 'set'; negated: boolean; ranges: Range[] }
  | { kind: 'group'; alternatives: Part[][] }
  /** What may not follow; it takes no character. */
  | { kind: 'not-ahead'; alternatives: Part[][] }
  /** Strings made of it repeat the part `usual` times, by default `least` times. */
  | { kind: 'repeat'; part: Part; least: number; most: number; usual?: number }
  | { kind: 'start' }
  | { kind: 'end' };

const parser = new RegExpParser({ ecmaVersion: 2025 });
const last = 0x10ffff;
const digit = [range('0', '9')];
const word = [...digit, range('A', 'Z'), range('_'), range('a', 'z')];
const space = [
  range('\t', '\r'),
  ...[' ', '\u00a0', '\u1680'].map((character) => range(character)),
  range('\u2000', '\u200a'),
  ...['\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff'].map((character) => range(character)),
];
const classes: Record<string, Range[]> = { digit, word, space };
const lineEnds = ['\n', '\r', '\u2028', '\u2029'].map((character) => range(character));

/**
 * Parses a regular expression of the `pattern` keyword, which has the flag `u`.
 *
 * @returns its alternatives, each a sequence of parts
 * @throws {Error} when the expression is not valid, or has a part for which no strings can be made, such as a look-behind
 */
export function parsePattern(source: string): Part[][] {
  try {
    return read(parser.parsePattern(source, 0, source.length, { unicode: true }).alternatives);
  } catch (error) {
    throw new Error(`no test strings can be made for the pattern ${source}: ${(error as Error).message}`);
  }
}

/** Finds out whether a set contains a code point. */
export function contains(set: { negated: boolean; ranges: Range[] }, point: number): boolean {
  return set.ranges.some(({ from, to }) => from <= point && point <= to) !== set.negated;
}

function read(alternatives: AST.Alternative[]): Part[][] {
  return alternatives.map(({ elements }) => elements.map(readElement));
}

function readElement(element: AST.Element): Part {
  switch (element.type) {
    case 'Character':
      return { kind: 'literal', character: String.fromCodePoint(element.value) };
    case 'CharacterSet':
      return element.kind === 'any'
        ? { kind: 'set', negated: true, ranges: lineEnds }
        : { kind: 'set', negated: element.negate, ranges: classes[element.kind] ?? refuse(element) };
    case 'CharacterClass':
      return { kind: 'set', negated: element.negate, ranges: element.elements.flatMap(readMember) };
    case 'Quantifier':
      return {
        kind: 'repeat',
        part: readElement(element.element),
        least: element.min,
        most: element.max,
      };
    case 'Assertion':
      return readAssertion(element);
    case 'CapturingGroup':
      return { kind: 'group', alternatives: read(element.alternatives) };
    case 'Group':
      return {
        kind: 'group',
        alternatives: element.modifiers ? refuse(element) : read(element.alternatives),
      };
    default:
      return refuse(element);
  }
}

function readAssertion(assertion: AST.Assertion): Part {
  if (assertion.kind === 'start' || assertion.kind === 'end') return { kind: assertion.kind };
  if (assertion.kind !== 'lookahead' || !assertion.negate) return refuse(assertion);
  return { kind: 'not-ahead', alternatives: read(assertion.alternatives) };
}

function readMember(member: AST.CharacterClassElement): Range[] {
  if (member.type === 'Character') return [{ from: member.value, to: member.value }];
  if (member.type === 'CharacterClassRange') return [{ from: member.min.value, to: member.max.value }];
  if (member.type !== 'CharacterSet') return refuse(member);
  const ranges = classes[member.kind] ?? refuse(member);
  return member.negate ? complement(ranges) : ranges;
}

function refuse({ raw }: AST.Node): never {
  throw new Error(`${raw} is not supported`);
}

function range(first: string, end = first): Range {
  return { from: first.codePointAt(0)!, to: end.codePointAt(0)! };
}

function complement(ranges: Range[]): Range[] {
  const sorted = ranges.toSorted((a, b) => a.from - b.from);
  const starts = [0, ...sorted.map(({ to }) => to + 1)];
  const ends = [...sorted.map(({ from }) => from - 1), last];
  return starts.map((from, index) => ({ from, to: ends[index]! })).filter(({ from, to }) => from <= to);
}
