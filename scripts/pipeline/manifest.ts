import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './artifact.ts';
import { readFolder } from './folder.ts';

/** Name of the file that tells what the others were made from. */
export const manifestName = 'manifest.json';

/** Folders under `scripts/` whose code decides what is generated. */
export const generatingFolders = ['conform', 'contract', 'generators', 'lint', 'pipeline', 'runtime'];

interface Manifest {
  inputs: string;
  outputs: Record<string, string>;
}

/**
 * Sums up everything that the output depends on.
 *
 * @param root the project's folder, with the generating scripts and the lock file
 * @param contract the contract's folder
 * @param config path of the Redocly configuration
 * @returns a SHA-256 in hexadecimal; the same for the same contract in another folder
 */
export async function hashInputs(root: string, contract: string, config: string): Promise<string> {
  const hash = createHash('sha256');
  const add = (name: string, text: string) => hash.update(`${name}\0${sha256(text)}\n`);
  for (const [path, text] of await readFolder(contract)) add(`openapi/${path}`, text);
  for (const folder of generatingFolders) {
    for (const [path, text] of await readFolder(join(root, 'scripts', folder)))
      add(`${folder}/${path}`, text);
  }
  add('redocly.yaml', await readFile(config, 'utf8'));
  add('package-lock.json', await readFile(join(root, 'package-lock.json'), 'utf8'));
  return hash.digest('hex');
}

/**
 * Writes down what files were made from, and what they are.
 *
 * @param inputs the checksum of what they were made from
 * @param files the generated files
 * @returns the text of the manifest
 */
export function writeManifest(inputs: string, files: Files): string {
  const outputs = Object.fromEntries([...files].map(([path, text]) => [path, sha256(text)]));
  return `${JSON.stringify({ inputs, outputs } satisfies Manifest, null, 2)}\n`;
}

/**
 * Tells whether files are what their manifest says, made from these inputs.
 *
 * @param inputs the checksum of what they should be made from
 * @param files the files of an output folder
 * @returns false also when the manifest is missing or cannot be read
 */
export function isFresh(inputs: string, files: Files): boolean {
  const { [manifestName]: manifest = '', ...others } = Object.fromEntries(files);
  // The manifest is a function of the rest: written anew, it must come out the same.
  return manifest === writeManifest(inputs, new Map(Object.entries(others)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
