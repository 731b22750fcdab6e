import { watch } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readInteger, runCommand } from './command.ts';
import { type DocsServer, startDocsServer } from './docs-server.ts';
import { generateDocs } from './generators/docs.ts';
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

async function render(contract: string, server: DocsServer): Promise<void> {
  const start = performance.now();
  try {
    const files = await generateDocs(await bundle(resolve(contract), resolve(root, 'redocly.yaml')));
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
