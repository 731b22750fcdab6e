import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Answer } from './answer.ts';
import type { Contract } from './load-contract.ts';

/** What the docs offer for download; a name holds no path, so that nothing else can be read. */
const downloads = /^\/(?:openapi-3\.0\.json|(?:json-schema|conformance)\/\w+\.json)$/;

/**
 * Makes the pages that the mock serves beside the operations: the rendered docs, what they offer for download, the
 * contract and a sign of life.
 *
 * @param contract the contract; its docs and its other artifacts are expected beside it
 * @returns a function from a path to the page, undefined when there is none at that path
 */
export function createPages(contract: Contract): (path: string) => Promise<Answer | undefined> {
  const folder = dirname(contract.file);
  const pages: Record<string, () => Promise<Answer>> = {
    '/docs': () => docs(folder, 'index.html', 'text/html; charset=utf-8'),
    '/docs/index.md': () => docs(folder, 'index.md', 'text/markdown; charset=utf-8'),
    '/healthz': async () => page('application/json', '{"status":"ready"}'),
    '/openapi.json': async () => page('application/json', JSON.stringify(contract.document, null, 2)),
    '/openapi.yaml': async () => page('application/yaml', await yaml(contract)),
  };
  return async (path) => {
    if (Object.hasOwn(pages, path)) return pages[path]!();
    const file = join(folder, path);
    if (downloads.test(path) && existsSync(file)) return page('application/json', await readFile(file));
    return undefined;
  };
}

async function docs(folder: string, name: string, type: string): Promise<Answer> {
  const file = join(folder, 'docs', name);
  if (existsSync(file)) return page(type, await readFile(file));
  const hint = 'The docs are not rendered yet: run `npm run generate`.\n';
  return { ...page('text/plain; charset=utf-8', hint), status: 404 };
}

async function yaml(contract: Contract): Promise<string> {
  const file = contract.file.slice(0, -extname(contract.file).length).concat('.yaml');
  if (existsSync(file)) return readFile(file, 'utf8');
  const { stringify } = await import('yaml');
  return stringify(contract.document);
}

function page(type: string, body: string | Buffer): Answer {
  return { status: 200, headers: { 'content-type': type }, body };
}
