import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';

/** Docs that are being served. */
export interface ServedDocs {
  /** Where the page is. */
  url: string;
  /** Shows another page, also in the browsers that have the last one open. */
  show(page: string): void;
  close(): Promise<void>;
}

const types: Record<string, string> = { '.json': 'application/json', '.yaml': 'application/yaml' };

/** Reloads the page when the server says so; its policy has to let it listen. */
const reload = `<script>new EventSource('/changes').onmessage = () => location.reload();</script>`;

/**
 * Serves a page of docs at `/docs`, and beside it the files that it links to.
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param files the folder with those files
 * @returns the served docs, which show an empty page until they are given one
 * @throws {Error} when the port is taken
 */
export async function serveDocs(port: number, files: string): Promise<ServedDocs> {
  let page = '';
  const browsers = new Set<ServerResponse>();
  const server = createServer(async ({ url = '/' }, response) => {
    const pathname = url.split('?')[0]!;
    if (pathname === '/changes') return listen(browsers, response);
    const body = pathname === '/docs' ? page : await readInside(files, pathname);
    const type =
      pathname === '/docs' ? 'text/html; charset=utf-8' : (types[extname(pathname)] ?? 'text/plain');
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
    response.end(body ?? `there is no ${pathname} here; the docs are at /docs\n`);
  });
  await start(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`,
    show(next) {
      page = next
        .replace("default-src 'none'", "default-src 'none'; connect-src 'self'")
        .replace('</head>', `${reload}</head>`);
      for (const browser of browsers) browser.write('data: changed\n\n');
    },
    close: () =>
      new Promise((resolve) => {
        for (const browser of browsers) browser.end();
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function listen(browsers: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  browsers.add(response);
  response.on('close', () => browsers.delete(response));
}

async function readInside(folder: string, path: string): Promise<Buffer | undefined> {
  const file = resolve(folder, `.${path}`);
  if (!file.startsWith(resolve(folder) + sep)) return undefined;
  return readFile(file).catch(() => undefined);
}

function start(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use`, { cause: error }) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}
