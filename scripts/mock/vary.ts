import type { Document, Json, Schema } from '../contract/document.ts';
import { mergeReference } from '../contract/schema.ts';
import type { Random } from './random.ts';

/** How one item is to differ from the example that it is made from; the same throughout the item. */
export interface Variation {
  random: Random;
  /** Seconds by which all its moments are moved. */
  shift: number;
  /** Runs of digits and what replaces them; a run that is mapped to itself stays. */
  runs: Map<string, string>;
  /** How often each open set was varied: its known values take turns, so that all of them occur. */
  turns: Map<readonly string[], number>;
}

/** Makes a value from a variation of the example that it was compiled from. */
export type Vary = (variation: Variation) => Json;

/** Numbers of this size are moments in epoch seconds; scores and counts are far below. */
const earliestMoment = 1e8;
const knownValueChance = 1 / 6;
/** Runs of digits that number something: long enough, and not a year. */
const longRuns = /(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}/g;

/**
 * Makes a function that turns an example of a schema into others that are just as plausible: open sets take other
 * known values now and then, numbers within texts change alike wherever they stand, moments move together.
 *
 * @param document the bundled contract
 * @param schema the example's schema
 * @param example the example; parts of it that do not vary are shared by all that is made
 * @returns a function from a variation to the new value
 */
export function compileVary(document: Document, schema: Schema, example: Json): Vary {
  return compilePart(document, schema, example) ?? (() => example);
}

/** Nothing is returned for what never varies: most of an item is constant, and need not be walked for each. */
function compilePart(document: Document, reference: Schema, example: Json): Vary | undefined {
  const schema = mergeReference(document, reference);
  const known = schema['x-extensible-enum'];
  if (known) {
    return ({ random, turns }) => {
      if (random.next() >= knownValueChance) return example;
      const turn = turns.get(known) ?? 0;
      turns.set(known, turn + 1);
      return known[turn % known.length]!;
    };
  }
  if (typeof example === 'number') {
    return example < earliestMoment ? undefined : ({ shift }) => example + shift;
  }
  if (typeof example === 'string') return schema.enum ? undefined : compileText(example);
  if (typeof example !== 'object' || example === null) return undefined;
  const parts = Object.entries(example).flatMap(([name, value]): [string, Vary][] => {
    const member = Array.isArray(example) ? schema.items : schema.properties?.[name];
    const vary = member && compilePart(document, member, value);
    return vary ? [[name, vary]] : [];
  });
  if (parts.length === 0) return undefined;
  return (variation) => {
    const varied = Array.isArray(example) ? [...example] : { ...example };
    for (const [name, vary] of parts) (varied as Record<string, Json>)[name] = vary(variation);
    return varied;
  };
}

function compileText(example: string): Vary | undefined {
  if (example.search(longRuns) < 0) return undefined;
  return ({ random, runs }) =>
    example.replace(longRuns, (run) => {
      const replaced =
        runs.get(run) ?? [...run].map((digit) => (digit === '0' ? digit : 1 + random.below(9))).join('');
      runs.set(run, replaced);
      return replaced;
    });
}

/**
 * Finds the runs of digits that most examples share, such as an account's number: they are the setting of the story
 * and stay as they are.
 *
 * @param examples the examples
 * @returns those runs
 */
export function sharedRuns(examples: Json[]): string[] {
  const counts = new Map<string, number>();
  for (const example of examples) {
    for (const run of new Set(JSON.stringify(example).match(longRuns)))
      counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > examples.length / 2).map(([run]) => run);
}
