import { Readable } from 'node:stream';
import { componentName, type Document, type Json, type JsonObject } from '../contract/document.ts';
import { itemSchema, type Operation } from '../contract/operations.ts';
import { describeViolation, locate, type Source, type Violation } from '../contract/violation.ts';
import { wordPath } from '../contract/words.ts';
import type { ValidationError } from '../runtime/validation/types.ts';
import { parseSource, type ReadDocument, readDocuments } from './documents.ts';
import { findInputs, ReadError } from './files.ts';
import { entriesOf, readRecording } from './har.ts';
import {
  type Candidate,
  eventDetail,
  explain,
  explainForeign,
  listCandidates,
  recognize,
} from './recognize.ts';
import { schemaTree, Walk } from './schema-tree.ts';

/** One item of a file, as AWS would send it: timestamps that a tool wrote as text are epoch seconds. */
export interface Item {
  value: JsonObject;
  /** The file that it is in. */
  file: string;
  /** Describes a violation that a validator of the item's schema found, with its line and column in the file. */
  describe(error: ValidationError): Violation;
}

/**
 * Reads the items that an operation lists, such as findings, from a file or a folder: from response pages, merged pages,
 * lists of items, NDJSON, HAR recordings, EventBridge events and whatever else `scan-findings validate` reads.
 *
 * Does not validate the items; it only refuses what is not one.
 *
 * @param path a file, a folder or a glob pattern
 * @param document the bundled contract
 * @param operation a paginated operation
 * @returns the items in the order of the file
 * @throws {ReadError} with the file's name, when it cannot be read, is not JSON, has something else than items, or none
 */
export async function readItems(path: string, document: Document, operation: Operation): Promise<Item[]> {
  const items: Item[] = [];
  const reader = new ItemReader(document, operation, (item) => items.push(item));
  for (const input of await findInputs([path])) {
    const before = items.length;
    try {
      for await (const documents of readDocuments(input, Readable.from([])))
        for (const each of documents) reader.document(input.name, each);
    } catch (error) {
      if (error instanceof ReadError)
        throw new ReadError(`${input.name}${error.place ?? ''}: ${error.message}`);
      throw error;
    }
    if (items.length === before)
      throw new ReadError(
        `${input.name}: no ${reader.schema} in this file; ${operation.id} would list nothing`,
      );
  }
  return items;
}

class ItemReader {
  readonly schema: string;
  readonly #document: Document;
  readonly #operation: Operation;
  readonly #candidates: Candidate[];
  readonly #add: (item: Item) => void;

  constructor(document: Document, operation: Operation, add: (item: Item) => void) {
    this.schema = componentName(itemSchema(document, operation)!)!;
    this.#document = document;
    this.#operation = operation;
    this.#candidates = listCandidates(document, [operation]);
    this.#add = add;
  }

  document(file: string, { source, ...read }: ReadDocument): void {
    if (read.problem) throw refuse(source, read.problem.message, read.problem.offset);
    const entries = entriesOf(read.value);
    if (!entries) this.#value(file, read.value, source);
    const recording = readRecording(this.#document, [this.#operation], entries ?? [], source);
    for (const body of recording.bodies) {
      if (body.schema !== this.#operation.response || body.missing !== undefined) continue;
      const page = parseSource(body.source);
      if (page.problem) throw refuse(source, `${body.source.subject}: ${page.problem.message}`);
      this.#page(file, page.value, body.source);
    }
  }

  #value(file: string, value: Json, source: Source, depth = 0): void {
    if (Array.isArray(value) && depth < 2) {
      for (const [index, each] of value.entries())
        this.#value(file, each, stepInto(source, index), depth + 1);
      return;
    }
    const detail = eventDetail(value);
    const inner = detail ?? value;
    const place = detail ? stepInto(source, 'detail') : source;
    const recognized =
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? recognize(inner, this.#candidates)
        : [];
    if (recognized.some(({ kind }) => kind === 'item')) this.#item(file, inner as JsonObject, place);
    else if (recognized.some(({ kind }) => kind === 'response')) this.#page(file, inner, place);
    else throw this.#alien(inner, recognized[0], place);
  }

  #page(file: string, page: Json, source: Source): void {
    const list = this.#operation.paginated!.items;
    const items = (page as JsonObject | null)?.[list];
    if (!Array.isArray(items)) return;
    for (const [index, item] of items.entries())
      this.#item(file, item as JsonObject, stepInto(stepInto(source, list), index));
  }

  #item(file: string, value: JsonObject, source: Source): void {
    const tree = schemaTree(this.#document, this.schema);
    const { foreign } = new Walk(value, tree, 'any', new Set());
    if (foreign.some(({ instancePath }) => instancePath === '')) {
      const { message, suggestion } = explainForeign(value, tree, this.#candidates);
      throw refuse(source, `${wordPath(source.path)} ${message}; ${suggestion}`.trim());
    }
    const describe = (error: ValidationError) =>
      describeViolation(this.#document, this.schema, error, value, source);
    this.#add({ value, file, describe });
  }

  #alien(value: Json, recognized: Candidate | undefined, source: Source): ReadError {
    const reason = recognized ? `this is ${recognized.schema}` : explain(value, this.#candidates).message;
    const { response } = this.#operation;
    const where = wordPath(source.path);
    return refuse(source, `${where && `${where} `}${reason}; needed is ${this.schema} or ${response}`);
  }
}

function stepInto(source: Source, key: string | number): Source {
  return { ...source, path: [...source.path, String(key)] };
}

function refuse(source: Source, message: string, offset = locate(source, source.path).start): ReadError {
  const { json, line, within } = source;
  const position = json.position(within ? within.place(offset) : offset);
  return new ReadError(message, `:${line ?? position.line}:${position.column}`);
}
