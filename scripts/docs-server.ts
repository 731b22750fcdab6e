import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import type { Files } from './files.ts';
import { close, listen } from './listen.ts';

/** A server of rendered docs. */
export interface DocsServer {
  /** The address of the page. */
  url: string;
  /** Replaces the docs, and reloads the page in open browsers. */
  show(docs: Files): void;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.json': 'application/json',
  '.yaml': 'application/yaml',
};

const reload = `<script>new EventSource('/changes').onmessage = () => location.reload();</script>`;

/**
 * Serves docs at `/docs`, and the files that they link to from a folder.
 *
 * @throws {Error} when the port on 127.0.0.1 is in use
 */
export async function startDocsServer(port: number, folder: string): Promise<DocsServer> {
  let docs: Files = new Map();
  const browsers = new Set<ServerResponse>();
  const server = createServer(async ({ url = '/' }, response) => {
    const path = url.split('?')[0]!;
    if (path === '/changes') return keepInformed(browsers, response);
    const file = path === '/docs' ? '/docs/index.html' : path;
    const body = docs.get(file.slice(1)) ?? (await readInside(folder, file));
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': types[extname(file)] ?? 'text/plain',
    });
    response.end(body ?? `${path} does not exist; the docs are at /docs\n`);
  });
  const url = await listen(server, port, '127.0.0.1');
  return {
    url: `${url}/docs`,
    show(next) {
      docs = new Map([...next].map(([path, text]) => [path, withReload(text)]));
      for (const browser of browsers) browser.write('data: changed\n\n');
    },
    close() {
      for (const browser of browsers) browser.end();
      return close(server, 1000);
    },
  };
}

/** Lets a page listen for changes, which its own policy forbids. */
function withReload(page: string): string {
  return page
    .replace("default-src 'none'", "default-src 'none'; connect-src 'self'")
    .replace('</head>', `${reload}</head>`);
}

function keepInformed(browsers: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  browsers.add(response);
  response.on('close', () => browsers.delete(response));
}

async function readInside(folder: string, path: string): Promise<Buffer | undefined> {
  const file = resolve(folder, `.${path}`);
  if (!file.startsWith(resolve(folder) + sep)) return undefined;
  return readFile(file).catch(() => undefined);
}
