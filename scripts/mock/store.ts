import { createHash } from 'node:crypto';
import { at, type Json } from '../contract/document.ts';

/** One filter of a request: an item passes if its value at the filter's pointer is one of these. */
export interface Filter {
  name: string;
  values: string[];
}

/** The items of an operation as JSON. */
export interface Store {
  count: number;
  /** Identifies the items and their order. */
  fingerprint: string;
  /** Takes some of the items: JSON texts with commas between them. `positions` are those that a filter left. */
  slice(start: number, end: number, positions?: number[]): string;
  /** Finds the items that pass every filter, compared exactly; undefined without a filter. */
  select(filters: Filter[]): number[] | undefined;
}

/**
 * Stores items and indexes them by what they can be filtered by, so that neither a page nor a filter takes time in
 * proportion to all items.
 *
 * @param pointers filter name to JSON Pointer into an item, as in `x-filters`
 */
export function createStore(items: Iterable<Json>, pointers: Record<string, string>): Store {
  const texts: string[] = [];
  const hash = createHash('sha256');
  const index = new Map(Object.keys(pointers).map((name) => [name, new Map<string, number[]>()]));
  for (const item of items) {
    const json = JSON.stringify(item);
    hash.update(`${json},`);
    for (const [name, positions] of index) addTo(positions, at(item, pointers[name]!), texts.length);
    texts.push(json);
  }
  return {
    count: texts.length,
    fingerprint: hash.digest('hex'),
    slice(start, end, positions) {
      if (!positions) return texts.slice(start, end).join();
      return positions
        .slice(start, end)
        .map((position) => texts[position])
        .join();
    },
    select: (filters) =>
      filters.length === 0 ? undefined : filters.map((filter) => matches(index, filter)).reduce(intersect),
  };
}

function addTo(positions: Map<string, number[]>, found: unknown, position: number): void {
  for (const value of new Set(Array.isArray(found) ? found : [found])) {
    if (typeof value === 'object' || value === undefined) continue;
    const list = positions.get(String(value));
    if (list) list.push(position);
    else positions.set(String(value), [position]);
  }
}

function matches(index: Map<string, Map<string, number[]>>, { name, values }: Filter): number[] {
  const lists = values.map((value) => index.get(name)?.get(value) ?? []);
  return lists.length === 1 ? lists[0]! : [...new Set(lists.flat())].sort((a, b) => a - b);
}

function intersect(one: number[], other: number[]): number[] {
  const kept = new Set(other);
  return one.filter((position) => kept.has(position));
}
