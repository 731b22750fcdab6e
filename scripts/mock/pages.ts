import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { findRevision } from '../contract/generated.ts';
import type { MockContract } from './contract.ts';
import type { ServiceResponse } from './exchange.ts';

/** The files that the docs offer for download. Without a path in the names, no other file can be read. */
const downloads = /^\/(?:openapi-3\.0\.json|(?:json-schema|conformance)\/\w+\.json)$/;

/** Makes a function that finds the pages beside the service: index, docs, downloads, contract, health check. */
export function createPages(contract: MockContract): (path: string) => Promise<ServiceResponse> | undefined {
  // A revision has only the files that differ from the base's.
  const folders = [dirname(contract.file), ...(contract.custom ? [] : [findRevision()])];
  const find = (path: string) => folders.map((folder) => join(folder, path)).find((file) => existsSync(file));
  const ready = JSON.stringify({ status: 'ready', revision: contract.revision ?? 'base' });
  const pages = new Map<string, () => Promise<ServiceResponse>>([
    ['/', async () => page('text/html; charset=utf-8', writeIndex(contract))],
    ['/docs', () => docs(find('docs/index.html'), 'text/html; charset=utf-8')],
    ['/docs/index.md', () => docs(find('docs/index.md'), 'text/markdown; charset=utf-8')],
    ['/healthz', async () => page('application/json', ready)],
    ['/openapi.json', async () => page('application/json', JSON.stringify(contract.document, null, 2))],
    ['/openapi.yaml', async () => page('application/yaml', await yaml(contract))],
  ]);
  return (path) => {
    const file = downloads.test(path) ? find(path) : undefined;
    if (!file) return pages.get(path)?.();
    return readFile(file).then((content) => page('application/json', content));
  };
}

/** Written so that it is readable in a terminal too. */
function writeIndex({ document, operations }: MockContract): string {
  const link = (path: string, what: string) => `<li><a href="${path}">${path}</a> ${what}</li>`;
  const calls = operations.map(({ method, path, id }) => `<li>${method.toUpperCase()} ${path} ${id}</li>`);
  return `<!doctype html>
<meta charset="utf-8">
<title>Mock of ${document.info.title}</title>
<h1>Mock of ${document.info.title}</h1>
<ul>
${link('/docs', 'the docs')}
${link('/openapi.yaml', 'the contract, also as /openapi.json')}
${link('/healthz', 'whether the mock is ready')}
</ul>
<p>Operations:</p>
<ul>
${calls.join('\n')}
</ul>
`;
}

async function docs(file: string | undefined, type: string): Promise<ServiceResponse> {
  if (file) return page(type, await readFile(file));
  const hint = 'There are no docs beside this contract; `npm run generate` renders them.\n';
  return { ...page('text/plain; charset=utf-8', hint), status: 404 };
}

async function yaml({ file, document }: MockContract): Promise<string> {
  const bundle = `${file.slice(0, -extname(file).length)}.yaml`;
  if (existsSync(bundle)) return readFile(bundle, 'utf8');
  const { stringify } = await import('yaml');
  return stringify(document);
}

function page(type: string, body: ServiceResponse['body']): ServiceResponse {
  return { status: 200, headers: { 'content-type': type }, body };
}
