import { compareStrings } from '../../scripts/vectors/languages.ts';
import {
  contains,
  type Part,
  parsePattern,
  type Range,
  tryingStrings,
} from '../../scripts/vectors/pattern.ts';

type SetPart = Part & { kind: 'set' };
type RepeatPart = Part & { kind: 'repeat' };

/** A change of a part; `text` is the source of the changed expression. */
interface Change {
  what: string;
  text: string;
}

/** Changes every part of a pattern in turn; `orEmpty` says whether texts may be empty. */
export function patternMutants(pattern: string, orEmpty: boolean): Change[] {
  return keepChanges(changeAlternatives(parsePattern(pattern)), pattern, orEmpty);
}

/** Changes each anchor of a pattern in turn. */
export function anchorMutants(pattern: string, orEmpty: boolean): Change[] {
  const changes = changeAlternatives(parsePattern(pattern)).filter(({ what }) => isAnchorChange(what));
  return keepChanges(changes, pattern, orEmpty);
}

/** Leaves out changes that make no difference: `aws+[^:]*` matches the same strings as `aws[^:]*`. */
function keepChanges(changes: Change[], pattern: string, orEmpty: boolean): Change[] {
  const samples = tryingStrings(pattern, 0)
    .map(({ text }) => text)
    .filter((text) => orEmpty || text !== '');
  // If the pattern matches line feeds, some anchors of lines are equivalent to those of the whole text.
  const lines = samples.flatMap((text) => [
    `${text}\n`,
    `\n${text}`,
    `\u{1f600}\n${text}`,
    `${text}\n\u{1f600}`,
  ]);
  const original = new RegExp(pattern, 'u');
  const matches = new Map([...samples, ...lines].map((text) => [text, original.test(text)]));
  const differ = (by: Iterable<string>, changed: RegExp) => {
    for (const text of by) if (changed.test(text) !== matches.get(text)) return true;
    return false;
  };
  // The proof is expensive, so it is tried only if the two agree on all samples.
  return changes.filter(({ text, what }) =>
    isAnchorChange(what)
      ? differ(matches.keys(), new RegExp(text, 'u'))
      : differ(samples, new RegExp(text, 'u')) || !sameStrings(pattern, text, orEmpty),
  );
}

/** Whether two patterns match the same strings, not counting the empty string unless `orEmpty`. */
export function sameStrings(one: string, other: string, orEmpty: boolean): boolean {
  const min = orEmpty ? 0 : 1;
  const difference = compareStrings({ pattern: one, min }, { pattern: other, min });
  if (!difference) throw new Error(`${one} and ${other} cannot be compared`);
  return Object.keys(difference).length === 0;
}

/** Changed anchors are look-arounds, which the proof does not support. */
function isAnchorChange(what: string): boolean {
  return what.startsWith('anchor');
}

function changeAlternatives(alternatives: Part[][]): Change[] {
  const print = (sequences: string[]) => sequences.join('|');
  const texts = alternatives.map((sequence) => sequence.map(printPart).join(''));
  const dropped =
    alternatives.length > 1
      ? texts.map((text, index) => ({
          what: `alternative ${text} dropped`,
          text: print(texts.toSpliced(index, 1)),
        }))
      : [];
  const changed = alternatives.flatMap((sequence, index) =>
    changeSequence(sequence).map(({ what, text }) => ({ what, text: print(texts.with(index, text)) })),
  );
  return [...dropped, ...changed];
}

function changeSequence(sequence: Part[]): Change[] {
  const texts = sequence.map(printPart);
  return sequence.flatMap((part, index) =>
    changePart(part).map(({ what, text }) => ({ what, text: texts.with(index, text).join('') })),
  );
}

function changePart(part: Part): Change[] {
  if (part.kind === 'set') return isLiteral(part) ? changeLiteral(part) : changeSet(part);
  if (part.kind === 'repeat') return changeRepeat(part);
  if (part.kind === 'group') {
    return changeAlternatives(part.alternatives).map(({ what, text }) => ({ what, text: `(?:${text})` }));
  }
  if (part.kind === 'not-ahead') {
    return [
      { what: `${printPart(part)} dropped`, text: '' },
      ...changeAlternatives(part.alternatives).map(({ what, text }) => ({ what, text: `(?!${text})` })),
    ];
  }
  const anchors = part.kind === 'start' ? ['', '(?<=^|\\n)'] : ['', '(?=\\n?$)', '(?=$|\\n)'];
  return anchors.map((text) => ({ what: `anchor ${printPart(part)} → ${text || 'nothing'}`, text }));
}

function isLiteral({ ranges, negated }: SetPart): boolean {
  return !negated && ranges.length === 1 && ranges[0]!.min === ranges[0]!.max;
}

