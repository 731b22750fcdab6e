import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Problem } from './problem.ts';
import { relativePath, type Sources } from './sources.ts';

/** Overlays are applied to the bundle, which does not refer to them. */
const isRevision = /^revisions[\\/]\d{4}-\d{2}-\d{2}\.yaml$/;

/**
 * Checks that the contract's folder holds nothing that the contract does not refer to: no tool would read it.
 *
 * @param sources the contract's files
 * @returns a problem for each file left over
 */
export async function everyFileIsReferenced({ root, files }: Sources): Promise<Problem[]> {
  const entries = await readdir(dirname(root), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !files.has(file) && !isRevision.test(relative(dirname(root), file)))
    .sort()
    .map((file) => ({
      file: relativePath(file),
      line: 1,
      column: 1,
      rule: 'every-file-is-referenced',
      message: 'Nothing in the contract refers to this file.',
    }));
}
