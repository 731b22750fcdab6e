import type { Operation } from '../contract/operations.ts';
import type { Contract } from './contract.ts';
import { generateItems } from './generate.ts';
import { loadItems } from './load-items.ts';
import { createStore, type Store } from './store.ts';

/** Which items a mock serves. */
export interface DataOptions {
  /** How many items to generate per paginated operation; 60 by default. */
  count?: number;
  /** Generates other items of the same contract; 1 by default. */
  seed?: number;
  /**
   * Files with items to serve instead of generated ones: response pages, lists of items, the output of the AWS CLI or
   * an SDK, events, HAR recordings, or NDJSON of these. If several operations list items, each path begins with the
   * name of one: `ListThings=things.json`.
   */
  data?: string[];
  /** Leaves out the items in files that break the contract, instead of refusing to start. */
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

/** Three pages at the contract's default of 25, the last one not full. */
const defaultCount = 60;

/** Fills a store for each paginated operation: from the files given for it, or with generated items. */
export async function fillStores(contract: Contract, options: DataOptions) {
  const paginated = contract.operations.filter((operation) => operation.paginated);
  const files = assignFiles(paginated, options.data ?? []);
  const stores = new Map<string, Store>();
  const served: ServedData[] = [];
  for (const operation of paginated) {
    const own = files.get(operation.id);
    const loaded = own && (await loadItems(contract, operation, own, options.skipInvalid ?? false));
    const { seed = 1 } = options;
    const items =
      loaded?.items ??
      (await generateItems(contract, operation, { count: options.count ?? defaultCount, seed }));
    const store = createStore(items, operation.filters ?? {});
    stores.set(operation.id, store);
    served.push({ operation: operation.id, items: store.count, skipped: loaded?.invalid ?? [] });
  }
  return { stores, served };
}

function assignFiles(paginated: Operation[], data: string[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const entry of data) {
    const named = paginated.find(({ id }) => entry.startsWith(`${id}=`));
    const owner = named ?? (paginated.length === 1 ? paginated[0] : undefined);
    if (!owner) {
      throw new Error(
        `data ${entry}: say which operation lists its items, as in ${paginated[0]?.id}=${entry}`,
      );
    }
    const file = named ? entry.slice(named.id.length + 1) : entry;
    files.set(owner.id, [...(files.get(owner.id) ?? []), file]);
  }
  return files;
}
