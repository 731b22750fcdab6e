import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Files } from './artifact.ts';

/** One file that is not what it should be. */
export interface Difference {
  path: string;
  /** `stale`: other bytes; `missing`: not there; `extra`: there without being generated. */
  state: 'stale' | 'missing' | 'extra';
}

/**
 * Reads every file of a folder and of the folders in it.
 *
 * @param folder path of the folder
 * @returns its files in the order of their paths; none when there is no such folder
 */
export async function readFolder(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file): Promise<[string, string]> => {
    return [relative(folder, file).split(sep).join('/'), await readFile(file, 'utf8')];
  });
  // By code units: the order of a locale differs between machines.
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Compares files with those that should be there.
 *
 * @param expected the files that should be there
 * @param actual the files that are
 * @returns every difference, in the order of the paths
 */
export function compareFiles(expected: Files, actual: Files): Difference[] {
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  return paths
    .filter((path) => expected.get(path) !== actual.get(path))
    .map((path) => {
      if (!expected.has(path)) return { path, state: 'extra' };
      return { path, state: actual.has(path) ? 'stale' : 'missing' };
    });
}

/**
 * Puts files in the place of a folder at one stroke: whoever looks sees the old folder or the new one.
 *
 * @param folder path of the folder; what else is in it goes
 * @param files what it shall hold
 * @throws an error of `node:fs` when it cannot be written; the folder is then as it was
 */
export async function replaceFolder(folder: string, files: Files): Promise<void> {
  const target = resolve(folder);
  const next = `${target}.next-${process.pid}`;
  const previous = `${target}.previous-${process.pid}`;
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(next, path)), { recursive: true });
      await writeFile(join(next, path), text);
    }
    await mkdir(target, { recursive: true });
    await rename(target, previous);
    await rename(next, target).catch(async (error) => {
      await rename(previous, target);
      throw error;
    });
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(previous, { recursive: true, force: true });
  }
}
