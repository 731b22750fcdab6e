import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { count } from '../contract/words.ts';

const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

export const projectConfig = fileURLToPath(new URL('../../redocly.yaml', import.meta.url));

/** The result of a run of Redocly CLI. */
interface RedoclyRun {
  /** 0 for success, 1 for problems in the document, more if the command could not run. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command of Redocly CLI in a folder, without network access. */
export function startRedocly(args: string[], folder: string): Promise<RedoclyRun> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  };
  const options = { cwd: folder, env, maxBuffer: 2 ** 28 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}

/** Runs a command; if it fails, throws an error with everything it printed. */
export async function runRedocly(args: string[], folder: string): Promise<void> {
  const { code, stdout, stderr } = await startRedocly(args, folder);
  if (code !== 0) throw new Error(`redocly ${args[0]} failed:\n${`${stdout}${stderr}`.trim()}`);
}

/** A mistake in the contract's files. */
interface Problem {
  /** Path of the file, relative to the working directory. */
  file: string;
  line: number;
  column: number;
  rule: string;
  message: string;
}

/** The contract has problems, so nothing was generated. */
export class BrokenContractError extends Error {
  override readonly name = 'BrokenContractError';
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    const lines = problems.map(formatProblem).join('\n');
    super(`${lines}\nThe contract has ${count(problems.length, 'problem')}; nothing was written.`);
    this.problems = problems;
  }
}

/** Formats a problem as `file:line:column  rule  message`, with colours if the error stream is a terminal. */
function formatProblem({ file, line, column, rule, message }: Problem): string {
  const stream = process.stderr;
  const place = styleText('cyan', `${file}:${line}:${column}`, { stream });
  return [place, styleText('red', rule, { stream }), message].join('  ');
}

/** The parts of `redocly lint --format=json` that this module reads. */
interface Report {
  problems: {
    ruleId: string;
    message: string;
    location: { source: { ref: string }; start?: { line: number; col: number } }[];
  }[];
}

/** Lints the contract in a folder. Returns the problems, sorted by place. */
export async function lintContract(folder: string, config: string = projectConfig): Promise<Problem[]> {
  const root = join(folder, 'openapi.yaml');
  const options = ['--format=json', '--max-problems=10000', '--lint-config=error'];
  const args = ['lint', root, `--config=${config}`, ...options];
  const { stdout, stderr } = await startRedocly(args, process.cwd());
  if (!stdout.startsWith('{')) throw new Error(`redocly cannot lint ${root}:\n${stderr.trim()}`);
  const { problems }: Report = JSON.parse(stdout);
  return problems
    .map(({ ruleId, message, location: [place] }) => ({
      file: place?.source.ref ?? root,
      line: place?.start?.line ?? 1,
      column: place?.start?.col ?? 1,
      rule: ruleId,
      message,
    }))
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}
