import type { Document, Json } from '../contract/document.ts';
import { itemSchema, type Operation } from '../contract/operations.ts';
import { exampleItems } from './examples.ts';
import type { FindFault } from './item-validator.ts';
import { createRandom } from './random.ts';
import { compileVary, sharedRuns } from './vary.ts';

/** How far back, in seconds, generated moments may lie before those of the examples. */
const furthestShift = 60 * 24 * 60 * 60;
const attempts = 4;

/** Which items to generate. */
export interface Generation {
  count: number;
  /** The same seed gives the same items, on every machine. */
  seed: number;
}

/**
 * Generates the items that an operation lists: first those of the contract's examples, then variations of them.
 *
 * @param document the bundled contract
 * @param operation a paginated operation with at least one item in its examples
 * @param generation how many, and the seed
 * @param findFault judges an item
 * @returns the items one by one, each valid against the contract
 * @throws {Error} when the examples hold no item
 */
export function* generateItems(
  document: Document,
  operation: Operation,
  generation: Generation,
  findFault: FindFault,
): Generator<Json> {
  const examples = exampleItems(document, operation);
  const schema = itemSchema(document, operation)!;
  if (examples.length === 0)
    throw new Error(`${operation.id} needs an example with an item to make others from`);
  const varies = examples.map((example) => compileVary(document, schema, example));
  const shared = sharedRuns(examples).map((run): [string, string] => [run, run]);
  const turns = new Map<readonly string[], number>();
  yield* examples.slice(0, generation.count);
  for (let index = examples.length; index < generation.count; index += 1) {
    const random = createRandom(generation.seed ^ Math.imul(index, 0x9e3779b1));
    const chosen = random.below(examples.length);
    yield tryUntilValid(examples[chosen]!, findFault, () =>
      varies[chosen]!({ random, shift: -random.below(furthestShift), runs: new Map(shared), turns }),
    );
  }
}

/** Why the attempts: a pattern of the contract may not take every variation; the example itself it takes. */
function tryUntilValid(example: Json, findFault: FindFault, make: () => Json): Json {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const item = make();
    if (!findFault(item)) return item;
  }
  return example;
}
