import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { generateDocs } from '../generators/docs/page.ts';
import { startChromium } from '../programs/start-chromium.ts';
import { bundle } from '../redocly/bundle.ts';
import type { Table } from './table.ts';

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const rounds = 5;

/**
 * Measures the weight of the docs, how long they take from disk until the search answers, and how long a change of the
 * contract takes to render.
 */
export async function benchDocs(progress: (step: string) => void): Promise<Table[]> {
  const page = await readFile(path('generated/docs/index.html'));
  const browser = await startChromium();
  const loads: number[] = [];
  const renders: number[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      progress(`docs: round ${round} of ${rounds}`);
      loads.push(await measureLoad(browser));
      renders.push(await measureRender());
    }
  } finally {
    await browser.close();
  }
  const rows = [
    ['weight', `${kilobytes(page.length)} KB`],
    ['weight, gzip', `${kilobytes(gzipSync(page, { level: 9 }).length)} KB`],
    ['time to interactive', spread(loads)],
    ['a change of the contract is rendered in', spread(renders)],
  ];
  return [{ title: `Docs (median of ${rounds}, and the range)`, columns: ['', 'docs/index.html'], rows }];
}

async function measureLoad(browser: Browser): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, offline: true });
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(pathToFileURL(path('generated/docs/index.html')).href);
  await page.getByRole('combobox', { name: 'Search' }).fill('severity');
  await page.getByRole('option').first().waitFor();
  const time = performance.now() - start;
  await context.close();
  return time;
}

async function measureRender(): Promise<number> {
  const start = performance.now();
  await generateDocs(await bundle(path('openapi')));
  return performance.now() - start;
}

function kilobytes(bytes: number): string {
  return Math.round(bytes / 1000).toLocaleString('en-US');
}

function spread(milliseconds: number[]): string {
  const seconds = milliseconds.toSorted((a, b) => a - b).map((time) => (time / 1000).toFixed(2));
  return `${seconds[Math.floor(seconds.length / 2)]} s (${seconds[0]} to ${seconds.at(-1)})`;
}
