import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const environment = '.venv';
const run = promisify(execFile);
let prepared: Promise<void> | undefined;

/** How a tool of the virtual environment ended. */
export interface ToolRun {
  /** The exit code. */
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a Python script in the project's own virtual environment, which is made when it is not there yet.
 *
 * @param script path of the script
 * @param arguments_ what the script is called with
 * @param variables environment variables besides the test's own
 * @returns what the script printed
 * @throws {Error} when Python or its venv module is missing, with the command that installs them;
 *   when a package of `requirements.txt` cannot be installed or the script fails, with what Python printed
 */
export async function runPython(
  script: string,
  arguments_: string[],
  variables: Record<string, string> = {},
): Promise<string> {
  const { code, stdout, stderr } = await runTool('python', [script, ...arguments_], variables);
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${stderr}`);
  return stdout;
}

/**
 * Runs a command of the virtual environment, such as `aws`, whatever it ends with.
 *
 * @param tool the name of the command
 * @param arguments_ what the command is called with
 * @param variables environment variables besides the test's own
 * @returns what it printed and its exit code
 * @throws {Error} when the environment cannot be made, with the command that installs what it lacks
 */
export async function runTool(
  tool: string,
  arguments_: string[],
  variables: Record<string, string> = {},
): Promise<ToolRun> {
  prepared ??= prepareEnvironment();
  await prepared;
  const options = { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...variables } };
  return new Promise((resolve, reject) => {
    execFile(`${environment}/bin/${tool}`, arguments_, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}

async function prepareEnvironment(): Promise<void> {
  if (!existsSync(`${environment}/bin/pip`)) await createEnvironment();
  const install = ['-m', 'pip', 'install', '--quiet', '--requirement', 'test/interop/requirements.txt'];
  await run(`${environment}/bin/python`, install);
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
