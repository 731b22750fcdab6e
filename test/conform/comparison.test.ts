import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConformanceReport } from '../../scripts/conform/types.ts';
import { freePort, startServer } from '../support/server.ts';
import { conform, credentials, startMock } from './support.ts';

/** Writes a report as an item of the list in docs/comparison.md. */
function toItem(server: string, { rules }: ConformanceReport): string {
  const names = (wanted: string) =>
    rules.filter(({ status }) => status === wanted).map(({ rule }) => `\`${rule}\``);
  const list = (all: string[], what: string) =>
    all.length > 0 ? `, ${all.length} ${what} (${all.join(', ')})` : '';
  const [passed, failed, unproven] = [names('passed'), names('failed'), names('unproven')];
  return `- ${server}: ${passed.length} rules pass${list(failed, 'fail')}${list(unproven, 'are unproven')}.`;
}

async function expectItem(server: string, report: ConformanceReport): Promise<void> {
  const text = await readFile('docs/comparison.md', 'utf8');
  expect(text.split('\n')).toContain(toItem(server, report));
}

/** Stock Prism crashes at one of the requests, so it is started again each time it ends. */
async function startPrism(): Promise<string> {
  const port = await freePort();
  const arguments_ = ['mock', '--port', String(port), 'generated/openapi.yaml'];
  let isNeeded = true;
  const start = () => {
    const prism = spawn('node_modules/.bin/prism', arguments_, {
      stdio: 'ignore',
      env: { ...process.env, SCARF_ANALYTICS: 'false' },
    });
    prism.once('exit', () => isNeeded && start());
    stop = () => prism.kill();
  };
  let stop = () => false;
  afterAll(() => {
    isNeeded = false;
    stop();
  });
  start();
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) await new Promise((resolve) => setTimeout(resolve, 100));
  return url;
}

// It waits most of the time, so the other servers are tested meanwhile.
let prism: Promise<ConformanceReport>;
beforeAll(() => {
  prism = startPrism().then((url) => conform(url));
  prism.catch(() => undefined);
});

test('docs/comparison.md has what conform finds in the mock', async () => {
  const { url } = await startMock({ verifySignatures: credentials });
  await expectItem('This mock with `--verify-signatures`', await conform(url));
});

test('docs/comparison.md has what conform finds in a server that always responds `{}`', async () => {
  const { url } = await startServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await expectItem('A server that always responds `{}`', await conform(url));
});

test('docs/comparison.md has what conform finds in stock Prism', { timeout: 300_000 }, async () => {
  await expectItem('Stock Prism 5.16', await prism);
});
