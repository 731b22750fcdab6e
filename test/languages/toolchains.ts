import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The tools of a language. */
interface Toolchain {
  name: string;
  /** Prints the version, and fails when something is missing. */
  version: string;
  install: { linux: string; darwin: string };
}

export const toolchains: Record<string, Toolchain> = {
  go: {
    name: 'Go',
    version: 'go version',
    install: {
      linux: 'curl -sSL https://go.dev/dl/go1.26.8.linux-amd64.tar.gz | tar -xz -C /usr/local',
      darwin: 'brew install go',
    },
  },
  java: {
    name: 'Java',
    version: 'javac --version && mvn --version',
    install: { linux: 'apt-get install openjdk-17-jdk maven', darwin: 'brew install openjdk maven' },
  },
  python: {
    name: 'Python',
    version: 'python3 --version && python3 -c "import venv, ensurepip"',
    install: { linux: 'apt-get install python3 python3-venv', darwin: 'brew install python' },
  },
  rust: {
    name: 'Rust',
    version: 'cargo --version && cc --version',
    install: {
      linux: "apt-get install gcc && curl --proto '=https' -sSf https://sh.rustup.rs | sh",
      darwin: 'brew install rust',
    },
  },
  typescript: {
    name: 'Node.js',
    version: 'node --version',
    install: { linux: 'npm ci', darwin: 'npm ci' },
  },
  faketime: {
    name: 'faketime',
    version: 'faketime --version',
    install: { linux: 'apt-get install faketime', darwin: 'brew install libfaketime' },
  },
};

/** How a command ended. */
export interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs bash commands with the project's own Node.js, whatever they end with. */
export function runShell(
  commands: string,
  folder: string,
  variables: Record<string, string> = {},
): Promise<Ending> {
  const env = {
    ...process.env,
    // Java writes the characters of the locale.
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    PATH: `${root}node_modules/.bin${delimiter}${process.env['PATH']}`,
    ...variables,
  };
  const options = { cwd: `${root}${folder}`, env, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile('bash', ['-euo', 'pipefail', '-c', commands], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error);
    });
  });
}

/**
 * Returns the version of a language's tools.
 *
 * @throws {Error} when they are missing, with the command that installs them
 */
export async function findToolchain(language: string): Promise<string> {
  const { name, version, install } = toolchains[language]!;
  const { code, stdout, stderr } = await runShell(version, '.');
  const found = /\d+(?:\.\d+)+/.exec(stdout)?.[0];
  if (code === 0 && found) return found;
  const command = process.platform === 'darwin' ? install.darwin : install.linux;
  throw new Error(`${name} is not installed; install it: ${command}\n${stderr}`);
}

/**
 * Runs the commands that generate and build a program.
 *
 * @throws {Error} when one fails, with what it printed
 */
export async function build(commands: string, folder: string): Promise<void> {
  const { code, stdout, stderr } = await runShell(commands, folder);
  if (code !== 0) throw new Error(`${folder}: ${commands}\nended with ${code}\n${stdout}${stderr}`);
}

/** Reads the version that a file of a folder pins something to: the first one after its name. */
export async function readPin(folder: string, [file, name]: [file: string, name: string]): Promise<string> {
  const text = await readFile(`${root}${folder}/${file}`, 'utf8');
  const version = /\d+\.\d+\.\d+/.exec(text.slice(text.indexOf(name) + name.length))?.[0];
  if (!text.includes(name) || !version) throw new Error(`${folder}/${file} pins no version of ${name}`);
  return version;
}
