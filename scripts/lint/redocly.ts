import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve as resolvePath } from 'node:path';
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

/** What one run of Redocly CLI ended with. */
interface Run {
  code: number;
  stdout: string;
  stderr: string;
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
  const { code, stdout, stderr } = await runRedocly(['lint', root, `--config=${config}`, '--format=json']);
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

function runRedocly(args: string[]): Promise<Run> {
  const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  };
  const command = [cli, ...args, '--max-problems=10000', '--lint-config=error'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}
