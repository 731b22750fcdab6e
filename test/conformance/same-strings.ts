import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { combineTransformers, DFA, isDisjointWith, JS, NFA, Transformers, transform } from 'refa';

const order = { ignoreAmbiguity: true, ignoreOrder: true };
const resolveAnchors = combineTransformers([
  Transformers.simplify(order),
  Transformers.applyAssertions(order),
  Transformers.removeUnnecessaryAssertions(),
]);
const known = new Map<string, DFA>();

/** Finds out whether two patterns match the same strings; `orEmpty` says whether the empty string counts. */
export function sameStrings(one: string, other: string, orEmpty: boolean): boolean {
  const [first, second] = [automatonOf(one, orEmpty), automatonOf(other, orEmpty)];
  return isDisjointWith(first, complement(second)) && isDisjointWith(second, complement(first));
}

function automatonOf(pattern: string, orEmpty: boolean): DFA {
  const key = `${orEmpty} ${pattern}`;
  const automaton = known.get(key) ?? minimize(createAutomaton(pattern, orEmpty));
  known.set(key, automaton);
  return automaton;
}

function createAutomaton(pattern: string, orEmpty: boolean): NFA {
  const { alternatives } = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true });
  const [first, ...others] = alternatives.map(readAlternative);
  // Where the empty string does not count, both patterns match it.
  return [...others, ...(orEmpty ? [] : [read('^$')])].reduce((all, one) => {
    all.union(one);
    return all;
  }, first!);
}

/** refa resolves anchors, but not a look-ahead of several characters: what that excludes is taken away. */
function readAlternative({ elements }: AST.Alternative): NFA {
  const isLookahead = (element: AST.Element) => element.type === 'Assertion' && element.kind === 'lookahead';
  const rest = elements.filter((element) => !isLookahead(element));
  const automaton = read(rest.map(({ raw }) => raw).join(''));
  return elements.filter(isLookahead).reduce((left, lookahead) => {
    if (elements[0]?.raw !== '^')
      throw new Error(`${lookahead.raw} does not follow the start of its pattern`);
    const excluded = minimize(read(`^${lookahead.raw.replace('(?!', '(?:')}`));
    return NFA.fromIntersection(left, complement(excluded));
  }, automaton);
}

/** A pattern matches anywhere in a string, except where anchors keep it at an end. */
function read(pattern: string): NFA {
  const parser = JS.Parser.fromLiteral({ source: `^[^]*(?:${pattern})[^]*$`, flags: 'u' });
  const { expression, maxCharacter } = parser.parse();
  const resolved = transform(resolveAnchors, expression, { maxPasses: 20 });
  const whole = transform(Transformers.patternEdgeAssertions({ remove: true }), resolved);
  return NFA.fromRegex(whole, { maxCharacter });
}

function minimize(automaton: NFA): DFA {
  const minimal = DFA.fromFA(automaton);
  minimal.minimize();
  return minimal;
}

function complement(automaton: DFA): DFA {
  const copy = automaton.copy();
  copy.complement();
  return copy;
}
