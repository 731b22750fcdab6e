import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

const docs = pathToFileURL(resolve('generated/docs/index.html')).href;

/**
 * Opens the docs without a network, and at the end of the test makes sure that they asked for nothing else
 * and complained of nothing.
 *
 * @param browser the browser to open them in
 * @param hash where to open them, with its `#`
 * @param options such as the size of the screen
 * @param address where the docs are; on disk when absent
 * @returns the page, as soon as the last section is there
 */
export async function openPage(
  browser: Browser,
  hash = '',
  options: BrowserContextOptions = {},
  address = docs,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    offline: address === docs,
    ...options,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()),
  );
  page.on('pageerror', (error) => complaints.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect({ requests: requests.map((url) => url.split('#')[0]), complaints }).toEqual({
      requests: [address],
      complaints: [],
    });
  });
  await page.goto(address + hash);
  await page.locator('#api-content > div').last().locator('h2').waitFor();
  await page
    .getByText(/^Search( |$)/)
    .first()
    .waitFor({ state: 'attached' });
  return page;
}
