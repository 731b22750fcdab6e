import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let server: ChildProcessByStdio<null, Readable, Readable>;
let url: string;
let lines: AsyncIterator<string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docs-'));
  await cp('openapi', folder, { recursive: true });
  server = spawn(process.execPath, ['scripts/docs.ts', '--port', '0', '--contract', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  url = /http:\S+/.exec(await rendered())![0];
});

afterAll(async () => {
  server.kill();
  await rm(folder, { recursive: true });
});

async function rendered(): Promise<string> {
  return String((await lines.next()).value);
}

async function getPage(): Promise<string> {
  return (await fetch(url)).text();
}

test('`npm run docs` renders the page again after a change, and reloads it in the browser', async () => {
  const changes = await fetch(new URL('/changes', url));
  await appendFile(join(folder, 'info.md'), '\nA sentence that is new.\n');
  expect(await rendered()).toMatch(/^rendered in \d+\.\d s/);
  expect(await getPage()).toContain('A sentence that is new.');
  expect(await (await fetch(new URL('/docs/index.md', url))).text()).toContain('A sentence that is new.');
  const { value } = await changes.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toBe('data: changed\n\n');
});

test('`npm run docs` keeps the page when the contract cannot be rendered', async () => {
  const before = await getPage();
  const errors = once(server.stderr, 'data');
  await rename(join(folder, 'info.md'), join(folder, 'away.md'));
  expect(String(await errors)).toContain('info.md');
  expect(await getPage()).toBe(before);
  await rename(join(folder, 'away.md'), join(folder, 'info.md'));
  await rendered();
});

test('`npm run docs` serves the files that the page links to, and no others', async () => {
  const get = async (path: string) => (await fetch(new URL(path, url))).status;
  expect(await get('/openapi.yaml')).toBe(200);
  expect(await get('/%2e%2e/package.json')).toBe(404);
  expect(await get('/..%2fpackage.json')).toBe(404);
});

test('`npm run docs` ends on SIGTERM, even while a browser listens for changes', async () => {
  await fetch(new URL('/changes', url));
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
});
