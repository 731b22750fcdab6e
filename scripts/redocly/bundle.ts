import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Document, readDocument } from '../contract/document.ts';
import { type Files, withTemporaryFolder } from '../files.ts';
import { projectConfig, runRedocly } from './cli.ts';

/** The contract as one document, from which everything is generated. */
export interface Bundle {
  document: Document;
  /** The same document as YAML. */
  yaml: string;
  /** The contract after each later change by AWS, oldest first. */
  revisions?: Revision[];
}

/** The contract with the changes that AWS made up to a date. */
export interface Revision extends Bundle {
  /** The date of the newest change, such as `2026-11-11`. */
  date: string;
}

const header = `# The contract in one file, generated from openapi/ by \`npm run generate\`: do not edit.\n`;

/**
 * Bundles the contract in a folder, then once more per overlay in `revisions/`, each on top of the overlays before it.
 *
 * @throws {Error} when a reference leads nowhere or a file cannot be read, with Redocly's output
 */
export async function bundle(folder: string): Promise<Bundle> {
  const overlays = (await readdir(join(folder, 'revisions')).catch(() => [])).sort();
  const revisions = overlays.map(async (newest, index): Promise<Revision> => {
    const applied = overlays.slice(0, index + 1).map((file) => resolve(folder, 'revisions', file));
    return { ...(await run(folder, applied)), date: basename(newest, '.yaml') };
  });
  const [base, ...later] = await Promise.all([run(folder, []), ...revisions]);
  return { ...base, revisions: later };
}

function run(folder: string, overlays: string[]): Promise<Bundle> {
  return withTemporaryFolder(async (temporary) => {
    const file = join(temporary, 'openapi.yaml');
    if (overlays.length > 0) overlays.push(await writeDate(temporary, basename(overlays.at(-1)!, '.yaml')));
    const args = ['bundle', 'openapi.yaml', `--output=${file}`, `--config=${projectConfig}`];
    await runRedocly([...args, ...overlays.map((overlay) => `--overlay=${overlay}`)], folder);
    return { document: await readDocument(file), yaml: await readFile(file, 'utf8') };
  });
}

/** Writes an overlay that adds the revision's date to the document. */
async function writeDate(folder: string, date: string): Promise<string> {
  const file = join(folder, 'date.json');
  const actions = [{ target: '$.info', update: { 'x-revision': date } }];
  await writeFile(file, JSON.stringify({ overlay: '1.1.0', info: { title: date, version: date }, actions }));
  return file;
}

/** Writes the bundle as YAML for readers and as JSON for tools. */
export function generateBundle({ document, yaml }: Bundle): Files {
  return new Map([
    ['openapi.yaml', header + yaml],
    ['openapi.json', `${JSON.stringify(document, null, 2)}\n`],
  ]);
}
