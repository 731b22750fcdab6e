import type { Readable } from 'node:stream';
import { at, componentName, type Json, type JsonObject, parsePointer } from '../contract/document.ts';
import { type Contract, findPermitted, wordPermitted } from '../contract/generated.ts';
import { findDuplicates } from '../contract/json-text.ts';
import { itemSchema } from '../contract/operations.ts';
import { findDeclaration, isObject } from '../contract/schema.ts';
import type { ValidationError } from '../contract/validator.ts';
import { describeUnreadable, describeViolation, locate, type Source } from '../contract/violation.ts';
import { count, wordPath } from '../contract/words.ts';
import { inside, parseSource, type ReadDocument, readDocuments } from '../read/documents.ts';
import { type Input, ReadError } from '../read/files.ts';
import { entriesOf, type RecordedBody, type RecordedExchange, readRecording } from '../read/har.ts';
import {
  type Candidate,
  describeUnrecognized,
  eventDetail,
  explain,
  explainForeign,
  recognize,
  toolProperties,
  type Unrecognized,
} from '../read/recognize.ts';
import { schemaTree, type Timestamps, Walk } from '../read/schema-tree.ts';
import type { Coverage } from './coverage.ts';
import type { Recorder, Tally } from './recorder.ts';

const mostDuplicates = 100;
/** A list of lists of findings is still read item by item. */
const mostNested = 2;
const unexpected = 'failed unexpectedly, which is a bug of scan-findings: please report it';
const noNames: ReadonlySet<string> = new Set();

/** How values are validated. */
export interface Terms {
  contract: Contract;
  /** Schemas to recognize a value by when the user names none. */
  candidates: Candidate[];
  /** The schema that the user named. */
  as: string | undefined;
  /** Unknown properties of open schemas, and whatever else is only warned of, are violations. */
  strict: boolean;
  /** Undefined for the default: any, but numbers in recorded traffic. */
  timestamps: Timestamps | undefined;
  /** Records what the values show of the contract. */
  coverage: Coverage | undefined;
}

/** The result of one file. */
export interface FileResult extends Tally {
  file: string;
  /** The schemas that values were validated as. */
  schemas: string[];
  /** What was accepted although AWS does not send it, and other facts. */
  notes: string[];
  /** Why the file could not be validated, or not to its end. */
  failure?: string;
}

/** Validates one file; what keeps it from being validated is in `failure`. */
export async function validateInput(
  input: Input,
  terms: Terms,
  recorder: Recorder,
  io: { stdin: Readable; onBytes?: (bytes: number) => void },
): Promise<FileResult> {
  const validation = new FileValidation(terms, recorder);
  let { failure } = input;
  try {
    if (failure === undefined)
      for await (const documents of readDocuments(input, io.stdin, io.onBytes))
        for (const document of documents) validation.document(document);
    failure ??= validation.failure;
  } catch (error) {
    failure = error instanceof ReadError ? error.message : unexpected;
  }
  return {
    file: input.name,
    schemas: [...validation.schemas],
    notes: validation.notes(),
    ...recorder.tally,
    ...(failure !== undefined && { failure }),
  };
}

/** Validates the documents of one file, one after the other. */
class FileValidation {
  readonly schemas = new Set<string>();
  failure: string | undefined;
  readonly #terms: Terms;
  readonly #recorder: Recorder;
  readonly #counts = { events: 0, merged: 0, converted: 0, matched: 0, entries: 0 };

  constructor(terms: Terms, recorder: Recorder) {
    this.#terms = terms;
    this.#recorder = recorder;
  }

  notes(): string[] {
    const { events, merged, converted, matched, entries } = this.#counts;
    const notes = [
      entries > 0 && `${matched} of ${count(entries, 'recorded exchange')} in the contract`,
      events > 0 && `${count(events, 'event')} of EventBridge`,
      merged > 0 && 'merged pages, as the AWS CLI and boto3 write them',
      converted > 0 && `${count(converted, 'timestamp')} as text, as the AWS CLI and the SDKs write them`,
    ];
    return notes.filter((note) => note !== false);
  }

