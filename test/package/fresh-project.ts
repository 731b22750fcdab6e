import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this package. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a process left behind. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/**
 * Runs a command with the Node that runs the tests, whatever its outcome.
 *
 * @param folder where to run it
 * @param command the name or path of the command
 * @param args its arguments
 * @returns its exit code and what it printed
 * @throws {Error} when it cannot be started
 */
export function run(folder: string, command: string, ...args: string[]): Promise<Outcome> {
  // Under `npm test`, npm describes the project under test in these variables; the one run here has another project.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_local_prefix|package|lifecycle)/.test(name),
  );
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const env = { ...Object.fromEntries(inherited), PATH: path };
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder, env }, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), out, err });
    });
  });
}

/**
 * Packs the built package as it would be published.
 *
 * @returns the path of the tarball, in a folder of its own
 * @throws {Error} when npm fails, with what it printed
 */
export async function packPackage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  // The scripts would generate and build again what the tests have built already.
  await npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  const [tarball] = await readdir(folder);
  return join(folder, tarball!);
}

/**
 * Makes a project beside a tarball and installs that with the ordinary npm, install scripts allowed.
 *
 * @param tarball the path of the packed package
 * @param name the name of the project's folder
 * @param files its files by name, besides `package.json`
 * @param packages further packages to install, such as `zod@4`
 * @returns the path of the project
 * @throws {Error} when npm fails, with what it printed
 */
export async function freshProject(
  tarball: string,
  name: string,
  files: Record<string, string> = {},
  packages: string[] = [],
): Promise<string> {
  const folder = join(dirname(tarball), name);
  await mkdir(folder);
  const all = { 'package.json': JSON.stringify({ private: true, type: 'module' }), ...files };
  for (const [file, text] of Object.entries(all)) await writeFile(join(folder, file), text);
  const options = ['--ignore-scripts=false', '--no-audit', '--no-fund', '--prefer-offline'];
  await npm(folder, 'install', ...options, tarball, ...packages);
  return folder;
}

async function npm(folder: string, ...args: string[]): Promise<void> {
  const { code, err } = await run(folder, 'npm', ...args);
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}: ${err}`);
}
