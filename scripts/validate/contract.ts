import { join } from 'node:path';
import { UsageError } from '../command.ts';
import { type Document, readDocument } from '../contract/document.ts';
import { findRevision, type LaterRevision, loadLater, loadValidators } from '../contract/generated.ts';
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
  /** By a name such as `validateImageScanFinding`. */
  validators: Record<string, Validator<unknown>>;
  /** The revisions after this one; none for another contract. */
  later: LaterRevision[];
}

/**
 * Loads a contract and its compiled validators.
 *
 * @param revision a later revision of the package's own contract, by its date or as `latest`
 * @param other the folder of another contract's `openapi.json` and `validators.js`
 * @throws {UsageError} when there is no such revision
 */
export async function loadContract(revision?: string, other?: string): Promise<Contract> {
  const folder = other ?? findFolder(revision);
  const document = await readDocument(join(folder, 'openapi.json'));
  const validators = (await loadValidators(folder)) as Contract['validators'];
  const operations = listOperations(document);
  const candidates = listCandidates(document, operations);
  const likely = candidates.map(({ schema }) => schema);
  const names = [...new Set([...likely, ...Object.keys(document.components.schemas)])];
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
