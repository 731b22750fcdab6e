import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDocument } from '../contract/document.ts';
import type { Contract } from './artifact.ts';
import { runRedocly } from './redocly.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/**
 * Bundles the files of a contract into one document.
 *
 * @param folder the contract's folder, which holds `openapi.yaml`
 * @param config path of the Redocly configuration
 * @returns the bundled contract
 * @throws {Error} when a reference leads nowhere or a file cannot be read, with what Redocly says
 */
export function bundle(folder: string, config: string): Promise<Contract> {
  return withTemporaryFolder(async (temporary) => {
    const file = join(temporary, 'openapi.yaml');
    await runRedocly(['bundle', 'openapi.yaml', `--output=${file}`, `--config=${config}`], folder);
    return { document: await readDocument(file), yaml: await readFile(file, 'utf8') };
  });
}
