import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../command.ts';
import type { Document } from '../contract/document.ts';
import { findRevision, type LaterRevision, loadLater } from '../contract/generated.ts';
import { listOperations, type Operation } from '../contract/operations.ts';
import type { Validator } from '../contract/validator.ts';
import { type Candidate, listCandidates } from '../read/recognize.ts';
import { nearestName } from '../runtime/nearest-name.ts';

/** A contract and the validators that were compiled from it. */
export interface Contract {
  document: Document;
  operations: Operation[];
  /** Every schema's name, first those that a document is likeliest to follow: bodies, listed items, errors. */
  names: string[];
  candidates: Candidate[];
  validators: Record<string, Validator<unknown>>;
  /** The revisions after this one; none for another contract. */
  later: LaterRevision[];
}

/**
 * Loads a contract and its compiled validators.
 *
 * @param revision a later revision of the package's own contract, by its date or as `latest`
 * @param other the folder of another contract's `openapi.json` and `validators.js`
 * @throws {UsageError} when there is no such revision, or the folder lacks one of the two files
 */
export async function loadContract(revision?: string, other?: string): Promise<Contract> {
  const folder = other ?? findFolder(revision);
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
  const later = other === undefined ? await loadLater(document.info['x-revision'] as string | undefined) : [];
  return { document, operations, names, candidates, validators, later };
}

function findFolder(revision?: string): string {
  try {
    return findRevision(revision);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Checks the name of a schema that a user gave, and suggests the nearest one. */
export function requireSchema({ names }: Contract, name: string): string {
  if (names.includes(name)) return name;
  const nearest = nearestName(name, names);
  const suggestion = nearest ? `did you mean ${nearest}?` : `the schemas are ${names.join(', ')}`;
  throw new UsageError(`the contract has no schema ${name}; ${suggestion}`);
}
