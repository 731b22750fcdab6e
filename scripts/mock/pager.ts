import { createHash, hash } from 'node:crypto';
import { at, type Document, type Json, type JsonObject } from '../contract/document.ts';
import { findFilters, members, type Operation, pageSizeSchema } from '../contract/operations.ts';
import { isObject } from '../contract/schema.ts';
import { RequestError } from './exchange.ts';
import type { MockState } from './types.ts';

/** The size of a page if the contract has no default. */
const usualPageSize = 25;

/** A filter of a request. An item passes if its value at the filter's pointer is one of `values`. */
interface Filter {
  name: string;
  values: string[];
}

/** The items of an operation as JSON. */
export interface Store {
  count: number;
  /** Identifies the items and their order. */
  fingerprint: string;
  /** Returns a range of the items, or of the items at `positions`, as JSON texts with commas between them. */
  slice(start: number, end: number, positions?: number[]): string;
  /** Finds the positions of the items that pass every filter; undefined without a filter. */
  select(filters: Filter[]): number[] | undefined;
}

/**
 * Stores items and indexes them by the values that filters compare, so that the time for a page or a filter does not
 * grow with the number of items.
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

/** One page of an operation's items. */
interface Page {
  /** The items as JSON texts with commas between them. */
  items: string;
  count: number;
  /** The token of the next page; absent on the last. */
  next?: string;
}

/**
 * Makes a function that returns the page of a store that a request asks for. It throws if the token was not issued for
 * these items and the same request.
 */
export function createPager(
  document: Document,
  operation: Operation,
  store: Store,
  pages: MockState['pages'] = 'full',
): (input: JsonObject) => Page {
  const { inputToken, pageSize = '' } = operation.paginated!;
  const readFilters = createFilterReader(document, operation);
  const tokens = createTokens(store.fingerprint + pages);
  const usual = defaultPageSize(document, operation);
  return (input) => {
    const scope = tokenScope(operation, input);
    const token = input[inputToken];
    const start = token === undefined ? 0 : tokens.read(scope, String(token));
    if (start === undefined) {
      throw new RequestError('pagination-token', `${inputToken} was not issued for this request.`);
    }
    const positions = store.select(readFilters(input));
    const isSparse = pages === 'sparse' && positions !== undefined;
    const total = isSparse || !positions ? store.count : positions.length;
    const end = Math.min(start + Number(input[pageSize] ?? usual), total);
    const page = isSparse
      ? sparsePage(store, start, end, positions)
      : { items: store.slice(start, end, positions), count: Math.max(0, end - start) };
    return end < total ? { ...page, next: tokens.issue(scope, end) } : page;
  };
}

function sparsePage(store: Store, start: number, end: number, positions: number[]): Page {
  const kept = positions.filter((position) => position >= start && position < end);
  return { items: store.slice(0, kept.length, kept), count: kept.length };
}

/** Returns the schema's `default`, or else the usual size within the bounds of the request and the response. */
function defaultPageSize(document: Document, operation: Operation): number {
  const schema = pageSizeSchema(document, operation);
  if (schema?.['default'] !== undefined) return Number(schema['default']);
  const { maxItems } = members(document, operation.response)[operation.paginated!.items] ?? {};
  return Math.min(
    ...[usualPageSize, schema?.['maximum'], maxItems].filter((bound) => typeof bound === 'number'),
  );
}

/** Makes a function that reads the filters of an operation's input. */
function createFilterReader(document: Document, operation: Operation): (input: JsonObject) => Filter[] {
  const found = findFilters(document, operation);
  if (!found) return () => [];
  return (input) =>
    ((input[found.list] ?? []) as JsonObject[]).flatMap((filter) => {
      const name = filter[found.name];
      const values = filter[found.values];
      return typeof name === 'string' && Array.isArray(values) ? [{ name, values: values as string[] }] : [];
    });
}

/** The requests that a token is valid for: the operation, and the input without its paging. */
function tokenScope({ id, paginated }: Operation, input: JsonObject): string {
  const { inputToken, pageSize } = paginated!;
  const rest = Object.entries(input).filter(([name]) => name !== inputToken && name !== pageSize);
  return rest.length === 0 ? id : `${id}\n${JSON.stringify(sorted(Object.fromEntries(rest)))}`;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value as JsonObject).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}

/** A token: a position in 8 digits of base 36, and 24 characters of a hash of its scope. */
const tokenPattern = /^([0-9a-z]{8})[\w-]{24}$/;

/** Issues and reads tokens without storing them. Mocks with the same items accept each other's. */
function createTokens(fingerprint: string) {
  const issue = (scope: string, position: number): string => {
    const start = position.toString(36).padStart(8, '0');
    return start + hash('sha256', `${fingerprint}${start}${scope}`, 'base64url').slice(0, 24);
  };
  const read = (scope: string, token: string): number | undefined => {
    const start = tokenPattern.exec(token)?.[1];
    if (start === undefined) return undefined;
    const position = Number.parseInt(start, 36);
    return issue(scope, position) === token ? position : undefined;
  };
  return { issue, read };
}
