import { readFile } from 'node:fs/promises';
import type { Json, JsonObject } from '../contract/document.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import { JsonText } from '../contract/json-text.ts';
import { itemSchema, type Operation } from '../contract/operations.ts';
import { wordPath } from '../contract/words.ts';
import { describeError } from '../runtime/validation/describe-error.ts';
import type { Contract, Validator } from './contract.ts';
import { generateItems } from './generate.ts';
import { createStore, type Store } from './store.ts';

/** Which items a mock serves. */
export interface DataOptions {
  /** How many items to generate per paginated operation; 60 by default. */
  count?: number;
  /** Generates other items of the same contract; 1 by default. */
  seed?: number;
  /**
   * Files with items to serve instead of generated ones: response pages, lists of items, or NDJSON of either. If
   * several operations list items, each path begins with the name of one: `ListThings=things.json`.
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
const mostReported = 20;

/** Fills a store for each paginated operation: from the files given for it, or with generated items. */
export async function fillStores(contract: Contract, options: DataOptions) {
  const paginated = contract.operations.filter((operation) => operation.paginated);
  const files = assignFiles(paginated, options.data ?? []);
  const stores = new Map<string, Store>();
  const served: ServedData[] = [];
  for (const operation of paginated) {
    const own = files.get(operation.id);
    const loaded = own && (await loadItems(contract, operation, own, options.skipInvalid ?? false));
    const { count = defaultCount, seed = 1 } = options;
    const items = loaded?.items ?? (await generateItems(contract, operation, { count, seed }));
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

/** One item and where it was read. */
interface Located {
  item: Json;
  /** The text that it is in: a file, or a line of one. */
  text: JsonText;
  path: string[];
  /** Lines before that text. */
  before: number;
}

async function loadItems(
  { document, validator }: Contract,
  operation: Operation,
  files: string[],
  skipInvalid: boolean,
): Promise<{ items: Json[]; invalid: string[] }> {
  const validate = await validator(itemSchema(document, operation)!);
  const items: Json[] = [];
  const invalid: string[] = [];
  for (const file of files) {
    for (const found of readItems(file, await readFile(file, 'utf8'), operation)) {
      if (validate(found.item)) items.push(found.item);
      else invalid.push(`${file}:${describeInvalid(validate, found)}`);
    }
  }
  if (invalid.length > 0 && !skipInvalid) {
    const more = invalid.length > mostReported ? `\nand ${invalid.length - mostReported} more` : '';
    throw new Error(
      `${operation.id} cannot return these items:\n${invalid.slice(0, mostReported).join('\n')}${more}`,
    );
  }
  return { items, invalid };
}

function describeInvalid({ errors }: Validator, { item, text, path, before }: Located): string {
  const [error] = errors!;
  const { start } = text.locate([...path, ...parsePointer(error!.instancePath)])!;
  const issue = describeError(item, error!);
  return `${before + text.position(start).line}: ${wordPath(issue.path) || 'the item'} ${issue.message}`;
}

function* readItems(file: string, text: string, operation: Operation): Generator<Located> {
  const whole = tryParse(text);
  if (whole !== undefined) {
    const located = new JsonText(text);
    yield* itemsOf(whole, operation).map((found) => ({ ...found, text: located, before: 0 }));
    return;
  }
  for (const [before, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = tryParse(line);
    if (value === undefined) {
      throw new Error(`${file}:${before + 1}: neither the file nor this line of it is JSON`);
    }
    const located = new JsonText(line);
    yield* itemsOf(value, operation).map((found) => ({ ...found, text: located, before }));
  }
}

function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function itemsOf(value: Json, operation: Operation): Pick<Located, 'item' | 'path'>[] {
  const list = operation.paginated!.items;
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) =>
      itemsOf(entry, operation).map(({ item, path }) => ({ item, path: [String(index), ...path] })),
    );
  }
  const page = (value as JsonObject | null)?.[list];
  if (!Array.isArray(page)) return [{ item: value, path: [] }];
  return page.map((item, index) => ({ item, path: [list, String(index)] }));
}
