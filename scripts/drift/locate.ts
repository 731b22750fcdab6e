import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Document } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import type { Difference } from './compare.ts';

/** Returns a function that names the file of a contract's folder where a difference belongs. */
export async function createLocator(
  folder: string,
  document: Document,
): Promise<(difference: Difference) => string> {
  const root = parse(await readFile(join(folder, 'openapi.yaml'), 'utf8')) as {
    paths: Record<string, { $ref?: string }>;
  };
  const paths = new Map(listOperations(document).map(({ id, path }) => [id, root.paths[path]?.$ref]));
  return ({ kind, subject, operation }) => {
    const [shape] = subject.split(/[.[{]/);
    const candidates = [
      ...(kind === 'service' || kind === 'host' ? ['openapi.yaml'] : []),
      ...(kind === 'error' ? [`components/examples/${subject}.yaml`] : [`components/schemas/${shape}.yaml`]),
      paths.get(operation ?? subject) ?? 'openapi.yaml',
    ];
    const found = candidates.find((candidate) => existsSync(join(folder, candidate)));
    return join(folder, found ?? 'openapi.yaml').replaceAll('\\', '/');
  };
}
