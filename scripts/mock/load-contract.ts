import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Document, readDocument } from '../contract/document.ts';
import { listOperations, type Operation } from '../contract/operations.ts';

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
export async function loadContract(file = ownBundle()): Promise<Contract> {
  // Why the two ways: JSON.parse is some thirty times faster than the YAML parser on the same document.
  const document: Document = file.endsWith('.json')
    ? JSON.parse(await readFile(file, 'utf8'))
    : await readDocument(file);
  const operations = listOperations(document);
  if (operations.length === 0) throw new Error(`${file} has no operation to serve`);
  return { file: resolvePath(file), document, operations };
}

function ownBundle(): string {
  // Why a walk upwards: this file runs from scripts/mock and, once built, from dist/scripts/mock.
  let directory = dirname(fileURLToPath(import.meta.url));
  while (directory !== dirname(directory)) {
    const bundle = resolvePath(directory, 'generated/openapi.json');
    if (existsSync(bundle)) return bundle;
    directory = dirname(directory);
  }
  throw new Error('generated/openapi.json is missing: run `npm run generate`, or name a contract');
}
