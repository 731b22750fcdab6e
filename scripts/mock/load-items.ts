import { componentName, type Json, type JsonObject, parsePointer } from '../contract/document.ts';
import type { Validators } from '../contract/generated.ts';
import { JsonText } from '../contract/json-text.ts';
import { itemSchema, type Operation } from '../contract/operations.ts';
import { isDeeper, isObject } from '../contract/schema.ts';
import { describeUnreadable, describeViolation, type Source, type Violation } from '../contract/violation.ts';
import { count } from '../contract/words.ts';
import { inside, parseSource, type ReadDocument, readDocuments } from '../read/documents.ts';
import { findInputs, type Input, ReadError } from '../read/files.ts';
import { entriesOf, readRecording } from '../read/har.ts';
import {
  type Candidate,
  describeUnrecognized,
  eventDetail,
  explain,
  explainForeign,
  listCandidates,
  recognize,
  toolProperties,
} from '../read/recognize.ts';
import { schemaTree, Walk } from '../read/schema-tree.ts';
import type { MockContract } from './contract.ts';
import { OptionError, type Path } from './options.ts';

const mostReported = 20;
/** How deep lists of pages may be nested. */
const mostNested = 2;
/** Deeper values would exhaust the stack. */
const deepest = 200;

/** The items of files, or of values in memory. */
export interface LoadedItems {
  items: Json[];
  /** A line for each value that is not a valid item: where it is and what is wrong. */
  invalid: string[];
}

/** Loads the items of an operation from files in any form that `validate` reads; each must contain an item. */
export async function loadItems(
  contract: MockContract,
  operation: Operation,
  files: string[],
  skipInvalid: boolean,
): Promise<LoadedItems> {
  const all: LoadedItems = { items: [], invalid: [] };
  for (const input of findInputs(files)) {
    const { items, invalid } = await readFile(input, new Collector(contract, operation, input.name));
    if (invalid.length > 0 && (!skipInvalid || items.length === 0)) {
      throw new Error(`invalid items for ${operation.id}:\n${listInvalid(invalid)}`);
    }
    if (items.length === 0) {
      throw new Error(
        `${input.name} has no items of ${operation.id}; to serve empty pages, set the count to 0`,
      );
    }
    for (const item of items) all.items.push(item);
    for (const line of invalid) all.invalid.push(line);
  }
  return all;
}

/** Collects the items of an operation from values in memory, in any form that a file may have. */
export function collectItems(
  contract: MockContract,
  operation: Operation,
  values: readonly object[],
  path: Path,
  skipInvalid: boolean,
): LoadedItems {
  const collector = new Collector(contract, operation);
  for (const [index, value] of values.entries()) {
    const place = [...path, index];
    collector.visit(copyJson(value, place) as Json, place.map(String));
  }
  const { first, invalid } = collector;
  if (!first || skipInvalid) return collector;
  const more = invalid.length > 1 ? `${count(invalid.length - 1, 'more violation')} after it` : undefined;
  throw toOptionError(first, more);
}

/** Reports a violation in a value in memory. */
export function toOptionError(
  { pointer, rule, value, suggestion, message }: Violation,
  more?: string,
): OptionError {
  return new OptionError(parsePointer(pointer), rule, {
    ...(value !== undefined && { value }),
    suggestion: [suggestion, more].filter(Boolean).join('; '),
    message,
  });
}

