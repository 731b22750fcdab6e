import { dirname, join, resolve as resolvePath } from 'node:path';
import {
  componentName,
  type Document,
  type Example,
  type JsonObject,
  type ResponseObject,
  readDocument,
  resolve,
  type Schema,
} from '../contract/document.ts';
import {
  findRevision,
  type LaterRevision,
  loadLater,
  loadValidators,
  type Validators,
} from '../contract/generated.ts';
import { jsonBody, listOperations, type Operation } from '../contract/operations.ts';
import { compileSchemas } from '../contract/schema.ts';
import type { ValidationError } from '../contract/validator.ts';
import { collectErrors, type Errors } from './exchange.ts';
import { type Prism, startPrism } from './prism.ts';

/** A contract that the mock can serve. */
export interface Contract {
  /** The bundle. The docs and the other generated files are in its folder. */
  file: string;
  document: Document;
  operations: Operation[];
  errors: Errors;
  /** Whether the bundle is the user's own, not the one of this package. */
  custom: boolean;
  /** The date of the revision; undefined for the base, and for a bundle of the user's own. */
  revision: string | undefined;
  /** The revisions after this one; none for a bundle of the user's own. */
  later: LaterRevision[];
  /** Finds the validator of a schema. */
  validator(schema: Schema): Validator;
  /** Starts Prism when it is first needed; in a browser, what replaces it. */
  startPrism(): Promise<Prism>;
}

/** Validates a value; afterwards `errors` has the violations. */
export interface Validator {
  (value: unknown): boolean;
  errors?: ValidationError[] | null;
}

/** The package's own contracts by file. The mocks of a process share them, because what Prism compiles is never freed. */
const own = new Map<string, Promise<Contract>>();

/** Loads the contract in a file, YAML or JSON; without a file the one of this package, or a revision of it. */
export async function loadContract(file?: string, revision?: string): Promise<Contract> {
  if (file !== undefined && revision !== undefined) {
    throw new Error("a revision is one of the package's own contract: leave out either contract or revision");
  }
  if (file !== undefined) return readContract(resolvePath(file), true);
  const bundle = join(findRevision(revision), 'openapi.json');
  const contract = own.get(bundle) ?? readContract(bundle, false);
  own.set(bundle, contract);
  return contract;
}

async function readContract(file: string, custom: boolean): Promise<Contract> {
  const document = await readDocument(file);
  const operations = listOperations(document);
  if (operations.length === 0) throw new Error(`${file} has no operation to serve`);
  // Code beside a file that someone names is not run, so its validators are compiled.
  const validator = custom
    ? await compileSchemas(document)
    : findGenerated(await loadValidators(dirname(file)));
  const revision = document.info['x-revision'] as string | undefined;
  const later = custom ? [] : await loadLater(revision);
  let prism: Promise<Prism> | undefined;
  return {
    file,
    document,
    operations,
    errors: collectErrors(operations),
    custom,
    revision,
    later,
    validator,
    startPrism: () => (prism ??= startPrism(document, operations)),
  };
}

/** Finds the generated validator of a schema by the schema's name. */
export function findGenerated(validators: Validators): Contract['validator'] {
  return (schema) => validators[`validate${componentName(schema)}`] as Validator;
}

/** Reads the examples of an operation's success by name. */
export function successExamples(document: Document, operation: Operation): Record<string, JsonObject> {
  const response = resolve<ResponseObject>(document, operation.object.responses[String(operation.status)]!);
  const examples = Object.entries(response.content ? (jsonBody(response).examples ?? {}) : {});
  return Object.fromEntries(
    examples.map(([name, example]) => [name, resolve<Example>(document, example).value as JsonObject]),
  );
}
