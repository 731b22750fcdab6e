import { createHash } from 'node:crypto';
import type { Json } from '../contract/document.ts';
import { at } from '../contract/json-pointer.ts';
import type { Filter } from './filters.ts';

/** The items that an operation lists, ready to be written. */
export interface Store {
  /** Identifies the items and their order. */
  fingerprint: string;
  /** Each item as JSON text. */
  items: string[];
  /**
   * Finds the items that pass all filters, by exact and case-sensitive comparison.
   *
   * @param filters the request's filters
   * @returns the items' positions in order; undefined when there is no filter, so that every item passes
   */
  select(filters: Filter[]): number[] | undefined;
}

/**
 * Stores items and indexes them by what they can be filtered by.
 *
 * @param items the items, in the order in which they are listed
 * @param pointers filter name to JSON Pointer into an item, as `x-filters` has them
 * @returns the store; it keeps text, not objects, which takes less memory and is what a page is made of
 */
export function createStore(items: Iterable<Json>, pointers: Record<string, string>): Store {
  const texts: string[] = [];
  const hash = createHash('sha256');
  const index = new Map(Object.keys(pointers).map((name) => [name, new Map<string, number[]>()]));
  for (const item of items) {
    const text = JSON.stringify(item);
    hash.update(text).update('\n');
    for (const [name, positions] of index) addTo(positions, at(item, pointers[name]!), texts.length);
    texts.push(text);
  }
  return {
    fingerprint: hash.digest('hex'),
    items: texts,
    select: (filters) =>
      filters.length === 0 ? undefined : filters.map((f) => matches(index, f)).reduce(intersect),
  };
}

function addTo(positions: Map<string, number[]>, found: unknown, position: number): void {
  for (const value of new Set(Array.isArray(found) ? found : [found])) {
    if (typeof value === 'object' || value === undefined) continue;
    const key = String(value);
    const list = positions.get(key);
    if (list) list.push(position);
    else positions.set(key, [position]);
  }
}

function matches(index: Map<string, Map<string, number[]>>, filter: Filter): number[] {
  const lists = [...new Set(filter.values)].map((value) => index.get(filter.name)?.get(value) ?? []);
  return lists.length === 1 ? lists[0]! : [...new Set(lists.flat())].sort((a, b) => a - b);
}

function intersect(one: number[], other: number[]): number[] {
  const kept = new Set(other);
  return one.filter((position) => kept.has(position));
}
