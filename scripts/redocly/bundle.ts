import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Document, readDocument } from '../contract/document.ts';
import { type Files, withTemporaryFolder } from '../files.ts';
import { runRedocly } from './run.ts';

/** The contract as one document, from which everything is generated. */
export interface Bundle {
  document: Document;
  /** The same document as YAML. */
  yaml: string;
}

const header = `# The contract in one file, generated from openapi/ by \`npm run generate\`: do not edit.\n`;

/**
 * Bundles the files of the contract in a folder.
 *
 * @throws {Error} when a reference leads nowhere or a file cannot be read, with what Redocly says
 */
export function bundle(folder: string, config: string): Promise<Bundle> {
  return withTemporaryFolder(async (temporary) => {
    const file = join(temporary, 'openapi.yaml');
    await runRedocly(['bundle', 'openapi.yaml', `--output=${file}`, `--config=${config}`], folder);
    return { document: await readDocument(file), yaml: await readFile(file, 'utf8') };
  });
}

/** Writes the bundle as YAML for readers and as JSON for tools. */
export function generateBundle({ document, yaml }: Bundle): Files {
  return new Map([
    ['openapi.yaml', header + yaml],
    ['openapi.json', `${JSON.stringify(document, null, 2)}\n`],
  ]);
}
