import { mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { generate } from '../../scripts/pipeline.ts';
import { copyWithAddedOperations } from '../support/contracts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything generated from the contract with the operations in this folder. */
export interface Generated {
  /** The operations by their id. */
  operations: Record<string, Operation>;
  /** The full path of a generated file. */
  path(file: string): string;
  /** Reads a generated file. */
  read(file: string): Promise<string>;
  /** Imports a generated module. */
  // biome-ignore lint/suspicious/noExplicitAny: the names in it are those of the contract
  load(file: string): Promise<any>;
}

let generated: Promise<Generated> | undefined;

/** Adds the operations to a copy of the contract and generates everything, once for all tests of a worker. */
export function addOperations(): Promise<Generated> {
  generated ??= generateWithOperations();
  return generated;
}

async function generateWithOperations(): Promise<Generated> {
  // The set-up of the tests deletes it.
  const folder = await mkdtemp(join(tmpdir(), 'added-operations-'));
  // The client imports packages.
  await symlink(`${root}node_modules`, `${folder}/node_modules`, 'junction');
  const path = (file: string) => `${folder}/generated/${file}`;
  await copyWithAddedOperations(`${folder}/openapi`);
  await generate({ contract: `${folder}/openapi`, out: `${folder}/generated` });
  const operations = listOperations(await readDocument(path('openapi.json')));
  return {
    operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
    path,
    read: (file) => readFile(path(file), 'utf8'),
    load: (file) => import(/* @vite-ignore */ pathToFileURL(path(file)).href),
  };
}