/** Copies a value through JSON, so that the caller keeps the original, and a date becomes text as in a file. */
export function copyJson<Value extends object>(value: Value, path: Path): Value {
  try {
    const copy = JSON.parse(JSON.stringify(value));
    if (isDeeper(copy, deepest)) throw new RangeError();
    return copy;
  } catch (error) {
    if (error instanceof RangeError) throw new OptionError(path, `must have at most ${deepest} levels`);
    throw new OptionError(path, `must be JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}

async function readFile(input: Input, collector: Collector): Promise<LoadedItems> {
  try {
    for await (const documents of readDocuments(input, process.stdin)) {
      for (const document of documents) collector.read(document);
    }
    return collector;
  } catch (error) {
    throw error instanceof ReadError ? new Error(`${input.name}: ${error.message}`, { cause: error }) : error;
  }
}

function listInvalid(invalid: string[]): string {
  const more = invalid.length - mostReported;
  const shown = invalid.slice(0, mostReported);
  return [...shown, ...(more > 0 ? [`and ${count(more, 'more violation')}`] : [])].join('\n');
}

/** Collects the items of one file, or of values in memory. */
class Collector implements LoadedItems {
  readonly items: Json[] = [];
  readonly invalid: string[] = [];
  first: Violation | undefined;
  readonly #contract: MockContract;
  readonly #operation: Operation;
  readonly #validate: Validators[string];
  readonly #file: string | undefined;
  /** The name of the schema of an item; undefined if a contract does not name it. */
  readonly #name: string | undefined;
  readonly #candidates: Candidate[];

  constructor(contract: MockContract, operation: Operation, file?: string) {
    const schema = itemSchema(contract.document, operation)!;
    this.#contract = contract;
    this.#operation = operation;
    this.#validate = contract.validator(schema);
    this.#file = file;
    this.#name = componentName(schema);
    this.#candidates = listCandidates(contract.document, contract.operations);
  }

  read({ source, ...read }: ReadDocument): void {
    if (read.problem) {
      const { offset, message } = read.problem;
      this.#report(describeUnreadable(source, 'syntax', offset, message));
    } else this.#visit(read.value, source, 0);
  }

  visit(value: Json, path: string[]): void {
    // A value in memory has no text to show lines of.
    this.#visit(value, { json: new JsonText(''), path }, 1);
  }

  #visit(value: Json, source: Source, depth: number): void {
    const entries = entriesOf(value);
    const detail = eventDetail(value);
    const { items: list } = this.#operation.paginated!;
    if (entries) this.#visitRecording(entries, source);
    else if (detail) this.#visit(detail, inside(source, 'detail'), depth);
    else if (Array.isArray(value) && depth < mostNested) {
      for (const [index, item] of value.entries())
        this.#visit(item, inside(source, String(index)), depth + 1);
    } else if (isObject(value) && Array.isArray(value[list])) {
      const page = value[list] as Json[];
      for (const [index, item] of page.entries()) this.#add(item, inside(source, list, String(index)));
    } else this.#visitOther(value, source);
  }

  #visitRecording(entries: NonNullable<ReturnType<typeof entriesOf>>, source: Source): void {
    const { document } = this.#contract;
    for (const { response } of readRecording(document, [this.#operation], entries, source)) {
      if (response && response.schema === this.#operation.response && response.missing === undefined)
        this.read(parseSource(response.source));
    }
  }

  #visitOther(value: Json, source: Source): void {
    const recognized = isObject(value) ? recognize(value as JsonObject, this.#candidates) : [];
    if (this.#name === undefined || recognized.some(({ schema }) => schema === this.#name)) {
      this.#add(value, source);
    } else if (recognized[0]) {
      const message = `looks like ${recognized[0].schema}, which ${this.#operation.id} does not list`;
      this.#report(describeUnrecognized(source, message));
    } else this.#report(describeUnrecognized(source, explain(value, this.#candidates).message));
  }

  #add(item: Json, source: Source): void {
    const violation = this.#foreign(item, source) ?? this.#violation(item, source);
    if (violation) this.#report(violation);
    else this.items.push(item);
  }

  /** Describes an item without any known property. Converts timestamps in the item from text to numbers. */
  #foreign(item: Json, source: Source): Violation | undefined {
    if (this.#name === undefined) return undefined;
    const tree = schemaTree(this.#contract.document, this.#name);
    const { foreign } = new Walk(item, tree, 'any', toolProperties);
    if (!foreign.some(({ instancePath }) => instancePath === '')) return undefined;
    return describeUnrecognized(source, explainForeign(item as object, tree, this.#candidates).message);
  }

  #violation(item: Json, source: Source): Violation | undefined {
    if (this.#validate(item)) return undefined;
    const [error] = this.#validate.errors!;
    return describeViolation(this.#contract.document, this.#name ?? '', error!, item, source);
  }

  #report(violation: Violation): void {
    const { line, message, suggestion } = violation;
    this.first ??= violation;
    const place = this.#file === undefined ? '' : `${this.#file}:${line}: `;
    this.invalid.push(`${place}${message}${suggestion ? ` (${suggestion})` : ''}`);
  }
}
