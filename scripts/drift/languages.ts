import {
  CharSet,
  type Concatenation,
  DFA,
  type Element,
  type Expression,
  JS,
  NFA,
  type NoParent,
  Transformers,
  transform,
} from 'refa';

/** What a string has to be: its pattern and its length in characters. */
export interface Strings {
  pattern?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

/** The shortest strings that only one of two sides accepts. */
export interface StringDifference {
  onlyOld?: string;
  onlyNew?: string;
}

type Part = NoParent<Element>;
type Sequence = NoParent<Concatenation>;

// A pattern matches anywhere in a string. Two private characters mark the ends of the string, so that `^` and `$`
// become ordinary characters and a pattern an ordinary regular language.
const start = 0x10fffe;
const end = 0x10ffff;
const characters = CharSet.all(end).without({ min: start as never, max: end as never });
const anything: Part = repeat([{ type: 'CharacterClass', characters }], 0, Number.POSITIVE_INFINITY);

/** Longer bounds would make automata of that many states; whoever uses a string checks it with ajv anyway. */
const longest = 4096;

/**
 * Compares two sets of strings as languages.
 *
 * @returns undefined when a pattern cannot be compared, such as one that is not an ECMA-262 pattern
 */
export function compareStrings(old: Strings, now: Strings): StringDifference | undefined {
  try {
    const [before, after] = [toAutomaton(old), toAutomaton(now)];
    const onlyOld = shortest(subtract(before, after));
    const onlyNew = shortest(subtract(after, before));
    return { ...(onlyOld !== undefined && { onlyOld }), ...(onlyNew !== undefined && { onlyNew }) };
  } catch {
    return undefined;
  }
}

/** Finds the shortest string of a set; undefined when it is empty or the pattern cannot be read. */
export function shortestString(strings: Strings): string | undefined {
  if (strings.pattern === undefined) return 'a'.repeat(strings.min ?? 0);
  try {
    return shortest(toAutomaton(strings));
  } catch {
    return undefined;
  }
}

function toAutomaton({ pattern, min = 0, max = Number.POSITIVE_INFINITY }: Strings): NFA {
  const least = min > longest ? 0 : min;
  const most = max > longest ? Number.POSITIVE_INFINITY : max;
  const length = concatenate(
    one(start),
    fromParts([repeat([{ type: 'CharacterClass', characters }], least, most)]),
    one(end),
  );
  return pattern === undefined ? length : NFA.fromIntersection(fromPattern(pattern), length);
}

function fromPattern(pattern: string): NFA {
  const parser = JS.Parser.fromLiteral({ source: pattern, flags: 'u' });
  const { expression } = parser.parse({ assertions: 'parse', backreferences: 'throw' });
  const alternatives = expression.alternatives.map((alternative) =>
    fromSequence([...markEnds(alternative).elements, optional([anything, mark(end)])]),
  );
  const [first, ...others] = alternatives;
  for (const other of others) first!.union(other);
  return concatenate(fromParts([optional([mark(start), anything])]), first!);
}

/** A look-ahead at the top of a pattern narrows the rest of the string. */
function fromSequence(elements: Part[]): NFA {
  const index = elements.findIndex(({ type }) => type === 'Assertion');
  const assertion = elements[index];
  if (assertion?.type !== 'Assertion' || assertion.kind !== 'ahead') return fromParts(elements);
  const ahead = fromParts([
    { type: 'Alternation', alternatives: assertion.alternatives },
    anything,
    optional([mark(end)]),
  ]);
  const rest = fromSequence(elements.slice(index + 1));
  const narrowed = assertion.negate ? subtract(rest, ahead) : NFA.fromIntersection(rest, ahead);
  return concatenate(fromParts(elements.slice(0, index)), NFA.fromFA(narrowed));
}

function markEnds({ elements }: Sequence): Sequence {
  return { type: 'Concatenation', elements: elements.map(markElement) };
}

function markElement(element: Part): Part {
  if (element.type === 'CharacterClass')
    return { ...element, characters: element.characters.intersect(characters) };
  if (element.type === 'Assertion' && isEdge(element)) return mark(element.kind === 'behind' ? start : end);
  if (!('alternatives' in element)) return element;
  return { ...element, alternatives: element.alternatives.map(markEnds) };
}

/** refa reads `^` as "no character before" and `$` as "no character after". */
function isEdge({ negate, alternatives }: Extract<Part, { type: 'Assertion' }>): boolean {
  const [only] =
    alternatives.length === 1 && alternatives[0]!.elements.length === 1 ? alternatives[0]!.elements : [];
  return negate && only?.type === 'CharacterClass' && only.characters.isAll;
}

function mark(character: number): Part {
  return { type: 'CharacterClass', characters: CharSet.fromCharacter(end, character as never) };
}

function repeat(elements: Part[], min: number, max: number): Part {
  return { type: 'Quantifier', min, max, lazy: false, alternatives: [{ type: 'Concatenation', elements }] };
}

function optional(elements: Part[]): Part {
  return repeat(elements, 0, 1);
}

function one(character: number): NFA {
  return fromParts([mark(character)]);
}

function fromParts(elements: Part[]): NFA {
  const sequence = { type: 'Concatenation', elements } as NoParent<Concatenation>;
  const expression = { type: 'Expression', alternatives: [sequence] } as NoParent<Expression>;
  const applied = transform(Transformers.applyAssertions(), expression as Expression);
  return NFA.fromRegex(applied, { maxCharacter: end as never }, { assertions: 'throw' });
}

function concatenate(first: NFA, ...others: NFA[]): NFA {
  const whole = first.copy();
  for (const other of others) whole.append(other);
  return whole;
}

function subtract(from: NFA, what: NFA): NFA {
  const complement = DFA.fromFA(what);
  complement.complement();
  return NFA.fromIntersection(from, complement);
}

function shortest(strings: NFA): string | undefined {
  for (const sets of strings.wordSets()) {
    return sets
      .slice(1, -1)
      .map((set) => String.fromCodePoint(readable(set)))
      .join('');
  }
  return undefined;
}

const preferred =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*+-_.:/ ,;!?#@&=~()[]{}|<>$%^\'`"\\';

function readable(set: CharSet): number {
  const known = [...preferred]
    .map((character) => character.codePointAt(0)!)
    .find((code) => set.has(code as never));
  return known ?? set.ranges[0]!.min;
}
