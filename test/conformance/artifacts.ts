import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Json, readDocument } from '../../scripts/contract/document.ts';
import type { Files } from '../../scripts/files.ts';
import { readFolder } from '../../scripts/files.ts';

const generated = new URL('../../generated/', import.meta.url);

/** A vector file as its consumers read it. */
export interface Suite {
  shape: string;
  vectors: {
    description: string;
    valid: boolean;
    errors?: { instancePath: string; keyword: string }[];
    document: Json;
  }[];
}

/** Reads a committed artifact. */
export function readGenerated(path: string): Promise<string> {
  return readFile(new URL(path, generated), 'utf8');
}

/** The contract that the committed vectors were made from. */
export const contract = await readDocument(fileURLToPath(new URL('openapi.json', generated)));

/** The committed vector files. */
export const files: Files = new Map(
  [...(await readFolder(fileURLToPath(generated)))].filter(([path]) => path.startsWith('conformance/')),
);

export const suites = parseSuites(files);

/** Parses the vector files among generated files. */
export function parseSuites(among: Files): Suite[] {
  return [...among]
    .filter(([path]) => path.endsWith('.json') && !path.endsWith('/schema.json'))
    .map(([, text]) => JSON.parse(text));
}
