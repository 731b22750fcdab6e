import { createHash } from 'node:crypto';
import type { Json } from '../contract/document.ts';
import { at } from '../contract/json-pointer.ts';

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
  slice(start: number, end: number, positions?: number[]): Buffer;
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
  const text = new GrowingText();
  const hash = createHash('sha256');
  const index = new Map(Object.keys(pointers).map((name) => [name, new Map<string, number[]>()]));
  const starts = [0];
  for (const item of items) {
    const json = `${JSON.stringify(item)},`;
    hash.update(json);
    for (const [name, positions] of index) {
      addTo(positions, at(item, pointers[name]!), starts.length - 1);
    }
    starts.push(text.append(json));
  }
  const bytes = text.bytes();
  const slice = (start: number, end: number) => bytes.subarray(starts[start], starts[end]! - 1);
  return {
    count: starts.length - 1,
    fingerprint: hash.digest('hex'),
    slice(start, end, positions) {
      if (start >= end) return Buffer.alloc(0);
      if (!positions) return slice(start, end);
      const parts = positions
        .slice(start, end)
        .map((position) => bytes.subarray(starts[position], starts[position + 1]));
      return Buffer.concat(parts).subarray(0, -1);
    },
    select: (filters) =>
      filters.length === 0 ? undefined : filters.map((filter) => matches(index, filter)).reduce(intersect),
  };
}

/** One buffer for all texts: a page is a part of it and need not be copied. */
class GrowingText {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  /** Returns the length so far. */
  append(text: string): number {
    const needed = this.#length + Buffer.byteLength(text);
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, Math.ceil(this.#bytes.length * 1.5)));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#bytes.write(text, this.#length);
    this.#length = needed;
    return needed;
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
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
  const lists = [...new Set(values)].map((value) => index.get(name)?.get(value) ?? []);
  return lists.length === 1 ? lists[0]! : [...new Set(lists.flat())].sort((a, b) => a - b);
}

function intersect(one: number[], other: number[]): number[] {
  const kept = new Set(other);
  return one.filter((position) => kept.has(position));
}
