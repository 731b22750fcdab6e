import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';

const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** What one run of Redocly CLI ended with. */
export interface RedoclyRun {
  /** The exit code: 0, or 1 for problems of the document, or more when the command could not do its job. */
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs one command of Redocly CLI in a child process, offline and without telemetry, whatever it ends with.
 *
 * @param args the command and its arguments, such as `['bundle', 'openapi.yaml']`
 * @param folder working directory; paths in `args` count from here
 * @returns what it printed and its exit code
 * @throws {Error} when the process cannot be started, or is ended by a signal
 */
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

/**
 * Runs one command of Redocly CLI that has to succeed.
 *
 * @param args the command and its arguments, such as `['bundle', 'openapi.yaml']`
 * @param folder working directory; paths in `args` count from here, and no configuration is read from elsewhere
 * @returns when the command has succeeded
 * @throws {Error} when it failed, with the command and everything it printed
 */
export async function runRedocly(args: string[], folder: string): Promise<void> {
  const { code, stdout, stderr } = await startRedocly(args, folder);
  if (code !== 0) throw new Error(`redocly ${args[0]} failed:\n${`${stdout}${stderr}`.trim()}`);
}
