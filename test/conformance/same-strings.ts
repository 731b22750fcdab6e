import { contains, type Part, parsePattern, type Range } from '../../scripts/conform/pattern/parse.ts';

/** A regular expression, and what is left to match after a character: any of the `after` (Antimirov's derivatives). */
interface Expression {
  /** The same for expressions that are built alike. */
  key: string;
  takesNothing: boolean;
  after: (point: number) => Expression[];
}

/** The expressions that the rest of a string may match. */
type State = Map<string, Expression>;

/** One alternative of a pattern: what it takes, except what it refuses. */
interface Alternative {
  takes: State;
  refuses: State;
}

const empty: Expression = { key: 'ε', takesNothing: true, after: () => [] };
const any = repeat(set(true, []), 0, Number.POSITIVE_INFINITY);

/**
 * Tells whether two patterns describe the same strings, by following both through all strings at once;
 * that ends, because a pattern has only so many states.
 *
 * @param one a regular expression of the `pattern` keyword
 * @param other another
 * @param orEmpty whether the empty string counts
 * @returns whether no string matches only one of them
 * @throws {Error} when either uses what `parsePattern` does not know, an anchor that is not at an end, or a look-ahead
 *   that does not follow the start
 */
export function sameStrings(one: string, other: string, orEmpty: boolean): boolean {
  const patterns = [parsePattern(one), parsePattern(other)];
  const points = representatives(patterns.flat(2));
  const [first, second] = patterns.map((sequences) => sequences.map(alternative));
  const afterOne = (a: Alternative[], b: Alternative[]) =>
    points.map((point): [Alternative[], Alternative[]] => [step(a, point), step(b, point)]);
  const open = orEmpty ? [[first!, second!] as const] : afterOne(first!, second!);
  const seen = new Set<string>();
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [a, b] = pair;
    if (a.some(accepts) !== b.some(accepts)) return false;
    const key = JSON.stringify(
      pair.map((each) => each.map(({ takes, refuses }) => [keys(takes), keys(refuses)])),
    );
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...afterOne(a, b));
  }
  return true;
}

function alternative(parts: Part[]): Alternative {
  const [start, ...others] = parts;
  const ahead = others.findIndex(({ kind }) => kind !== 'not-ahead');
  const looks = start?.kind === 'start' ? others.slice(0, ahead < 0 ? others.length : ahead) : [];
  const refused = looks.flatMap((look) => (look.kind === 'not-ahead' ? look.alternatives : []));
  return {
    takes: state([whole(parts.filter((part) => !looks.includes(part)))]),
    refuses: state(refused.map((sequence) => chain([...sequence.map(express), any]))),
  };
}

function accepts({ takes, refuses }: Alternative): boolean {
  return ends(takes) && !ends(refuses);
}

function step(alternatives: Alternative[], point: number): Alternative[] {
  return alternatives.map(({ takes, refuses }) => ({
    takes: next(takes, point),
    refuses: next(refuses, point),
  }));
}

function keys(at: State): string[] {
  return [...at.keys()].sort();
}

function state(expressions: Expression[]): State {
  return new Map(expressions.map((expression) => [expression.key, expression]));
}

function next(from: State, point: number): State {
  return state([...from.values()].flatMap(({ after }) => after(point)));
}

function ends(at: State): boolean {
  return [...at.values()].some(({ takesNothing }) => takesNothing);
}

/** A pattern may match anywhere in a string, as far as its anchors do not hold it at the ends. */
function whole(parts: Part[]): Expression {
  const start = parts[0]?.kind === 'start' ? [] : [any];
  const end = parts.at(-1)?.kind === 'end' ? [] : [any];
  const inner = parts.slice(start.length ? 0 : 1, end.length ? parts.length : -1);
  return chain([...start, ...inner.map(express), ...end]);
}

function express(part: Part): Expression {
  if (part.kind === 'literal') return set(false, [characterRange(part.character)]);
  if (part.kind === 'set') return set(part.negated, part.ranges);
  if (part.kind === 'repeat') return repeat(express(part.part), part.least, part.most);
  if (part.kind === 'group') return choice(part.alternatives.map((parts) => chain(parts.map(express))));
  throw new Error('an anchor that is not at an end of its pattern, or a look-ahead that is not at its start');
}

function set(negated: boolean, ranges: Range[]): Expression {
  const key = `[${negated}${ranges.map(({ from, to }) => `${from}-${to}`)}]`;
  const after = (point: number) => (contains({ negated, ranges }, point) ? [empty] : []);
  return { key, takesNothing: false, after };
}

function chain(expressions: Expression[]): Expression {
  return expressions.reduceRight((rest, first) => follow(first, rest), empty);
}

function follow(first: Expression, rest: Expression): Expression {
  if (first === empty) return rest;
  return {
    key: `(${first.key}${rest.key})`,
    takesNothing: first.takesNothing && rest.takesNothing,
    after: (point) => [
      ...first.after(point).map((left) => follow(left, rest)),
      ...(first.takesNothing ? rest.after(point) : []),
    ],
  };
}

function choice(expressions: Expression[]): Expression {
  return {
    key: `(${expressions.map(({ key }) => key).join('|')})`,
    takesNothing: expressions.some(({ takesNothing }) => takesNothing),
    after: (point) => expressions.flatMap(({ after }) => after(point)),
  };
}

function repeat(one: Expression, least: number, most: number): Expression {
  if (most === 0) return empty;
  return {
    key: `${one.key}{${least},${most}}`,
    takesNothing: least === 0 || one.takesNothing,
    after: (point) => {
      const others = repeat(one, Math.max(least - 1, 0), most - 1);
      return one.after(point).map((left) => follow(left, others));
    },
  };
}

/** One character of each run of characters that all parts treat alike. */
function representatives(parts: Part[]): number[] {
  const starts = parts.flatMap(rangesOf).flatMap(({ from, to }) => [from, to + 1]);
  return [...new Set([0, ...starts])].filter((point) => point <= 0x10ffff);
}

function rangesOf(part: Part): Range[] {
  if (part.kind === 'literal') return [characterRange(part.character)];
  if (part.kind === 'set') return part.ranges;
  if (part.kind === 'repeat') return rangesOf(part.part);
  return part.kind === 'group' || part.kind === 'not-ahead' ? part.alternatives.flat().flatMap(rangesOf) : [];
}

function characterRange(character: string): Range {
  const point = character.codePointAt(0)!;
  return { from: point, to: point };
}
