import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const environment = '.venv';
const run = promisify(execFile);

/**
 * Runs a Python script in the project's own virtual environment, which is made when it is not there yet.
 *
 * @param script path of the script
 * @param arguments_ what the script is called with
 * @returns what the script printed
 * @throws {Error} when Python or its venv module is missing, with the command that installs them;
 *   when a package of `requirements.txt` cannot be installed or the script fails, with what Python printed
 */
export async function runPython(script: string, arguments_: string[]): Promise<string> {
  if (!existsSync(`${environment}/bin/pip`)) await createEnvironment();
  const python = `${environment}/bin/python`;
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', 'test/interop/requirements.txt']);
  const { stdout } = await run(python, [script, ...arguments_], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

async function createEnvironment(): Promise<void> {
  try {
    await run('python3', ['-m', 'venv', environment]);
  } catch (cause) {
    const install =
      process.platform === 'darwin' ? 'brew install python' : 'apt-get install python3 python3-venv';
    throw new Error(`python3 cannot make a virtual environment in ${environment}; install it: ${install}`, {
      cause,
    });
  }
}
