import { join, resolve as resolvePath } from 'node:path';
import {
  componentName,
  type Document,
  type JsonObject,
  readDocument,
  type Schema,
} from '../contract/document.ts';
import { type Contract, findRevision, loadContract, type Validators } from '../contract/generated.ts';
import { listExamples, listOperations, type Operation } from '../contract/operations.ts';
import { compileSchemas } from '../contract/schema.ts';
import { collectErrors, type Errors } from './exchange.ts';
import { type Prism, startPrism } from './prism.ts';

/** A contract that the mock can serve. */
export interface MockContract extends Omit<Contract, 'folder' | 'validators'> {
  /** The bundle. The docs and other generated files are in its folder. */
  file: string;
  errors: Errors;
  /** Whether the bundle is the user's own, not the one of this package. */
  custom: boolean;
  /** Finds the validator of a schema. */
  validator(schema: Schema): Validators[string];
  /** Starts Prism, or its replacement in a browser, when it is first needed. */
  startPrism(): Promise<Prism>;
}

/** The package's own contracts by folder. All mocks of a process share them, because Prism never frees memory. */
const own = new Map<string, Promise<MockContract>>();

/** Loads the contract in a YAML or JSON file, or this package's own in a revision. */
export async function loadMockContract(file?: string, revision?: string): Promise<MockContract> {
  if (file === undefined) {
    const folder = findRevision(revision);
    const prepareLoaded = (contract: Contract) => prepareOwn(contract, join(folder, 'openapi.json'));
    const contract = own.get(folder) ?? loadContract(revision).then(prepareLoaded);
    own.set(folder, contract);
    return contract;
  }
  if (revision !== undefined) {
    throw new Error("a revision is one of the package's own contract: leave out either contract or revision");
  }
  const document = await readDocument(file);
  const operations = listOperations(document);
  if (operations.length === 0) throw new Error(`${file} has no operation to serve`);
  return {
    ...prepare(document, operations),
    file: resolvePath(file),
    custom: true,
    revision: document.info['x-revision'],
    later: [],
    // Compiled, because code beside a user's file must not run.
    validator: await compileSchemas(document),
  };
}

/** Prepares a contract of this package. */
export function prepareOwn(
  { validators, ...contract }: Omit<Contract, 'folder'>,
  file: string,
): MockContract {
  return {
    ...contract,
    ...prepare(contract.document, contract.operations),
    file,
    custom: false,
    validator: (schema) => validators[`validate${componentName(schema)}`]!,
  };
}

function prepare(document: Document, operations: Operation[]) {
  let prism: Promise<Prism> | undefined;
  return {
    document,
    operations,
    errors: collectErrors(operations),
    startPrism: () => (prism ??= startPrism(document, operations)),
  };
}

/** Reads the examples of an operation's successful response by name. */
export function successExamples(document: Document, operation: Operation): Record<string, JsonObject> {
  const examples = listExamples(document, operation.object.responses[operation.status]);
  return Object.fromEntries([...examples].map(([name, { value }]) => [name, value as JsonObject]));
}
