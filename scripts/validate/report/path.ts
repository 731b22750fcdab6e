import { relative, resolve, sep } from 'node:path';

/**
 * Writes a file's path as a report wants it.
 *
 * @param file the path as the user gave it
 * @param root the folder that paths of the report are relative to; the working directory when undefined
 * @returns the path with forward slashes, absolute when it leaves the root
 */
export function reportPath(file: string, root = ''): string {
  const path = relative(root, resolve(file));
  return (path.startsWith('..') ? resolve(file) : path).replaceAll(sep, '/');
}
