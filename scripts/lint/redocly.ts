import { resolve as resolvePath } from 'node:path';
import { startRedocly } from '../pipeline/redocly.ts';
import type { Problem } from './problem.ts';
import { relativePath } from './sources.ts';

/** What this project reads of the report that `redocly lint --format=json` prints. */
interface Report {
  problems: {
    ruleId: string;
    message: string;
    location: { source: { ref: string }; start?: { line: number; col: number } }[];
  }[];
}

/**
 * Lints a contract with Redocly CLI, in one child process.
 *
 * @param root path of the contract's root file
 * @param config path of the Redocly configuration to lint with
 * @returns one problem per finding; a warning is a problem like any other
 * @throws {Error} when Redocly cannot run or refuses its configuration, with what it printed
 */
export async function lintWithRedocly(root: string, config: string): Promise<Problem[]> {
  const { code, stdout, stderr } = await startRedocly(
    ['lint', root, `--config=${config}`, '--format=json', '--max-problems=10000', '--lint-config=error'],
    process.cwd(),
  );
  const output = stderr.trim();
  if (code > 1) throw new Error(`redocly lint does not run with ${config}:\n${output}`);
  if (/\[WARNING\]|Your config has/.test(output)) throw new Error(`${config} is at fault:\n${output}`);
  if (stdout.startsWith('{')) return readReport(root, JSON.parse(stdout));
  // A root file of another structure than OpenAPI's can make Redocly give up without a report.
  const message = output.split('\n').slice(1).join(' ').replaceAll(/\s+/g, ' ').trim();
  return [
    { file: relativePath(resolvePath(root)), line: 1, column: 1, rule: 'redocly-can-check-it', message },
  ];
}

function readReport(root: string, { problems }: Report): Problem[] {
  return problems.map(({ ruleId, message, location }) => ({
    file: location[0]?.source.ref ?? root,
    line: location[0]?.start?.line ?? 1,
    column: location[0]?.start?.col ?? 1,
    rule: ruleId,
    message,
  }));
}
