import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';

const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** What a run of Redocly CLI ended with. */
export interface RedoclyRun {
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
