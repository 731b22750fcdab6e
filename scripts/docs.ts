import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, extname, join, resolve } from 'node:path';
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

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.json': 'application/json',
  '.yaml': 'application/yaml',
};

const reload = `<script>new EventSource('/changes').onmessage = () => location.reload();</script>`;

/** The docs as last rendered, and the responses on which open browsers wait for the next version. */
let docs: Files = new Map();
const browsers = new Set<ServerResponse>();

async function render(contract: string, url: string): Promise<void> {
  const start = performance.now();
  try {
    const files = await generateDocs(await bundle(resolve(contract)));
    docs = new Map([...files].map(([path, text]) => [path, withReload(text)]));
    for (const browser of browsers) browser.write('data: changed\n\n');
    console.log(`rendered in ${((performance.now() - start) / 1000).toFixed(1)} s: ${url}/docs`);
  } catch (error) {
    console.error(
      `${(error as Error).message}\nCannot render ${basename(contract)}; the docs have not changed.`,
    );
  }
}

/** Lets a page listen for changes, which its own policy forbids. */
function withReload(page: string): string {
  return page
    .replace("default-src 'none'", "default-src 'none'; connect-src 'self'")
    .replace('</head>', `${reload}</head>`);
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

/** Serves the docs at `/docs`, and the generated files that they link to. */
async function respond({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
  // A URL's path never leads out of the folder.
  const path = URL.parse(url, 'http://localhost')?.pathname ?? '/';
  if (path === '/changes') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    browsers.add(response);
    response.on('close', () => browsers.delete(response));
    return;
  }
  const file = path === '/docs' ? '/docs/index.html' : path;
  const body =
    docs.get(file.slice(1)) ?? (await readFile(join(root, 'generated', file)).catch(() => undefined));
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': types[extname(file)] ?? 'text/plain',
  });
  response.end(body ?? `${path} does not exist; the docs are at /docs\n`);
}

await runCommand('npm run docs', {
  help,
  options,
  async run({ port, contract }) {
    const server = createServer(respond);
    const url = await listen(server, readInteger('port', port, [0, 65535]), '127.0.0.1');
    const end = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
    await onChange(contract, () => render(contract, url), end.signal);
    for (const browser of browsers) browser.end();
    await close(server, 1000);
    return undefined;
  },
});
