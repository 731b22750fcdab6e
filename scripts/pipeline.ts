import { access, mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Files, readFolder } from './files.ts';
import type { Artifact } from './generators/index.ts';
import { type Bundle, bundle, generateBundle, type Revision } from './redocly/bundle.ts';
import { BrokenContractError, lintContract } from './redocly/cli.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The first line of the output folder's README marks the folder as generated. */
const mark = '# Generated files';

interface BuildOptions {
  /** Folder of the contract, which contains `openapi.yaml`; the project's by default. */
  contract?: string;
  /** Path of the Redocly configuration; the project's by default. */
  config?: string;
  /** Gets the name of each step when it is done, and the milliseconds that it took. */
  progress?: (step: string, milliseconds: number) => void;
}

interface GenerateOptions extends BuildOptions {
  /** Folder to generate into; the project's by default. Files in it that are not generated are removed. */
  out?: string;
  /** Compare, and write nothing. */
  check?: boolean;
}

/** One file that is not what it should be. */
export interface Difference {
  path: string;
  /** `stale`: other bytes; `missing`: not there; `extra`: there without being generated. */
  state: 'stale' | 'missing' | 'extra';
}

/** How a run ended. */
export interface Outcome {
  /** `up to date`: nothing to do; `written`: generated; `stale`: a check found differences. */
  status: 'up to date' | 'written' | 'stale';
  /** The files that were, or are, out of date. */
  differences: Difference[];
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
  const { contract, config } = await locate(options);
  const problems = await step('lint', () => lintContract(contract, config));
  if (problems.length > 0) throw new BrokenContractError(problems);
  const bundled = await step('bundle', () => bundle(contract, config));
  // Imported here because the generators bring a compiler along, which `isStale` does not need.
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
  // A module that differs needs types beside it, even if they are the base's.
  const modules = different.flatMap(([path]) => (path.endsWith('.js') ? [path] : []));
  const types = modules.map(
    (path) => [path.replace(/js$/, 'd.ts'), `export * from '../../${path}';\n`] as const,
  );
  return new Map(
    [...types, ...different].map(([path, text]) => [`revisions/${revision.date}/${path}`, text]),
  );
}

/**
 * Builds every generated file, then writes the ones that differ and removes the ones that do not belong.
 *
 * @throws {BrokenContractError} when the lint finds problems; nothing is written then
 * @throws {Error} when the output folder contains files that were not generated
 */
export async function generate(options: GenerateOptions = {}): Promise<Outcome> {
  return update(await build(options), options);
}

/** Brings an output folder up to date with built files, or only compares it with them. */
export async function update(
  files: Files,
  { out = join(root, 'generated'), check = false }: Pick<GenerateOptions, 'out' | 'check'>,
): Promise<Outcome> {
  await refuseForeignFolder(out);
  const differences = compare(files, await readFolder(out));
  if (differences.length === 0) return { status: 'up to date', differences };
  if (check) return { status: 'stale', differences };
  for (const { path, state } of differences) {
    if (state === 'extra') await remove(out, path);
    else await write(join(out, path), files.get(path)!);
  }
  return { status: 'written', differences };
}

/** Finds out, in a second, whether the contract has changed since it was last generated from. */
export async function isStale(options: GenerateOptions = {}): Promise<boolean> {
  const { contract, config } = await locate(options);
  const base = await bundle(contract, config);
  const bundles: [string, Bundle][] = [
    ['openapi.yaml', base],
    ...(base.revisions ?? []).map((one): [string, Bundle] => [`revisions/${one.date}/openapi.yaml`, one]),
  ];
  const differ = bundles.map(async ([path, one]) => {
    const file = join(options.out ?? join(root, 'generated'), path);
    return generateBundle(one).get('openapi.yaml') !== (await readFile(file, 'utf8').catch(() => undefined));
  });
  return (await Promise.all(differ)).includes(true);
}

async function locate(options: BuildOptions): Promise<{ contract: string; config: string }> {
  const contract = resolve(options.contract ?? join(root, 'openapi'));
  await access(join(contract, 'openapi.yaml')).catch(() => {
    throw new Error(`${contract} contains no openapi.yaml, where a contract starts`);
  });
  return { contract, config: resolve(options.config ?? join(root, 'redocly.yaml')) };
}

function compare(expected: Files, actual: Files): Difference[] {
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  return paths
    .filter((path) => expected.get(path) !== actual.get(path))
    .map((path) => {
      if (!expected.has(path)) return { path, state: 'extra' };
      return { path, state: actual.has(path) ? 'stale' : 'missing' };
    });
}

/** Whatever is not generated gets removed from the folder, so it must be empty or generated before. */
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

/** Removes a file, and the folders that this empties. */
async function remove(root: string, path: string): Promise<void> {
  await rm(join(root, path));
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if ((await readdir(join(root, folder))).length > 0) return;
    await rmdir(join(root, folder));
  }
}
