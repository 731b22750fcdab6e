import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareFiles, type Difference, readFolder, replaceFolder } from './folder.ts';
import { hashInputs, isFresh, manifestName, writeManifest } from './manifest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What to generate from what. */
export interface GenerateOptions {
  /** Folder of the contract, which holds `openapi.yaml`; the project's by default. */
  contract?: string;
  /** Folder for what is generated; the project's by default. It belongs to the pipeline: other files in it go. */
  out?: string;
  /** Path of the Redocly configuration to lint and bundle with; the project's by default. */
  config?: string;
  /** Write nothing, but generate everything and compare. */
  check?: boolean;
  /** Gets the name of each step when it is done, and the milliseconds that it took. */
  progress?: (step: string, milliseconds: number) => void;
}

/** How a run ended. */
export interface Outcome {
  /** `up to date`: nothing to do; `written`: generated; `stale`: a check found differences. */
  status: 'up to date' | 'written' | 'stale';
  /** The generated files that were, or are, not what the contract makes. */
  differences: Difference[];
}

/**
 * Generates every artifact of a contract: lint, bundle, and the rest from the bundle.
 *
 * Files are written together after everything has succeeded. A run that would change nothing generates nothing,
 * unless it is a check: a check trusts no checksum.
 *
 * @param options what to generate from what; see {@link GenerateOptions}
 * @returns how it ended
 * @throws {BrokenContractError} when the contract does not pass the lint
 * @throws {Error} when a generator fails, or the output folder holds what this pipeline did not write
 */
export async function generate(options: GenerateOptions = {}): Promise<Outcome> {
  const contract = resolve(options.contract ?? join(root, 'openapi'));
  const out = resolve(options.out ?? join(root, 'generated'));
  const config = resolve(options.config ?? join(root, 'redocly.yaml'));
  await access(join(contract, 'openapi.yaml')).catch(() => {
    throw new Error(`${contract} holds no openapi.yaml, which a contract starts with`);
  });
  const inputs = await hashInputs(root, contract, config);
  const actual = await readFolder(out);
  if (actual.size > 0 && !actual.has(manifestName)) {
    throw new Error(
      `${out} holds files but no ${manifestName}: name a folder that only this pipeline writes to`,
    );
  }
  if (!options.check && isFresh(inputs, actual)) return { status: 'up to date', differences: [] };
  // Loaded only now: the generators bring a compiler along, which a run with nothing to do need not wait for.
  const { build } = await import('./build.ts');
  const files = await build(contract, config, options.progress);
  files.set(manifestName, writeManifest(inputs, files));
  const differences = compareFiles(files, actual);
  if (differences.length === 0) return { status: 'up to date', differences };
  if (options.check) return { status: 'stale', differences };
  await replaceFolder(out, files);
  return { status: 'written', differences };
}
