import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateBundle } from '../generators/bundle.ts';
import type { Files } from './artifact.ts';
import { bundle } from './bundle.ts';
import { compareFolder, type Difference, mendFolder } from './output.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the contract is, and the configuration of Redocly to lint and bundle it with. */
export interface BuildOptions {
  /** Folder of the contract, which contains `openapi.yaml`; the project's by default. */
  contract?: string;
  /** Path of the Redocly configuration; the project's by default. */
  config?: string;
  /** Gets the name of each step when it is done, and the milliseconds that it took. */
  progress?: (step: string, milliseconds: number) => void;
}

export interface GenerateOptions extends BuildOptions {
  /** Folder to generate into; the project's by default. Files in it that are not generated are removed. */
  out?: string;
  /** Compare, and write nothing. */
  check?: boolean;
}

/** How a run ended. */
export interface Outcome {
  /** `up to date`: nothing to do; `written`: generated; `stale`: a check found differences. */
  status: 'up to date' | 'written' | 'stale';
  /** The generated files that were, or are, out of date. */
  differences: Difference[];
}

/**
 * Builds every generated file in memory: lints the contract, bundles it, and runs each generator on the bundle.
 *
 * @returns the files in the order of their paths
 * @throws {BrokenContractError} when the lint finds problems
 */
export async function build(options: BuildOptions = {}): Promise<Files> {
  const { contract, config } = await locate(options);
  // Loaded here because the generators bring a compiler along, which `isStale` does not need.
  const { buildFiles } = await import('./build.ts');
  return buildFiles(contract, config, options.progress);
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

/** Brings an output folder up to date with files that were built, or only compares it with them. */
export async function update(
  files: Files,
  { out = join(root, 'generated'), check = false }: Pick<GenerateOptions, 'out' | 'check'>,
): Promise<Outcome> {
  const differences = await compareFolder(resolve(out), files);
  if (differences.length === 0) return { status: 'up to date', differences };
  if (check) return { status: 'stale', differences };
  await mendFolder(resolve(out), files, differences);
  return { status: 'written', differences };
}

/** Says in half a second whether the contract has changed since it was last generated from. */
export async function isStale(options: GenerateOptions = {}): Promise<boolean> {
  const { contract, config } = await locate(options);
  const file = join(options.out ?? join(root, 'generated'), 'openapi.yaml');
  const generated = await readFile(file, 'utf8').catch(() => undefined);
  return generateBundle(await bundle(contract, config)).get('openapi.yaml') !== generated;
}

async function locate(options: BuildOptions): Promise<{ contract: string; config: string }> {
  const contract = resolve(options.contract ?? join(root, 'openapi'));
  await access(join(contract, 'openapi.yaml')).catch(() => {
    throw new Error(`${contract} contains no openapi.yaml, where a contract starts`);
  });
  return { contract, config: resolve(options.config ?? join(root, 'redocly.yaml')) };
}
