import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
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
  /** Deletes all of it. */
  remove(): Promise<void>;
}

/** Adds the operations to a copy of the contract and generates everything, in the project, whose packages the client imports. */
export async function addOperations(): Promise<Generated> {
  await mkdir(`${root}.tmp`, { recursive: true });
  const folder = await mkdtemp(`${root}.tmp/added-operations-`);
  const path = (file: string) => `${folder}/generated/${file}`;
  await copyWithAddedOperations(`${folder}/openapi`);
  await generate({ contract: `${folder}/openapi`, out: `${folder}/generated` });
  const operations = listOperations(await readDocument(path('openapi.json')));
  return {
    operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
    path,
    read: (file) => readFile(path(file), 'utf8'),
    load: (file) => import(/* @vite-ignore */ pathToFileURL(path(file)).href),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
