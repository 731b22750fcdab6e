import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export const docs = pathToFileURL(resolve('generated/docs/index.html')).href;

/**
 * Opens the docs without a network. At the end of the test, they must not have requested anything else, or written
 * an error to the console.
 */
export async function openPage(
  browser: Browser,
  hash = '',
  options: BrowserContextOptions = {},
  address = docs,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    offline: address.startsWith('file:'),
    ...options,
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
  onTestFinished(async () => {
    await context.close();
    expect({ requests, complaints }).toEqual({ requests: [address], complaints: [] });
  });
  await page.goto(address + hash);
  return page;
}
