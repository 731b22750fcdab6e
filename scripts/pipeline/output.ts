import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { readmeName, readmeTitle } from '../generators/readme.ts';
import type { Files } from './artifact.ts';

/** One file that is not what it should be. */
export interface Difference {
  path: string;
  /** `stale`: other bytes; `missing`: not there; `extra`: there without being generated. */
  state: 'stale' | 'missing' | 'extra';
}

/** Reads every file below a folder, in the order of the paths; none when the folder does not exist. */
export async function readFolder(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file): Promise<[string, string]> => {
    return [relative(folder, file).split(sep).join('/'), await readFile(file, 'utf8')];
  });
  // By code units: the order of a locale differs between machines.
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Compares an output folder with the files that belong in it, and lists the differences by path. */
export async function compareFolder(folder: string, files: Files): Promise<Difference[]> {
  await refuseForeignFolder(folder);
  const actual = await readFolder(folder);
  const paths = [...new Set([...files.keys(), ...actual.keys()])].sort();
  return paths
    .filter((path) => files.get(path) !== actual.get(path))
    .map((path) => {
      if (!files.has(path)) return { path, state: 'extra' };
      return { path, state: actual.has(path) ? 'stale' : 'missing' };
    });
}

/** Writes the files that differ and removes the extra ones, with the folders that this empties. */
export async function mendFolder(folder: string, files: Files, differences: Difference[]): Promise<void> {
  for (const { path, state } of differences) {
    const file = join(folder, path);
    if (state === 'extra') {
      await rm(file);
      await removeEmptyFolders(dirname(file), folder);
    } else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, files.get(path)!);
    }
  }
}

/** Everything in an output folder that is not generated gets removed, so only touch one that was generated. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(ignoreMissing);
  const readme = await readFile(join(folder, readmeName), 'utf8').catch(() => '');
  if (entries.length === 0 || readme.startsWith(readmeTitle)) return;
  throw new Error(
    `${folder} holds other files, which would be removed (its ${readmeName} does not begin with "${readmeTitle}"): ` +
      'choose a new or empty folder',
  );
}

async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  if (relative(root, folder) === '' || (await readdir(folder)).length > 0) return;
  await rmdir(folder);
  await removeEmptyFolders(dirname(folder), root);
}

function ignoreMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
