import { smallest } from '../sample.ts';
import { counted, type Subject, type Trial } from './trial.ts';

/**
 * Makes lists of valid items that try how many a schema allows.
 *
 * @param subject the schema
 * @returns the lists, the shortest first
 */
export function listTrials({ document, schema, thorough }: Subject): Trial[] {
  const { items = {}, minItems, maxItems } = schema;
  const counts = new Map([[0, 'no item']]);
  const add = (count: number, remark: string) => counts.set(count, counted(count, 'item', remark));
  if (thorough && maxItems === undefined) add(100, 'as many as anyone likes');
  if (typeof minItems === 'number' && minItems > 0) {
    add(minItems - 1, 'one too few');
    add(minItems + 1, 'one more than the least');
    add(minItems, 'the least allowed');
  }
  if (typeof maxItems === 'number') {
    if (maxItems > 0) add(maxItems - 1, maxItems === minItems ? 'one too few' : 'one fewer than the most');
    add(maxItems + 1, 'one too many');
    add(maxItems, maxItems === minItems ? 'the only number allowed' : 'the most allowed');
  }
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([count, what]) => ({
      what,
      value: Array.from({ length: count }, () => smallest(document, items)),
    }));
}
