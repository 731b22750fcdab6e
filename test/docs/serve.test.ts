import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

async function startDocs() {
  const folder = await mkdtemp(join(tmpdir(), 'docs-'));
  await cp('openapi', folder, { recursive: true });
  const server = spawn(process.execPath, ['scripts/docs.ts', '--port', '0', '--contract', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    server.kill();
    await rm(folder, { recursive: true });
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const rendered = async () => String((await lines.next()).value);
  const url = /http:\S+/.exec(await rendered())![0];
  return { folder, server, rendered, url };
}

async function page(url: string): Promise<string> {
  return (await fetch(url)).text();
}

test('a change is on the page as soon as it is rendered, and the browser hears of it', async () => {
  const { folder, rendered, url } = await startDocs();
  const events = await fetch(new URL('/changes', url));
  await appendFile(join(folder, 'info.md'), '\nA sentence that is new.\n');
  expect(await rendered()).toMatch(/^rendered in \d+\.\d s/);
  expect(await page(url)).toContain('A sentence that is new.');
  const { value } = await events.body!.getReader().read();
  expect(new TextDecoder().decode(value)).toBe('data: changed\n\n');
});

test('a contract that cannot be rendered leaves the page as it was', async () => {
  const { folder, server, rendered, url } = await startDocs();
  const before = await page(url);
  const errors = once(server.stderr, 'data');
  await rename(join(folder, 'info.md'), join(folder, 'away.md'));
  expect(String(await errors)).toContain('info.md');
  expect(await page(url)).toBe(before);
  await rename(join(folder, 'away.md'), join(folder, 'info.md'));
  await rendered();
});

test('it ends when it is told to', async () => {
  const { server, url } = await startDocs();
  await fetch(new URL('/changes', url));
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
});

test('the files that the page links to are served, and no others', async () => {
  const { url } = await startDocs();
  const get = async (path: string) => (await fetch(new URL(path, url))).status;
  expect(await get('/openapi.yaml')).toBe(200);
  expect(await get('/%2e%2e/package.json')).toBe(404);
  expect(await get('/..%2fpackage.json')).toBe(404);
});
