import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Finds the absolute path of a file of this package, such as `generated/openapi.json`. */
export function findFile(path: string): string {
  // Upwards from here, because this file runs from scripts/ and, once built, from dist/scripts/.
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, path))) {
    if (folder === dirname(folder)) throw new Error(`${path} is missing: run \`npm run generate\``);
    folder = dirname(folder);
  }
  return join(folder, path);
}
