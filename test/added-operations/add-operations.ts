import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { generate } from '../../scripts/pipeline.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const addition = fileURLToPath(new URL('openapi', import.meta.url));
const paths = {
  '/ListPipelineOutages': 'paths/ListPipelineOutages.yaml',
  '/ReportPipelineOutage': 'paths/ReportPipelineOutage.yaml',
  '/ListOutageNotes': 'paths/ListOutageNotes.yaml',
  '/GetPipelineOutage': 'paths/GetPipelineOutage.yaml',
  '/tags/{resourceArn}': 'paths/tags.yaml',
};

/** What the pipeline made of the contract with the operations of this folder. */
export interface Generated {
  /** The operations by their id. */
  operations: Record<string, Operation>;
  /** Tells the full path of a generated file. */
  path(file: string): string;
  /** Reads a generated file. */
  read(file: string): Promise<string>;
  /** Imports a generated module. */
  // biome-ignore lint/suspicious/noExplicitAny: the names in it are those of the contract
  load(file: string): Promise<any>;
  /** Deletes all of it. */
  remove(): Promise<void>;
}

/**
 * Adds the operations of this folder to a copy of the contract, in `openapi/` and nowhere else, and generates everything.
 *
 * @returns the generated files, inside the project, where the client finds the packages that it imports
 */
export async function addOperations(): Promise<Generated> {
  await mkdir(`${root}.tmp`, { recursive: true });
  const folder = await mkdtemp(`${root}.tmp/added-operations-`);
  const path = (file: string) => `${folder}/generated/${file}`;
  await cp(`${root}openapi`, `${folder}/openapi`, { recursive: true });
  await cp(addition, `${folder}/openapi`, { recursive: true });
  await addPaths(`${folder}/openapi/openapi.yaml`);
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

async function addPaths(file: string): Promise<void> {
  const contract = parseDocument(await readFile(file, 'utf8'));
  for (const [path, $ref] of Object.entries(paths)) contract.setIn(['paths', path], { $ref });
  await writeFile(file, String(contract));
}
