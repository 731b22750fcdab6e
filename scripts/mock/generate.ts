import type { Document, Json, Schema } from '../contract/document.ts';
import { itemSchema, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';
import { createRandom, type Random } from '../random.ts';
import { findPartition } from '../runtime/options.ts';
import { type MockContract, successExamples } from './contract.ts';

/** How far back, in seconds, generated times may lie before those of the examples. */
const furthestShift = 60 * 24 * 60 * 60;
/** Numbers of this size are times in epoch seconds; scores and counts are far below. */
const earliestTime = 1e8;
const knownValueChance = 1 / 6;
/** Digits that identify something: at least four, and not a year. */
const longRuns = /(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{4,}/g;
/** A pattern of the contract may forbid a variation. */
const attempts = 4;

/** How one item differs from the example it is made from. */
interface Variation {
  random: Random;
  /** Seconds by which all its times move. */
  shift: number;
  /** Runs of digits and what replaces them, everywhere in the item. */
  runs: Map<string, string>;
  /** How often each open set was varied: its known values take turns, so that every one occurs. */
  turns: Map<readonly string[], number>;
}

type Vary = (variation: Variation) => Json;

/** The items to generate. */
export interface Generation {
  count: number;
  /** The same seed gives the same items on every machine. */
  seed: number;
  /** Replaces the region, and with it the partition, in every ARN. */
  region?: string;
  /** Replaces the account. */
  account?: string;
}

/** Collects the distinct items that the examples of a paginated operation list. */
export function exampleItems(document: Document, operation: Operation): Json[] {
  const { items } = operation.paginated!;
  const all = Object.values(successExamples(document, operation)).flatMap(
    (body) => (body[items] ?? []) as Json[],
  );
  return [...new Map(all.map((item) => [JSON.stringify(item), item])).values()];
}

/**
 * Generates valid items of a paginated operation: first those of its examples, then variations. An open set sometimes
 * gets another known value, a number inside texts changes to the same number everywhere, and all times move together.
 */
export function generateItems(
  { document, validator }: MockContract,
  operation: Operation,
  { count, seed, ...owner }: Generation,
): Iterable<Json> {
  const schema = itemSchema(document, operation)!;
  const isValid = validator(schema);
  const examples = changeOwner(exampleItems(document, operation), owner);
  if (examples.length === 0) throw new Error(`${operation.id} needs an example with an item`);
  const varies = examples.map((example) => compileVary(document, schema, example) ?? (() => example));
  const shared = sharedRuns(examples).map((run): [string, string] => [run, run]);
  const turns = new Map<readonly string[], number>();
  const make = (index: number) => {
    const random = createRandom(seed ^ Math.imul(index, 0x9e3779b1));
    const chosen = random.below(examples.length);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const shift = -random.below(furthestShift);
      const item = varies[chosen]!({ random, shift, runs: new Map(shared), turns });
      if (isValid(item)) return item;
    }
    return examples[chosen]!;
  };
  return (function* () {
    yield* examples.slice(0, count);
    for (let index = examples.length; index < count; index += 1) yield make(index);
  })();
}

/** Returns nothing for a part that never varies: most of an item is constant and is not visited again. */
function compileVary(document: Document, reference: Schema, example: Json): Vary | undefined {
  const schema = mergeReference(document, reference);
  const known = schema['x-extensible-enum'];
  if (known) return varyKnown(known, example);
  if (typeof example === 'number') {
    return example < earliestTime ? undefined : ({ shift }) => example + shift;
  }
  if (typeof example === 'string') return schema.enum ? undefined : varyText(example);
  if (typeof example !== 'object' || example === null) return undefined;
  const parts = Object.entries(example).flatMap(([name, value]): [string, Vary][] => {
    const part = Array.isArray(example) ? schema.items : schema.properties?.[name];
    const vary = part && compileVary(document, part, value);
    return vary ? [[name, vary]] : [];
  });
  if (parts.length === 0) return undefined;
  return (variation) => {
    const varied = Array.isArray(example) ? [...example] : { ...example };
    for (const [name, vary] of parts) (varied as Record<string, Json>)[name] = vary(variation);
    return varied;
  };
}

function varyKnown(known: readonly string[], example: Json): Vary {
  return ({ random, turns }) => {
    if (random.next() >= knownValueChance) return example;
    const turn = turns.get(known) ?? 0;
    turns.set(known, turn + 1);
    return known[turn % known.length]!;
  };
}

function varyText(example: string): Vary | undefined {
  if (example.search(longRuns) < 0) return undefined;
  return ({ random, runs }) =>
    example.replace(longRuns, (run) => {
      const replaced =
        runs.get(run) ?? [...run].map((digit) => (digit === '0' ? digit : 1 + random.below(9))).join('');
      runs.set(run, replaced);
      return replaced;
    });
}

/** Finds the runs of digits that most examples share, such as the account: they stay the same. */
function sharedRuns(examples: Json[]): string[] {
  const counts = new Map<string, number>();
  for (const example of examples) {
    for (const run of new Set(JSON.stringify(example).match(longRuns)))
      counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > examples.length / 2).map(([run]) => run);
}

const accountOfArn = /"arn:[^:"]*:[^:"]*:[^:"]*:(\d+):/g;
const arn = /^arn:([^:]*):([^:]*):([^:]+):([^:]+):/;

/** Replaces the region in every ARN, and the account wherever it is. */
function changeOwner(items: Json[], { region, account }: Pick<Generation, 'region' | 'account'>): Json[] {
  if (region === undefined && account === undefined) return items;
  const json = JSON.stringify(items);
  const accounts = new Set(Array.from(json.matchAll(accountOfArn), ([, found]) => found!));
  const change = (text: string) => {
    if (account !== undefined && accounts.has(text)) return account;
    return text.replace(arn, (_, partition, service, oldRegion, owner) => {
      const newPartition = region === undefined ? partition : findPartition(region);
      const newOwner = account !== undefined && accounts.has(owner) ? account : owner;
      return `arn:${newPartition}:${service}:${region ?? oldRegion}:${newOwner}:`;
    });
  };
  return JSON.parse(json, (_, value) => (typeof value === 'string' ? change(value) : value));
}
