import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../command.ts';
import type { Document } from '../contract/document.ts';
import { listOperations, type Operation } from '../contract/operations.ts';
import { findFile } from '../contract/package-files.ts';
import { type Candidate, listCandidates } from '../read/recognize.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import type { Validator } from '../runtime/validation/types.ts';

/** A contract and the validators that were compiled from it. */
export interface Contract {
  document: Document;
  operations: Operation[];
  /** Every schema's name, first those that a document is likeliest to follow: bodies, listed items, errors. */
  names: string[];
  candidates: Candidate[];
  validators: Record<string, Validator<unknown>>;
}

/**
 * Loads a contract and its compiled validators.
 *
 * @param folder where `openapi.json` and `validators.js` are, by default the package's own `generated/`
 * @throws {UsageError} when the folder lacks one of the two files
 */
export async function loadContract(folder = dirname(findFile('generated/openapi.json'))): Promise<Contract> {
  for (const file of ['openapi.json', 'validators.js']) {
    if (!existsSync(join(folder, file))) throw new UsageError(`${join(folder, file)} is missing`);
  }
  const document: Document = JSON.parse(await readFile(join(folder, 'openapi.json'), 'utf8'));
  const compiled: Record<string, Validator<unknown>> = await import(
    pathToFileURL(join(folder, 'validators.js')).href
  );
  const operations = listOperations(document);
  const candidates = listCandidates(document, operations);
  const names = [
    ...new Set([...candidates.map(({ schema }) => schema), ...Object.keys(document.components.schemas)]),
  ];
  const validators = Object.fromEntries(names.map((name) => [name, compiled[`validate${name}`]!]));
  return { document, operations, names, candidates, validators };
}

/** Checks the name of a schema that a user gave, and suggests the nearest one. */
export function requireSchema({ names }: Contract, name: string): string {
  if (names.includes(name)) return name;
  const nearest = nearestName(name, names);
  const suggestion = nearest ? `did you mean ${nearest}?` : `the schemas are ${names.join(', ')}`;
  throw new UsageError(`the contract has no schema ${name}; ${suggestion}`);
}