function changeLiteral(literal: SetPart): Change[] {
  const own = printPart(literal);
  const point = literal.ranges[0]!.min;
  const character = String.fromCodePoint(point);
  const sets = [
    { min: point, max: point + 1 },
    { min: point - 1, max: point },
  ].map((range) => printPart({ kind: 'set', negated: false, ranges: [range] }));
  const otherCase = character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
  return (
    ['', `${own}?`, `${own}*`, `${own}+`, `${own}${own}`, '[^]', ...sets]
      // A character without upper and lower case is its own other case: the pattern would stay the same.
      .concat(otherCase === character ? [] : [`[${own}${otherCase}]`, otherCase])
      .map((text) => ({ what: `${own} → ${text || 'nothing'}`, text }))
  );
}

function changeSet(set: SetPart): Change[] {
  const { ranges, negated } = set;
  const candidates: SetPart[] = [
    ...ranges.flatMap((range, index) =>
      changeRange(range).map((instead) => ({ ...set, ranges: ranges.toSpliced(index, 1, ...instead) })),
    ),
    { ...set, negated: !negated },
    { kind: 'set', negated: true, ranges: [] },
    { ...set, ranges: [...ranges, ...ranges.flatMap(otherCaseRange)] },
  ];
  // Ranges may overlap or touch, so that a change of one leaves the set of characters as it was.
  return candidates
    .filter((candidate) => !sameCharacters(candidate, set))
    .map((candidate) => ({
      what: `${printPart(set)} → ${printPart(candidate)}`,
      text: printPart(candidate),
    }));
}

function changeRange({ min, max }: Range): Range[][] {
  return [
    [],
    ...(min > 0 ? [[{ min: min - 1, max }]] : []),
    ...(max < 0x10ffff ? [[{ min, max: max + 1 }]] : []),
    ...(min < max ? [[{ min: min + 1, max }], [{ min, max: max - 1 }]] : []),
  ];
}

function otherCaseRange({ min, max }: Range): Range[] {
  const ends = [min, max].map((point) => String.fromCodePoint(point));
  const other = (end: string) =>
    (end === end.toLowerCase() ? end.toUpperCase() : end.toLowerCase()).codePointAt(0)!;
  return [{ min: other(ends[0]!), max: other(ends[1]!) }];
}

/** Two sets can differ only where a range of either begins or ends. */
function sameCharacters(one: SetPart, other: SetPart): boolean {
  const edges = [one, other].flatMap(({ ranges }) =>
    ranges.flatMap(({ min, max }) => [min - 1, min, max, max + 1]),
  );
  return [...edges, 0x10ffff].every((point) => contains(one, point) === contains(other, point));
}

function changeRepeat({ part, least, most }: RepeatPart): Change[] {
  const unbounded = most === Number.POSITIVE_INFINITY;
  const bounds: [number, number][] = [
    [least - 1, most],
    [least + 1, most],
    [least, unbounded ? least + 1 : most + 1],
    [least, most - 1],
    [least, Number.POSITIVE_INFINITY],
    [0, most],
    [1, 1],
  ];
  const isChange = ([from, to]: [number, number]) =>
    from >= 0 && from <= to && (from !== least || to !== most);
  const counts = bounds
    .filter(isChange)
    .map(([from, to]) => printPart({ kind: 'repeat', part, least: from, most: to }));
  const own = printPart({ kind: 'repeat', part, least, most });
  return [
    ...['', ...counts].map((text) => ({ what: `${own} → ${text || 'nothing'}`, text })),
    ...changePart(part).map(({ what, text }) => ({
      what,
      text: `(?:${text}){${least},${unbounded ? '' : most}}`,
    })),
  ];
}

function printPart(part: Part): string {
  if (part.kind === 'start') return '^';
  if (part.kind === 'end') return '$';
  if (part.kind === 'set' && isLiteral(part)) {
    return String.fromCodePoint(part.ranges[0]!.min).replace(/[\^$\\.*+?()[\]{}|/]/, '\\$&');
  }
  if (part.kind === 'set') return `[${part.negated ? '^' : ''}${part.ranges.map(printRange).join('')}]`;
  if (part.kind === 'group') return `(?:${printAlternatives(part.alternatives)})`;
  if (part.kind === 'not-ahead') return `(?!${printAlternatives(part.alternatives)})`;
  return `${printPart(part.part)}{${part.least},${part.most === Number.POSITIVE_INFINITY ? '' : part.most}}`;
}

function printAlternatives(alternatives: Part[][]): string {
  return alternatives.map((sequence) => sequence.map(printPart).join('')).join('|');
}

function printRange({ min, max }: Range): string {
  const [first, last] = [min, max].map((point) => String.fromCodePoint(point).replace(/[\^\\\-\]]/, '\\$&'));
  return min === max ? first! : `${first}-${last}`;
}
