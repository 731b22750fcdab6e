import type { Operation } from '../contract/operations.ts';
import type { MockContract } from './contract.ts';
import { type Generation, generateItems } from './generate.ts';
import { collectItems, type LoadedItems, loadItems } from './load-items.ts';
import { didYouMean, type Path, refuse } from './options.ts';
import { createStore, type Store } from './pager.ts';
import type { MockHandlerOptions } from './types.ts';

/** The items of an operation and where they came from. */
export interface Filled {
  store: Store;
  /** Whether they were given rather than generated. */
  given: boolean;
  skipped: string[];
}

/** Data of one operation. */
interface Assigned {
  operation: Operation;
  /** Items and pages, or names of files. */
  list: readonly (object | string)[];
  path: Path;
}

/** Loads the items of each operation that has data, in files or in memory. */
export async function loadData(
  contract: MockContract,
  data: MockHandlerOptions['data'],
  skipInvalid: boolean,
): Promise<Map<string, LoadedItems>> {
  const loaded = readData(contract, data, skipInvalid);
  for (const { operation, list } of assign(contract, data)) {
    const files = list.filter((one) => typeof one === 'string');
    if (files.length > 0) loaded.set(operation.id, await loadItems(contract, operation, files, skipInvalid));
  }
  return loaded;
}

/** Reads the items of each operation that has data in memory. */
export function readData(
  contract: MockContract,
  data: MockHandlerOptions['data'],
  skipInvalid: boolean,
): Map<string, LoadedItems> {
  const inMemory = assign(contract, data).filter(({ list }) => !list.some((one) => typeof one === 'string'));
  return new Map(
    inMemory.map(({ operation, list, path }) => [
      operation.id,
      collectItems(contract, operation, list as object[], path, skipInvalid),
    ]),
  );
}

/** Fills a store for each paginated operation: with loaded items, with those that it had, or with generated ones. */
export function fillStores(
  contract: MockContract,
  loaded: Map<string, LoadedItems>,
  generation: Generation,
  kept: ReadonlyMap<string, Filled>,
): Map<string, Filled> {
  return new Map(
    listPaginated(contract).map((operation): [string, Filled] => {
      const own = loaded.get(operation.id);
      const old = kept.get(operation.id);
      if (!own && old) return [operation.id, old];
      const items = own?.items ?? generateItems(contract, operation, generation);
      const store = createStore(items, operation.filters ?? {});
      return [operation.id, { store, given: own !== undefined, skipped: own?.invalid ?? [] }];
    }),
  );
}

function listPaginated({ operations }: MockContract): Operation[] {
  return operations.filter(({ paginated }) => paginated);
}

/** Finds the operation that each part of the data belongs to. */
function assign(contract: MockContract, data: MockHandlerOptions['data']): Assigned[] {
  const paginated = listPaginated(contract);
  if (data === undefined) return [];
  if (!Array.isArray(data)) {
    return Object.entries(data as Record<string, Assigned['list'] | undefined>).flatMap(([id, list]) => {
      const operation = paginated.find((one) => one.id === id);
      if (!operation) refuseOperation(paginated, id);
      return list ? [{ operation, list, path: ['data', id] }] : [];
    });
  }
  if (data.some((one) => typeof one === 'string')) return assignFiles(paginated, data);
  const [only, ...others] = paginated;
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
