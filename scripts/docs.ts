import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { basename, extname, resolve, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readInteger, runCommand } from './command.ts';
import type { Files } from './files.ts';
import { generateDocs } from './generators/docs/page.ts';
import { close, listen } from './listen.ts';
import { bundle } from './redocly/bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const help = `Usage: npm run docs -- [options]

Serves the docs of a contract, and renders them again whenever it changes. Writes no files.

  --port N         the port to listen on, default 4011; 0 picks a free one
  --contract DIR   the folder of the contract, default openapi
  --help           show this

Example:
  npm run docs -- --port 0
`;

const options = {
  port: { type: 'string', default: '4011' },
  contract: { type: 'string', default: resolve(root, 'openapi') },
} as const;

/** An editor can save a file in several steps; a change is complete after this many quiet milliseconds. */
const quiet = 50;

type DocsServer = Awaited<ReturnType<typeof startDocsServer>>;

async function render(contract: string, server: DocsServer): Promise<void> {
  const start = performance.now();
  try {
    const files = await generateDocs(await bundle(resolve(contract)));
    server.show(files);
    console.log(`rendered in ${((performance.now() - start) / 1000).toFixed(1)} s: ${server.url}`);
  } catch (error) {
    console.error(
      `${(error as Error).message}\nCannot render ${basename(contract)}; the docs have not changed.`,
    );
  }
}

/** Calls `work` now and after each change in a folder. Changes during a call lead to one more call. */
async function onChange(folder: string, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let changed = Promise.withResolvers<void>();
  const watcher = watch(folder, { recursive: true, signal }, () => changed.resolve());
  watcher.on('close', () => changed.resolve());
  while (!signal.aborted) {
    changed = Promise.withResolvers();
    await work();
    await changed.promise;
    await setTimeout(quiet);
  }
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
async function startDocsServer(port: number, folder: string) {
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
    /** Replaces the docs, and reloads the page in open browsers. */
    show(next: Files) {
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

await runCommand('npm run docs', {
  help,
  options,
  async run({ port, contract }) {
    const server = await startDocsServer(readInteger('port', port, [0, 65535]), resolve(root, 'generated'));
    const end = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
    await onChange(contract, () => render(contract, server), end.signal);
    await server.close();
    return undefined;
  },
});
