import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { everyFileIsReferenced } from './every-file-is-referenced.ts';
import { examplesAreValid } from './examples-are-valid.ts';
import type { Problem } from './problem.ts';
import { lintWithRedocly } from './redocly.ts';
import { schemasCompile } from './schemas-compile.ts';
import { findSites } from './sites.ts';
import { readSources } from './sources.ts';
import { stringsStayStrings } from './strings-stay-strings.ts';

export { formatProblems, ownRules, type Problem } from './problem.ts';

/** How much of a contract was checked. */
export interface Tally {
  files: number;
  schemas: number;
  examples: number;
}

/** How to check a contract. */
export interface LintOptions {
  /** Path of another Redocly configuration than the project's. */
  config?: string;
  /** Is told how much was checked, once everything was. */
  onChecked?: (tally: Tally) => void;
}

/** The project's Redocly configuration. */
export const defaultConfig = fileURLToPath(new URL('../../redocly.yaml', import.meta.url));

/**
 * Checks a contract: that its files can be read, then Redocly with the project's rules, then what Redocly cannot check.
 * Each step needs what the step before has made sure of, so the first that finds problems is the last.
 *
 * @param folder the contract's folder, which holds `openapi.yaml`
 * @param options see {@link LintOptions}
 * @returns the problems found, by file and line, none when the contract is sound
 * @throws {Error} when the check itself cannot run, such as with a faulty configuration
 */
export async function lintContract(folder: string, options: LintOptions = {}): Promise<Problem[]> {
  const root = join(folder, 'openapi.yaml');
  const sources = await readSources(root);
  if (sources.problems.length > 0) return inOrder(sources.problems);
  const findings = await lintWithRedocly(root, options.config ?? defaultConfig);
  if (!findings.every(isAboutExample)) return inOrder(findings);
  const sites = findSites(sources);
  const faults = [
    ...stringsStayStrings(sources),
    ...(await everyFileIsReferenced(sources)),
    ...schemasCompile(sites),
  ];
  if (faults.length > 0) return inOrder(faults);
  const invalid = examplesAreValid(sources, sites);
  options.onChecked?.({
    files: sources.files.size,
    schemas: sites.schemas.size,
    examples: sites.examples.length,
  });
  return inOrder([
    ...invalid,
    ...findings.filter((finding) => !invalid.some((problem) => isAtOneLine(problem, finding))),
  ]);
}

/**
 * Redocly judges examples too: less strictly, and with another message when it is the schema that is at fault.
 * What it alone finds is a member that no schema knows.
 */
function isAboutExample({ rule }: Problem): boolean {
  return /^no-invalid-.+-examples$/.test(rule);
}

function isAtOneLine(a: Problem, b: Problem): boolean {
  return a.file === b.file && a.line === b.line;
}

function inOrder(problems: Problem[]): Problem[] {
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...distinct.values()].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}
