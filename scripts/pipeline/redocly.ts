import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';

const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/**
 * Runs one command of Redocly CLI in a child process, offline and without telemetry.
 *
 * @param args the command and its arguments, such as `['bundle', 'openapi.yaml']`
 * @param folder working directory; paths in `args` count from here, and no configuration is read from elsewhere
 * @returns when the command has succeeded
 * @throws {Error} when it failed, with the command and everything it printed
 */
export function runRedocly(args: string[], folder: string): Promise<void> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      if (!error) resolve();
      else reject(new Error(`redocly ${args[0]} failed:\n${`${stdout}${stderr}`.trim() || error.message}`));
    });
  });
}
