import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearestName } from '../runtime/client/nearest-name.ts';
import { findFile } from './package-files.ts';

/** A violation as the generated validators report it. */
interface Violation {
  instancePath: string;
  keyword: string;
}

/** The generated validators of a contract, such as `validateImageScanFinding`. */
export type Validators = Record<string, { (value: unknown): boolean; errors?: Violation[] | null }>;

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

/** Names the newest change that a document contains: the date of its revision, or `base`. */
export async function readRevision(folder: string): Promise<string> {
  const { info } = JSON.parse(await readFile(join(folder, 'openapi.json'), 'utf8'));
  return info['x-revision'] ?? 'base';
}

/** Imports the generated validators in a folder; the strict ones also report unknown properties of responses. */
export function loadValidators(folder: string, { strict = false } = {}): Promise<Validators> {
  return import(pathToFileURL(join(folder, strict ? 'validators-strict.js' : 'validators.js')).href);
}

/**
 * Finds out which violations of a value a later revision permits.
 *
 * @param after the revision that the value was validated with; nothing for the base
 * @param shape the schema of the value
 * @param value the value
 * @returns a function that takes a violation and returns the date of the first revision that permits it
 */
export async function findPermitted(
  after: string | undefined,
  shape: string,
  value: unknown,
): Promise<(violation: Violation) => string | undefined> {
  const later = listRevisions().filter((date) => date > (after ?? ''));
  const remaining = await Promise.all(
    later.map(async (date) => {
      const validate = (await loadValidators(findRevision(date)))[`validate${shape}`];
      // A schema that the revision does not have permits nothing.
      if (!validate) return undefined;
      return new Set(validate(value) ? [] : validate.errors!.map(identify));
    }),
  );
  return (violation) => later.find((_, index) => remaining[index]?.has(identify(violation)) === false);
}

/** Says in a message that a revision permits what the message complains about. */
export function wordPermitted(date: string): string {
  return `allowed since ${date}: --revision ${date}`;
}

function identify({ instancePath, keyword }: Violation): string {
  return `${instancePath} ${keyword}`;
}
