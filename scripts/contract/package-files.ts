import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Finds a file of this package.
 *
 * @param path its path from the package's root, such as `generated/openapi.json`
 * @returns its absolute path
 * @throws {Error} when the package does not have it
 */
export function findFile(path: string): string {
  // A walk upwards, because this file runs from scripts/ and, once built, from dist/scripts/.
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, path))) {
    if (folder === dirname(folder)) throw new Error(`${path} is missing: run \`npm run generate\``);
    folder = dirname(folder);
  }
  return join(folder, path);
}
