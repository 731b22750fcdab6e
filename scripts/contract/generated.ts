import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nearestName } from '../runtime/nearest-name.ts';
import { type Document, readDocument } from './document.ts';
import { listOperations, type Operation } from './operations.ts';
import type { ValidationError } from './validator.ts';

/** The generated validators of a contract by name, such as `validateImageScanFinding`. */
export type Validators = Record<string, { (value: unknown): boolean; errors?: ValidationError[] | null }>;

/** A bundled contract and the validators that were generated from it. */
export interface Contract {
  /** The folder of `openapi.json`, the validators and the other generated files. */
  folder: string;
  document: Document;
  operations: Operation[];
  validators: Validators;
  /** The date of the revision; undefined for the base. */
  revision: string | undefined;
  /** The revisions after this one, oldest first; none for another contract. */
  later: LaterRevision[];
}

/** A revision and its validators. */
export interface LaterRevision {
  date: string;
  validators: Validators;
}

/**
 * Loads this package's contract, a revision of it, or another contract.
 *
 * @param revision a date such as `2026-11-11`, `latest`, or nothing for the base
 * @param other the folder of another contract's generated files
 * @throws {Error} when there is no such revision
 */
export async function loadContract(revision?: string, other?: string): Promise<Contract> {
  const folder = other ?? findRevision(revision);
  const document = await readDocument(join(folder, 'openapi.json'));
  if (other === undefined) return { folder, ...(await addValidators(document)) };
  const validators = await import(pathToFileURL(join(folder, 'validators.js')).href);
  const operations = listOperations(document);
  return { folder, document, operations, validators, revision: document.info['x-revision'], later: [] };
}

/** Adds what was generated from it to a document of this package, the base or a revision. */
export async function addValidators(document: Document): Promise<Omit<Contract, 'folder'>> {
  // Imported only now, because `npm start` generates it first.
  const { revisions } = await import('../../generated/revisions.ts');
  const loaders = new Map<string, () => Promise<object>>(Object.entries(revisions));
  const load = async (name: string) => (await loaders.get(name)!()) as Validators;
  const revision = document.info['x-revision'];
  const names = [...loaders.keys()];
  const later = names.slice(names.indexOf(revision ?? 'base') + 1, names.indexOf('latest'));
  return {
    document,
    operations: listOperations(document),
    validators: await load(revision ?? 'base'),
    revision,
    later: await Promise.all(later.map(async (date) => ({ date, validators: await load(date) }))),
  };
}

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

/** Reads the name and the version of this package. */
export function readPackage(): { name: string; version: string } {
  const { name, version } = JSON.parse(readFileSync(findFile('package.json'), 'utf8'));
  return { name, version };
}

/** Lists the dates of the contract's revisions, oldest first. */
export function listRevisions(): string[] {
  return readdirSync(join(findFile('generated/openapi.json'), '../revisions')).sort();
}

/**
 * Finds the folder of generated files for a revision.
 *
 * @param revision a date such as `2026-11-11`, `latest`, or nothing for the base
 * @returns its absolute path
 * @throws {Error} when there is no such revision, with those that there are
 */
export function findRevision(revision?: string): string {
  const base = join(findFile('generated/openapi.json'), '..');
  if (revision === undefined) return base;
  const dates = listRevisions();
  const date = revision === 'latest' ? dates.at(-1) : revision;
  if (date !== undefined && dates.includes(date)) return join(base, 'revisions', date);
  const nearest = nearestName(revision, ['latest', ...dates]);
  const way = nearest ? `did you mean ${nearest}?` : `the revisions are ${[...dates, 'latest'].join(', ')}`;
  throw new Error(`unknown revision ${JSON.stringify(revision)}; ${way}`);
}

/**
 * Finds out which violations of a value a later revision permits.
 *
 * @param shape the schema of the value
 * @returns a function that takes a violation and returns the date of the first revision that permits it
 */
export function findPermitted(
  later: LaterRevision[],
  shape: string,
  value: unknown,
): (error: ValidationError) => string | undefined {
  const remaining = later.map(({ date, validators }) => {
    const validate = validators[`validate${shape}`];
    // A schema that the revision does not have permits nothing.
    return { date, keys: validate && new Set(validate(value) ? [] : validate.errors!.map(identify)) };
  });
  return (error) => remaining.find(({ keys }) => keys?.has(identify(error)) === false)?.date;
}

/** Says in a message that a revision permits what the message complains about. */
export function wordPermitted(date: string): string {
  return `allowed since ${date}: --revision ${date}`;
}

function identify({ instancePath, keyword }: ValidationError): string {
  return `${instancePath} ${keyword}`;
}
