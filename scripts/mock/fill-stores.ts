import type { Json } from '../contract/document.ts';
import { itemSchema, type Operation } from '../contract/operations.ts';
import { generateItems } from './generate-items.ts';
import { compileItemValidator } from './item-validator.ts';
import type { Contract } from './load-contract.ts';
import { loadItems } from './load-items.ts';
import { createStore, type Store } from './store.ts';

/** Which items a mock serves. */
export interface DataOptions {
  /** How many items to generate per paginated operation; 60 when absent. */
  count?: number;
  /** Makes other items of the same contract; 1 when absent. */
  seed?: number;
  /**
   * Files to serve instead of generated items: response pages, lists of items or NDJSON. In a contract with several
   * paginated operations each path is preceded by the operation's name, as in `ListThings=things.json`.
   */
  data?: string[];
  /** Leave out items of the files that break the contract, instead of refusing to start. */
  skipInvalid?: boolean;
}

/** What a mock serves for one operation. */
export interface ServedData {
  operation: string;
  items: number;
  /** The items left out: file, line, place and rule of each. */
  skipped: string[];
}

/** Why 60: with the contract's page size of 25 it is three pages, the last one not full. */
const defaultCount = 60;

/**
 * Fills a store per paginated operation, from files where some are given for it, otherwise with generated items.
 *
 * @param contract the contract
 * @param options which items
 * @returns the stores by operation id, and what they hold
 * @throws {Error} when a file cannot be served, a count is negative, or it is not clear whose items a file holds
 */
export async function fillStores(contract: Contract, options: DataOptions) {
  const { document, operations } = contract;
  const { count = defaultCount, seed = 1 } = options;
  if (!Number.isInteger(count) || count < 0)
    throw new Error(`count ${count}: it is a whole number, 0 or more`);
  const paginated = operations.filter((operation) => operation.paginated);
  const files = sortFiles(paginated, options.data ?? []);
  const stores = new Map<string, Store>();
  const served: ServedData[] = [];
  for (const operation of paginated) {
    const own = files.get(operation.id);
    const findFault = await compileItemValidator(document, itemSchema(document, operation)!);
    const loaded = own && (await loadItems(operation, own, findFault, options.skipInvalid ?? false));
    const items: Iterable<Json> =
      loaded?.items ?? generateItems(document, operation, { count, seed }, findFault);
    const store = createStore(items, operation.filters ?? {});
    stores.set(operation.id, store);
    served.push({ operation: operation.id, items: store.items.length, skipped: loaded?.faults ?? [] });
  }
  return { stores, served };
}

function sortFiles(paginated: Operation[], data: string[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const entry of data) {
    const named = paginated.find(({ id }) => entry.startsWith(`${id}=`));
    const owner = named ?? (paginated.length === 1 ? paginated[0] : undefined);
    if (!owner)
      throw new Error(`data ${entry}: say whose items it holds, as in ${paginated[0]?.id}=${entry}`);
    const file = named ? entry.slice(named.id.length + 1) : entry;
    files.set(owner.id, [...(files.get(owner.id) ?? []), file]);
  }
  return files;
}
