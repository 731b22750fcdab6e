import { artifacts } from '../generators/index.ts';
import { generateReadme } from '../generators/readme.ts';
import { lintContract } from '../lint/lint.ts';
import type { Files } from './artifact.ts';
import { BrokenContractError } from './broken-contract-error.ts';
import { bundle } from './bundle.ts';

/** Runs every step of a build, reporting each to `progress`. */
export async function buildFiles(
  folder: string,
  config: string,
  progress: (step: string, milliseconds: number) => void = () => {},
): Promise<Files> {
  const step = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const start = performance.now();
    const result = await work();
    progress(name, performance.now() - start);
    return result;
  };
  const problems = await step('lint', () => lintContract(folder, { config }));
  if (problems.length > 0) throw new BrokenContractError(problems);
  const contract = await step('bundle', () => bundle(folder, config));
  const files: [string, string][] = [];
  for (const { name, generate } of artifacts) files.push(...(await step(name, () => generate(contract))));
  files.push(...generateReadme(artifacts));
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
