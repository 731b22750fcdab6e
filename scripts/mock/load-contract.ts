import { resolve as resolvePath } from 'node:path';
import { type Document, readDocument } from '../contract/document.ts';
import { listOperations, type Operation } from '../contract/operations.ts';
import { findFile } from '../contract/package-files.ts';

/** A contract that the mock can serve. */
export interface Contract {
  /** Where the bundle is; the rendered docs are expected beside it, in `docs/index.html`. */
  file: string;
  document: Document;
  operations: Operation[];
}

/**
 * Reads the contract that the mock serves.
 *
 * @param file the bundle, YAML or JSON; the package's own `generated/openapi.json` when absent
 * @returns the contract and its operations
 * @throws {Error} when the file is missing or holds no operation
 */
export async function loadContract(file = findFile('generated/openapi.json')): Promise<Contract> {
  const document = await readDocument(file);
  const operations = listOperations(document);
  if (operations.length === 0) throw new Error(`${file} has no operation to serve`);
  return { file: resolvePath(file), document, operations };
}
