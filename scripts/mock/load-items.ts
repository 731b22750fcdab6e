import { readFile } from 'node:fs/promises';
import type { Json, JsonObject } from '../contract/document.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operations.ts';
import { JsonText } from '../validate/json-text.ts';
import type { FindFault } from './item-validator.ts';

const mostReported = 20;

/** The items of files, and what was wrong with those left out. */
export interface LoadedItems {
  items: Json[];
  /** One line per invalid item: file, line, place and rule. */
  faults: string[];
}

/** One item and where it was read. */
interface Located {
  item: Json;
  /** The text that it stands in: a file, or a line of one. */
  text: JsonText;
  path: string[];
  /** Lines before that text. */
  before: number;
}

/**
 * Reads an operation's items from files: response pages, lists of items or pages, or one of either per line (NDJSON).
 *
 * @param operation the paginated operation whose items they are
 * @param files paths
 * @param findFault judges an item
 * @param skipInvalid leave out items that break the contract instead of throwing
 * @returns the items in the order of the files
 * @throws {Error} when a file is not JSON, or an item breaks the contract, with file, line and rule of each
 */
export async function loadItems(
  operation: Operation,
  files: string[],
  findFault: FindFault,
  skipInvalid: boolean,
): Promise<LoadedItems> {
  const loaded: LoadedItems = { items: [], faults: [] };
  for (const file of files) {
    for (const { item, text, path, before } of readItems(file, await readFile(file, 'utf8'), operation)) {
      const fault = findFault(item);
      if (!fault) loaded.items.push(item);
      else {
        const member = parsePointer(fault.instancePath);
        const { start } = text.locate([...path, ...member])!;
        const line = before + text.position(start).line;
        loaded.faults.push(
          `${file}:${line}: ${fault.instancePath || 'the item'} ${fault.message} (${fault.keyword})`,
        );
      }
    }
  }
  if (loaded.faults.length > 0 && !skipInvalid) throw new Error(wordFaults(operation, loaded.faults));
  return loaded;
}

function wordFaults(operation: Operation, faults: string[]): string {
  const told = faults.slice(0, mostReported).join('\n');
  const untold = faults.length > mostReported ? `\nand ${faults.length - mostReported} more` : '';
  return `items that ${operation.id} cannot return:\n${told}${untold}`;
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
    if (value === undefined)
      throw new Error(`${file}:${before + 1}: neither the file nor this line of it is JSON`);
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
