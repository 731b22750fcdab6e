import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { styleText } from 'node:util';

const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** What a run of Redocly CLI ended with. */
interface RedoclyRun {
  /** 0, or 1 for problems in the document, or more when the command could not run. */
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

/** Runs a command that has to succeed; otherwise throws with everything that it printed. */
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
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`The contract has ${count}:\n${formatProblems(problems)}`);
    this.problems = problems;
  }
}

/** The part that is read of the output of `redocly lint --format=json`. */
interface Report {
  problems: {
    ruleId: string;
    message: string;
    location: { source: { ref: string }; start?: { line: number; col: number } }[];
  }[];
}

/** Lints the contract in a folder: returns the problems, sorted by place. */
export async function lintContract(folder: string, config: string): Promise<Problem[]> {
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

/** Formats problems for a terminal, one per line: `file:line:column  rule  message`. */
export function formatProblems(problems: Problem[], { color = false }: { color?: boolean } = {}): string {
  const paint = (style: 'cyan' | 'red', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return problems
    .map(({ file, line, column, rule, message }) =>
      [paint('cyan', `${file}:${line}:${column}`), paint('red', rule), message].join('  '),
    )
    .join('\n');
}
