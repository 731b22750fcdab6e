import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export const docs = pathToFileURL(resolve('generated/docs/index.html')).href;

interface Options extends BrowserContextOptions {
  address?: string;
  /** When to close the page; at the end of the test by default. */
  atEnd?: (close: () => Promise<void>) => void;
}

/** Opens the docs without a network. Until it is closed, the page must not request anything else, or report an error. */
export async function openPage(browser: Browser, hash = '', options: Options = {}): Promise<Page> {
  const { address = docs, atEnd = onTestFinished, ...rest } = options;
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    offline: address.startsWith('file:'),
    ...rest,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url().split('#')[0]!));
  page.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()),
  );
  page.on('pageerror', (error) => complaints.push(error.message));
  atEnd(async () => {
    await context.close();
    expect({ requests, complaints }).toEqual({ requests: [address], complaints: [] });
  });
  await page.goto(address + hash);
  return page;
}

/** Lists the rules of axe that a page breaks seriously or critically, each with the elements that break it. */
export async function listBarriers(page: Page): Promise<string[][]> {
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  const violations = await page.evaluate(async () => {
    // @ts-expect-error: the script above has defined axe
    const { violations } = await axe.run('html', { resultTypes: ['violations'] });
    return violations as { id: string; impact: string; nodes: { html: string }[] }[];
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