  document({ source, ...read }: ReadDocument): void {
    if (read.problem) {
      const { offset, message } = read.problem;
      this.#recorder.unreadable(() => describeUnreadable(source, 'syntax', offset, message));
      return;
    }
    this.#reportDuplicates(read.value, source);
    const entries = this.#terms.as === undefined ? entriesOf(read.value) : undefined;
    if (entries) this.#recording(entries, source);
    else this.#value(read.value, source);
  }

  #reportDuplicates(value: Json, source: Source): void {
    const { text } = source.within?.json ?? source.json;
    for (const { name, span } of findDuplicates(text, value, mostDuplicates)) {
      const message = `${wordPath([name])} is given twice in one object: JSON.parse reads the last, others the first`;
      this.#recorder.other(this.#terms.strict ? 'error' : 'warning', () =>
        describeUnreadable(source, 'duplicate', span, message),
      );
    }
  }

  #recording(entries: NonNullable<ReturnType<typeof entriesOf>>, source: Source): void {
    const { document, operations } = this.#terms.contract;
    const exchanges = readRecording(document, operations, entries, source);
    this.#counts.matched += exchanges.length;
    this.#counts.entries += entries.length;
    if (exchanges.length === 0) {
      const calls = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
      this.failure = `the recording has no call of the contract (${calls.join(', ')})`;
    }
    for (const exchange of exchanges) this.#exchange(exchange);
  }

  #exchange({ operation, query, request, response, error }: RecordedExchange): void {
    const asked = request ? this.#body(request) : {};
    const returned = response && this.#body(response);
    this.#terms.coverage?.exchange(operation, asked && { ...query, ...asked }, returned, error);
  }

  /** Validates a recorded body, and returns it if it is an object. */
  #body({ source, schema, missing }: RecordedBody): JsonObject | undefined {
    if (missing !== undefined) {
      const entry = { ...source, path: [] };
      this.#recorder.unreadable(() =>
        describeUnreadable(entry, 'syntax', locate(source, source.path).start, missing),
      );
      return undefined;
    }
    const read = parseSource(source);
    if (read.problem) {
      this.document(read);
      return undefined;
    }
    this.#reportDuplicates(read.value, source);
    this.#validate(read.value, schema, source, this.#terms.timestamps ?? 'number');
    return isObject(read.value) ? read.value : undefined;
  }

  /** Validates a value; of an array that no schema describes as a whole, each item. */
  #value(value: Json, source: Source, depth = 0): void {
    const { as, contract } = this.#terms;
    const isList = Array.isArray(value) && !(as !== undefined && acceptsArrays(contract, as));
    if (isList && depth < (as === undefined ? mostNested : 1)) {
      for (const [index, item] of value.entries())
        this.#value(item, inside(source, String(index)), depth + 1);
    } else if (as !== undefined) this.#message(value, as, source);
    else this.#recognized(value, source);
  }

  #recognized(value: Json, source: Source): void {
    const { contract } = this.#terms;
    const detail = eventDetail(value);
    if (detail) this.#counts.events++;
    const inner = detail ?? value;
    const place = detail ? inside(source, 'detail') : source;
    const candidate = this.#recognize(inner);
    if (!candidate) this.#unrecognized(place, () => explain(inner, this.#terms.candidates));
    else if (isMerged(contract, candidate, inner as JsonObject))
      this.#mergedPages(inner as JsonObject, candidate, place);
    else this.#message(inner, candidate.schema, place);
  }

  /** Validates a value that may be a whole request or response. */
  #message(value: Json, schema: string, source: Source): void {
    this.#validate(value, schema, source);
    if (isObject(value)) this.#terms.coverage?.message(value, schema);
  }

  /** Of schemas that know the same properties, the one with the fewest violations is meant. */
  #recognize(value: Json): Candidate | undefined {
    if (!isObject(value)) return undefined;
    const { validators } = this.#terms.contract;
    const recognized = recognize(value, this.#terms.candidates);
    if (recognized.length < 2) return recognized[0];
    const violations = ({ schema }: Candidate) => {
      const validate = validators[`validate${schema}`]!;
      return validate(value) ? 0 : validate.errors!.length;
    };
    return recognized.reduce((best, next) => (violations(next) < violations(best) ? next : best));
  }

  #mergedPages(value: JsonObject, { schema, operation }: Candidate, source: Source): void {
    const list = operation.paginated!.items;
    const item = componentName(itemSchema(this.#terms.contract.document, operation)!)!;
    this.#counts.merged++;
    this.#validate({ ...value, [list]: [] }, schema, source);
    for (const [index, each] of (value[list] as Json[]).entries())
      this.#validate(each, item, inside(source, list, String(index)));
  }

  #validate(
    value: Json,
    schema: string,
    source: Source,
    timestamps: Timestamps = this.#terms.timestamps ?? 'any',
  ): void {
    const { contract, strict } = this.#terms;
    const tree = schemaTree(contract.document, schema);
    const walk = new Walk(value, tree, timestamps, strict ? noNames : toolProperties);
    const foreign = this.#reportForeign(walk.foreign, value, schema, source);
    if (foreign.has('')) return;
    this.schemas.add(schema);
    this.#counts.converted += walk.converted;
    this.#terms.coverage?.value(value, schema);
    const validate = contract.validators[`validate${schema}`]!;
    const errors: ValidationError[] = validate(value) ? [] : validate.errors!;
    const found = {
      errors: [...errors, ...walk.notText, ...(strict ? walk.unknown : [])],
      warnings: strict ? [] : walk.misspelt.filter(({ instancePath }) => !foreign.has(instancePath)),
    };
    const ofContract = new Set(errors);
    let permittedSince: ReturnType<typeof findPermitted> | undefined;
    this.#recorder.value(source, found, (error) => {
      permittedSince ??= findPermitted(contract.later, schema, value);
      const date = ofContract.has(error) ? permittedSince(error) : undefined;
      const violation = describeViolation(contract.document, schema, error, value, source);
      return date ? { ...violation, message: `${violation.message}; ${wordPermitted(date)}` } : violation;
    });
  }

  /** Reports objects of which the schema knows nothing: the value itself, or items of a list in it. */
  #reportForeign(foreign: ValidationError[], value: Json, schema: string, source: Source): Set<string> {
    const { document } = this.#terms.contract;
    const reported = new Set<string>();
    for (const { instancePath } of foreign) {
      const path = parsePointer(instancePath);
      // Deeper inside, AWS may have replaced a schema.
      if (path.length !== 0 && !(path.length === 2 && /^\d+$/.test(path[1]!))) continue;
      reported.add(instancePath);
      const owner = schemaTree(document, findDeclaration(document, schema, path)!.name);
      const place = inside(source, ...path);
      this.#unrecognized(place, () =>
        explainForeign(at(value, instancePath) as object, owner, this.#terms.candidates),
      );
    }
    return reported;
  }

  #unrecognized(source: Source, explanation: () => Unrecognized): void {
    this.#recorder.unreadable(() => {
      const { message, suggestion } = explanation();
      return describeUnrecognized(source, message, suggestion);
    });
  }
}

/** The AWS CLI and boto3 join all pages: more items than a page may have, and no token for a further page. */
function isMerged(
  { document }: Contract,
  { kind, schema, operation }: Candidate,
  value: JsonObject,
): boolean {
  const { paginated } = operation;
  if (kind !== 'response' || !paginated || Object.hasOwn(value, paginated.outputToken)) return false;
  const list = value[paginated.items];
  const most = findDeclaration(document, schema, [paginated.items])?.schema['maxItems'];
  return Array.isArray(list) && typeof most === 'number' && list.length > most;
}

function acceptsArrays({ document }: Contract, schema: string): boolean {
  const type = findDeclaration(document, schema, [])?.schema.type;
  return type === undefined || [type].flat().includes('array');
}
