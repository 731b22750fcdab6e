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

/** A set of strings: those that match the pattern and have a length, in characters, within the bounds. */
export interface Strings {
  pattern?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

/** The shortest strings that are in only one of two sets. */
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

/**
 * Compares two sets of strings as languages.
 *
 * @returns undefined when a pattern cannot be compared, for example because it is not valid in ECMA-262
 */
export function compareStrings(old: Strings, now: Strings): StringDifference | undefined {
  try {
    const [onlyOld, onlyNew] = [shortestOfOne(old, now), shortestOfOne(now, old)];
    return { ...(onlyOld !== undefined && { onlyOld }), ...(onlyNew !== undefined && { onlyNew }) };
  } catch {
    return undefined;
  }
}

/** Finds the shortest string of a set; undefined when the set is empty or the pattern cannot be read. */
export function shortestString(strings: Strings): string | undefined {
  if (strings.pattern === undefined) return 'a'.repeat(strings.min ?? 0);
  try {
    return shortest(toAutomaton(strings), strings);
  } catch {
    return undefined;
  }
}

/** Finds the shortest string of `one` that is not in `other`, because of its characters or its length. */
function shortestOfOne(one: Strings, other: Strings): string | undefined {
  const { min = 0, max = Number.POSITIVE_INFINITY } = one;
  const automaton = toAutomaton(one);
  const found = [
    shortest(subtract(automaton, toAutomaton(other)), one),
    shortest(automaton, { min, max: Math.min(max, (other.min ?? 0) - 1) }),
    shortest(automaton, { min: Math.max(min, (other.max ?? Number.POSITIVE_INFINITY) + 1), max }),
  ];
  return found.filter((text) => text !== undefined).sort((a, b) => a.length - b.length)[0];
}

/** Creates an automaton for the pattern alone: one that counts characters would be large. */
function toAutomaton({ pattern }: Strings): NFA {
  const whole = fromParts([mark(start), anything, mark(end)]);
  return pattern === undefined ? whole : NFA.fromIntersection(fromPattern(pattern), whole);
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

function fromParts(elements: Part[]): NFA {
  const sequence = { type: 'Concatenation', elements } as NoParent<Concatenation>;
  const expression = { type: 'Expression', alternatives: [sequence] } as NoParent<Expression>;
  const applied = transform(Transformers.applyAssertions(), expression as Expression);
  return NFA.fromRegex(applied, { maxCharacter: end as never }, { assertions: 'throw' });
}

function concatenate(first: NFA, second: NFA): NFA {
  const whole = first.copy();
  whole.append(second);
  return whole;
}

function subtract(from: NFA, what: NFA): NFA {
  const complement = DFA.fromFA(what);
  complement.complement();
  return NFA.fromIntersection(from, complement);
}

/** A step of a search: a state, and the step that led to it. */
interface Step {
  state: NFA.ReadonlyNode;
  character: number;
  previous?: Step;
}

/** Searches breadth-first for a string within the bounds. refa's own `words` walks every path, of which there can be too many. */
function shortest(strings: NFA, { min = 0, max = Number.POSITIVE_INFINITY }: Strings): string | undefined {
  if (min > max || min === Number.POSITIVE_INFINITY) return undefined;
  const { initial, getOut, isFinal } = strings.transitionIterator();
  // The two marks count as characters.
  const [least, most] = [min + 2, max + 2];
  let steps: Step[] = [{ state: initial, character: 0 }];
  const reached = new Set<NFA.ReadonlyNode>();
  for (let length = 0; steps.length > 0 && length <= most; length++) {
    const found = length >= least ? steps.find(({ state }) => isFinal(state)) : undefined;
    if (found) return spell(found);
    // Until strings are long enough, a state may have to be visited again.
    const seen = length + 1 < least ? new Set<NFA.ReadonlyNode>() : reached;
    steps = steps.flatMap((previous) =>
      [...getOut(previous.state)].flatMap(([state, set]) => {
        if (seen.has(state)) return [];
        seen.add(state);
        return [{ state, character: readable(set), previous }];
      }),
    );
  }
  return undefined;
}

function spell(last: Step): string {
  const characters: number[] = [];
  for (let step: Step = last; step.previous; step = step.previous) characters.push(step.character);
  return characters
    .reverse()
    .slice(1, -1)
    .map((character) => String.fromCodePoint(character))
    .join('');
}

const preferred =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*+-_.:/ ,;!?#@&=~()[]{}|<>$%^\'`"\\';

function readable(set: CharSet): number {
  const known = [...preferred]
    .map((character) => character.codePointAt(0)!)
    .find((code) => set.has(code as never));
  return known ?? set.ranges[0]!.min;
}
