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
import { jsonBody, listOperations, type Operation } from '../contract/operations.ts';
import { findRevision, type LaterRevision, loadLater } from '../contract/revisions.ts';
import { numberFormats } from '../contract/schema.ts';
import type { ValidationError } from '../contract/validator.ts';

/** A contract that the mock can serve. */
export interface Contract {
  /** The bundle. The docs and the other generated files are in its folder. */
  file: string;
  document: Document;
  operations: Operation[];
  /** Whether the bundle is the user's own, not the one of this package. */
  custom: boolean;
  /** The date of the revision; undefined for the base, and for a bundle of the user's own. */
  revision: string | undefined;
  /** The revisions after this one; none for a bundle of the user's own. */
  later: LaterRevision[];
  /** Finds the validator of a schema. */
  validator(schema: Schema): Validator;
}

/** Validates a value; afterwards `errors` has the violations. */
export interface Validator {
  (value: unknown): boolean;
  errors?: ValidationError[] | null;
}

/** Loads the contract in a file, YAML or JSON; without a file the one of this package, or a revision of it. */
export async function loadContract(file?: string, revision?: string): Promise<Contract> {
  if (file !== undefined && revision !== undefined) {
    throw new Error("a revision is one of the package's own contract: leave out either contract or revision");
  }
  const bundle = resolvePath(file ?? join(findRevision(revision), 'openapi.json'));
  const document = await readDocument(bundle);
  const operations = listOperations(document);
  if (operations.length === 0) throw new Error(`${bundle} has no operation to serve`);
  const validator = file === undefined ? await findGenerated(bundle) : await compileOwn(document);
  const date = document.info['x-revision'] as string | undefined;
  const later = file === undefined ? await loadLater(date) : [];
  return { file: bundle, document, operations, custom: file !== undefined, revision: date, later, validator };
}

async function findGenerated(bundle: string): Promise<Contract['validator']> {
  const validators = await import(join(dirname(bundle), 'validators.js'));
  return (schema) => validators[`validate${componentName(schema)}`];
}

/** Code beside a file that someone names is not run, so its validators are compiled. */
async function compileOwn(document: Document): Promise<Contract['validator']> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: numberFormats });
  const $id = 'https://contract.invalid/';
  ajv.addSchema({ $id, components: document.components });
  return (schema) =>
    (schema.$ref && ajv.getSchema($id + schema.$ref)) ||
    ajv.compile({ components: document.components, allOf: [schema] });
}

/** Reads the examples of an operation's success by name. */
export function successExamples(document: Document, operation: Operation): Record<string, JsonObject> {
  const response = resolve<ResponseObject>(document, operation.object.responses[String(operation.status)]!);
  const examples = Object.entries(response.content ? (jsonBody(response).examples ?? {}) : {});
  return Object.fromEntries(
    examples.map(([name, example]) => [name, resolve<Example>(document, example).value as JsonObject]),
  );
}
