import { access, mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Files, readFolder } from './files.ts';
import type { Artifact } from './generators/index.ts';
import { type Bundle, bundle, generateBundle, type Revision } from './redocly/bundle.ts';
import { BrokenContractError, lintContract } from './redocly/cli.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const generatedFolder = join(root, 'generated');

/** The first line of the output folder's README marks the folder as generated. */
const mark = '# Generated files';

interface BuildOptions {
  /** Folder of the contract, which contains `openapi.yaml`; the project's by default. */
  contract?: string;
  /** Called after each step with the milliseconds that it took. */
  progress?: (step: string, milliseconds: number) => void;
}

interface UpdateOptions {
  /** Folder to generate into; the project's by default. Files in it that are not generated are removed. */
  out?: string;
  /** Compare, and write nothing. */
  check?: boolean;
}

/** A file that is out of date. */
export interface FileDifference {
  path: string;
  /** `stale`: its content differs; `missing`: it does not exist; `extra`: it is not generated. */
  state: 'stale' | 'missing' | 'extra';
}

/**
 * Builds every generated file in memory: lints the contract, bundles it, and runs each generator on the bundle.
 *
 * @returns the files in the order of their paths
 * @throws {BrokenContractError} when the lint finds problems
 */
export async function build(options: BuildOptions = {}): Promise<Files> {
  const { progress = () => {} } = options;
  const step = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const start = performance.now();
    const result = await work();
    progress(name, performance.now() - start);
    return result;
  };
  const contract = await locate(options);
  const problems = await step('lint', () => lintContract(contract));
  if (problems.length > 0) throw new BrokenContractError(problems);
  const bundled = await step('bundle', () => bundle(contract));
  // Imported only here: the generators load a compiler, which `isStale` does not need.
  const { artifacts, generateReadme } = await import('./generators/index.ts');
  const files = [...generateReadme(mark)];
  for (const { name, generate } of artifacts) files.push(...(await step(name, () => generate(bundled))));
  for (const revision of bundled.revisions ?? []) {
    files.push(...(await step(revision.date, () => buildRevision(artifacts, revision, new Map(files)))));
  }
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Builds the files of a revision that differ from the base's. */
async function buildRevision(artifacts: Artifact[], revision: Revision, base: Files): Promise<Files> {
  const revised = artifacts.filter((artifact) => artifact.revised);
  const files = await Promise.all(revised.map(({ generate }) => generate(revision)));
  const different = files.flatMap((one) => [...one]).filter(([path, text]) => base.get(path) !== text);
  // A module that differs needs its types next to it, even if they are those of the base.
  const modules = different.flatMap(([path]) => (path.endsWith('.js') ? [path] : []));
  const types = modules.map(
    (path) => [path.replace(/js$/, 'd.ts'), `export * from '../../${path}';\n`] as const,
  );
  return new Map(
    [...types, ...different].map(([path, text]) => [`revisions/${revision.date}/${path}`, text]),
  );
}

/**
 * Builds every generated file, then updates the output folder.
 *
 * @throws {BrokenContractError} when the lint finds problems; nothing is written then
 * @throws {Error} when the output folder contains files that were not generated
 */
export async function generate(options: BuildOptions & UpdateOptions = {}): Promise<FileDifference[]> {
  return update(await build(options), options);
}

/** Writes the files that differ and removes the extra ones, unless `check` is set. Returns the differences. */
export async function update(
  files: Files,
  { out = generatedFolder, check = false }: UpdateOptions,
): Promise<FileDifference[]> {
  await refuseForeignFolder(out);
  const differences = compare(files, await readFolder(out));
  if (check) return differences;
  for (const { path, state } of differences) {
    if (state === 'extra') await remove(out, path);
    else await write(join(out, path), files.get(path)!);
  }
  return differences;
}

/** Checks, within a second, whether the contract has changed since its files were generated. */
export async function isStale({
  out = generatedFolder,
  ...options
}: BuildOptions & UpdateOptions = {}): Promise<boolean> {
  const base = await bundle(await locate(options));
  const differ = [base, ...(base.revisions ?? [])].map(async (one: Bundle | Revision) => {
    const file = join(out, 'date' in one ? `revisions/${one.date}` : '', 'openapi.yaml');
    return generateBundle(one).get('openapi.yaml') !== (await readFile(file, 'utf8').catch(() => undefined));
  });
  return (await Promise.all(differ)).includes(true);
}

async function locate(options: BuildOptions): Promise<string> {
  const contract = resolve(options.contract ?? join(root, 'openapi'));
  await access(join(contract, 'openapi.yaml')).catch(() => {
    throw new Error(`${contract} contains no openapi.yaml, where a contract starts`);
  });
  return contract;
}

function compare(expected: Files, actual: Files): FileDifference[] {
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  return paths
    .filter((path) => expected.get(path) !== actual.get(path))
    .map((path) => {
      if (!expected.has(path)) return { path, state: 'extra' };
      return { path, state: actual.has(path) ? 'stale' : 'missing' };
    });
}

/** Refuses a folder with files of the user's, which would be removed. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  const readme = await readFile(join(folder, 'README.md'), 'utf8').catch(() => '');
  if (entries.length === 0 || readme.startsWith(mark)) return;
  throw new Error(
    `${folder} contains files that were not generated and would be removed: choose a new or empty folder`,
  );
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Removes a file, and the folders that become empty. */
async function remove(root: string, path: string): Promise<void> {
  await rm(join(root, path));
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if ((await readdir(join(root, folder))).length > 0) return;
    await rmdir(join(root, folder));
  }
}
