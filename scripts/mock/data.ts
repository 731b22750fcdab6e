import type { Json } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';
import { type Check, didYouMean, type Path, refuse } from './checks.ts';
import type { Contract } from './contract.ts';
import { type Generation, generateItems } from './generate.ts';
import { collectItems, type LoadedItems, loadItems } from './load-items.ts';
import { checkData, type Items, type MockData, type OperationId } from './state-document.ts';
import { createStore, type Store } from './store.ts';

/** Where a mock finds what it serves when it starts. */
export interface DataOptions {
  /**
   * What to serve instead of generated items: items or pages, or files with them. A file may be a response page, a list
   * of items, the output of the AWS CLI or an SDK, an event, a HAR recording, or NDJSON of these. If several operations
   * list items, this is an object with the data of each by its name; the path of a file may also begin with it:
   * `ListThings=things.json`.
   */
  data?: MockData | readonly string[] | { readonly [Id in OperationId]?: Items<Id> | readonly string[] };
  /** Leaves out what breaks the contract in the data, instead of refusing it. */
  skipInvalid?: boolean;
}

/** What a mock serves for an operation. */
export interface ServedData {
  operation: string;
  /** How many items. */
  items: number;
  /** A line for each item left out. */
  skipped: string[];
}

/** The items of an operation, and what to say about them. */
export interface Filled {
  store: Store;
  /** Not generated. */
  given: boolean;
  skipped: string[];
}

/** Checks the form of the option `data`, which may name files. */
export const checkDataOption: Check = (value, path) => {
  const isFiles = (list: unknown) =>
    Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string');
  if (isFiles(value)) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return checkData(value, path);
  checkData(Object.fromEntries(Object.entries(value).filter(([, list]) => !isFiles(list))), path);
};

/** Loads the items of each operation that has data, from files as well. */
export async function loadData(
  contract: Contract,
  data: DataOptions['data'],
  skipInvalid: boolean,
): Promise<Map<string, LoadedItems>> {
  const loaded = new Map<string, LoadedItems>();
  for (const { operation, list, path } of assign(contract, data)) {
    const files = list.filter((one) => typeof one === 'string');
    const items =
      files.length > 0
        ? await loadItems(contract, operation, files, skipInvalid)
        : collectItems(contract, operation, list as object[], path, skipInvalid);
    loaded.set(operation.id, items);
  }
  return loaded;
}

/** Loads the items of each operation that has data, all of it in memory. */
export function readData(
  contract: Contract,
  data: MockData | undefined,
  skipInvalid: boolean,
): Map<string, LoadedItems> {
  return new Map(
    assign(contract, data).map(({ operation, list, path }) => [
      operation.id,
      collectItems(contract, operation, list as object[], path, skipInvalid),
    ]),
  );
}

/** Fills a store for each paginated operation: with what was loaded for it, with what is kept, or with generated items. */
export function fillStores(
  contract: Contract,
  loaded: Map<string, LoadedItems>,
  generation: Generation,
  kept: ReadonlyMap<string, Filled>,
): Map<string, Filled> {
  return new Map(
    listPaginated(contract).map((operation): [string, Filled] => {
      const own = loaded.get(operation.id);
      const old = kept.get(operation.id);
      if (!own && old) return [operation.id, old];
      const items: Iterable<Json> = own?.items ?? generateItems(contract, operation, generation);
      const store = createStore(items, operation.filters ?? {});
      return [operation.id, { store, given: own !== undefined, skipped: own?.invalid ?? [] }];
    }),
  );
}

function listPaginated({ operations }: Contract): Operation[] {
  return operations.filter(({ paginated }) => paginated);
}

interface Assigned {
  operation: Operation;
  list: readonly (object | string)[];
  path: Path;
}

/** Finds the operation that each part of the data belongs to. */
function assign(contract: Contract, data: DataOptions['data']): Assigned[] {
  const paginated = listPaginated(contract);
  if (data === undefined) return [];
  if (!Array.isArray(data)) {
    return Object.entries(data as Record<string, Assigned['list'] | undefined>).flatMap(([id, list]) => {
      const operation = paginated.find((one) => one.id === id);
      if (!operation) refuseOperation(paginated, id);
      return list ? [{ operation, list, path: ['data', id] }] : [];
    });
  }
  const [only, ...others] = paginated;
  if (data.some((one) => typeof one === 'string')) return assignFiles(paginated, data);
  if (!only || others.length > 0) {
    const ids = paginated.map(({ id }) => id).join(', ');
    refuse(['data'], `must be an object with the items of each operation that lists: ${ids}`, data);
  }
  return [{ operation: only, list: data, path: ['data'] }];
}

function refuseOperation(paginated: Operation[], id: string): never {
  const ids = paginated.map((operation) => operation.id);
  const isPage = paginated.some((operation) => operation.paginated!.items === id);
  const suggestion = isPage ? 'put a page into an array' : didYouMean(id, ids);
  refuse(['data'], `must name operations that list: ${ids.join(', ')}`, id, suggestion);
}

function assignFiles(paginated: Operation[], data: string[]): Assigned[] {
  const files = new Map<Operation, string[]>();
  for (const entry of data) {
    const named = paginated.find(({ id }) => entry.startsWith(`${id}=`));
    const owner = named ?? (paginated.length === 1 ? paginated[0] : undefined);
    if (!owner) {
      throw new Error(
        `data ${entry}: say which operation lists its items, as in ${paginated[0]?.id}=${entry}`,
      );
    }
    const file = named ? entry.slice(named.id.length + 1) : entry;
    files.set(owner, [...(files.get(owner) ?? []), file]);
  }
  return [...files].map(([operation, list]) => ({ operation, list, path: ['data', operation.id] }));
}
