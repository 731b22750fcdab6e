import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type * as sdk from '@aws-sdk/client-imagebuilder';
import type { setupWorker } from 'msw/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type * as client from '../../generated/client.ts';
import type * as mock from '../../scripts/mock/browser.ts';
import { createMockHandler } from '../../scripts/mock/create-mock.ts';
import type * as msw from '../../scripts/mock/msw.ts';
import { bundle } from '../../scripts/programs/bundle.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { corpus, headersOf } from './corpus-cases.ts';
import { credentials, operation, paginated } from './harness.ts';

/** What the page has as globals. */
type InPage = {
  client: typeof client;
  mock: typeof mock;
  msw: typeof msw;
  revision: object;
  sdk: typeof sdk;
  setupWorker: typeof setupWorker;
};

const { items, outputToken, inputToken } = paginated;
const url = `https://imagebuilder.us-east-1.amazonaws.com${operation.path}`;
const options = { region: 'us-east-1', credentials };

let browser: Browser;
let page: Page;
let site: Server;

beforeAll(async () => {
  site = await serveSite(everything);
  browser = await startChromium();
});

beforeEach(async () => {
  page = await browser.newPage();
  const failed = new Promise((_, reject) => page.once('pageerror', reject));
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await Promise.race([page.waitForFunction(() => 'mock' in globalThis), failed]);
  return () => page.close();
});

afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

/** Gives a page everything that the tests use. */
const everything = `
  import * as sdk from '@aws-sdk/client-imagebuilder';
  import * as client from 'imagebuilder-scan-findings';
  import * as mock from 'imagebuilder-scan-findings/mock/browser';
  import * as msw from 'imagebuilder-scan-findings/mock/msw';
  import revision from 'imagebuilder-scan-findings/revisions/2026-11-11/openapi.json';
  import { setupWorker } from 'msw/browser';
  Object.assign(globalThis, { client, mock, msw, revision, sdk, setupWorker });`;

/** An empty page with bundled code, and the service worker of MSW. */
async function serveSite(code: string): Promise<Server> {
  const files = new Map((await bundle(code)).map(({ file, code }) => [`/${file}`, code]));
  const worker = fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js'));
  files.set('/mockServiceWorker.js', await readFile(worker, 'utf8'));
  const server = createServer(({ url = '/' }, response) => {
    if (files.has(url)) response.setHeader('content-type', 'text/javascript').end(files.get(url));
    else
      response.setHeader('content-type', 'text/html').end('<script type="module" src="/entry.js"></script>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

test('MSW in a page serves an unmodified SDK, which pages through everything', async () => {
  const result = await page.evaluate(async (options) => {
    const { mock, msw, sdk, setupWorker } = globalThis as unknown as InPage;
    const handler = await mock.createMockHandler({ count: 60, verifySignatures: options.credentials });
    const worker = setupWorker(...msw.toMswHandlers(handler));
    await worker.start({ quiet: true, onUnhandledRequest: 'error' });
    const client = new sdk.ImagebuilderClient(options);
    const ids = new Set<string | undefined>();
    for await (const page of sdk.paginateListImageScanFindings({ client, pageSize: 7 }, {})) {
      for (const finding of page.findings!) ids.add(JSON.stringify(finding));
    }
    const wrong = await client
      .send(new sdk.ListImageScanFindingsCommand({ nextToken: 'made up' }))
      .catch((error: Error) => error instanceof sdk.InvalidPaginationTokenException);
    worker.stop();
    return { items: ids.size, requests: handler.requests.map(({ status }) => status), wrong };
  }, options);
  expect(result).toEqual({ items: 60, requests: [...Array(9).fill(200), 400], wrong: true });
});

test('the sample in docs/mock.md starts MSW in a page', async () => {
  const blocks = await readCodeBlocks('docs/mock.md');
  const { code } = blocks.find(({ name }) => name === 'browser.js')!;
  const sample = await serveSite(`${code}\nglobalThis.started = true;`);
  onTestFinished(() => void sample.close());
  await page.goto(`http://127.0.0.1:${(sample.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'started' in globalThis);
  const status = await page.evaluate(
    async ({ url, headers }) => (await fetch(url, { method: 'POST', headers, body: '{}' })).status,
    { url, headers: headersOf() },
  );
  expect(status).toBe(200);
});

test('a handler in a page serves the client as its fetch, and can be changed', async () => {
  const { name } = operation.errors.find(({ retryable }) => retryable)!;
  const result = await page.evaluate(
    async ({ options, name, id }) => {
      const { client, mock } = globalThis as unknown as InPage;
      const handler = await mock.createMockHandler({ verifySignatures: options.credentials });
      const own = client.createImageScanFindingsClient({ ...options, fetch: handler });
      handler.addFault({ error: name, times: 1 } as never);
      const { findings } = await own.listImageScanFindings({ maxResults: 3 });
      handler.setData({ [id]: [{ severity: 'LOW' }] } as never);
      return {
        errors: handler.requests.map(({ error }) => error ?? 'none'),
        first: findings!.length,
        second: (await own.listImageScanFindings({})).findings,
      };
    },
    { options, name, id: operation.id },
  );
  expect(result).toEqual({ errors: [name, 'none'], first: 3, second: [{ severity: 'LOW' }] });
});

test('a handler in a page gives the same responses as one on Node', async () => {
  const requests = [
    ...corpus.map(([name, { body, headers, method = 'POST', path = operation.path }]) => ({
      ...{ name, body, headers: headersOf(headers), method, url: new URL(path, url).href },
    })),
  ];
  const send = async (handler: mock.MockHandler, all: typeof requests) => {
    const results = [];
    for (const { name, url, ...init } of all) {
      const response = await handler(url, init);
      const body = JSON.parse((await response.text()) || 'null');
      if (body && 'requestId' in body) body.requestId = 'an id';
      results.push({ name, status: response.status, error: response.headers.get('x-amzn-errortype'), body });
    }
    return results;
  };
  const inPage = await page.evaluate(
    async ({ requests, send }) => {
      const { mock } = globalThis as unknown as InPage;
      const handler = await mock.createMockHandler({ seed: 5 });
      return new Function('handler', 'all', `return (${send})(handler, all)`)(handler, requests);
    },
    { requests, send: String(send) },
  );
  expect(inPage).toEqual(await send(await createMockHandler({ seed: 5 }), requests));
});

test('a token of a page leads on in Node', async () => {
  const page1 = await page.evaluate(
    async ({ url, headers }) => {
      const handler = await (globalThis as unknown as InPage).mock.createMockHandler();
      return (await handler(url, { method: 'POST', headers, body: '{}' })).json();
    },
    { url, headers: headersOf() },
  );
  const handler = await createMockHandler();
  const body = JSON.stringify({ [inputToken]: page1[outputToken] });
  const response = await handler(url, { method: 'POST', headers: headersOf(), body });
  expect((await response.json())[items]).toHaveLength(25);
});

test('a handler in a page serves a revision', async () => {
  const sizes = await page.evaluate(
    async ({ url, headers }) => {
      const { mock, revision } = globalThis as unknown as InPage;
      const base = await mock.createMockHandler();
      const later = await mock.createMockHandler({ contract: revision });
      const init = { method: 'POST', headers, body: '{"maxResults":50}' };
      return [(await base(url, init)).status, (await later(url, init)).status];
    },
    { url, headers: headersOf() },
  );
  expect(sizes).toEqual([400, 200]);
});

test.each([
  [{ data: ['page.json'] }, 'data[0] must be'],
  [{ record: 'exchanges.har' }, 'record'],
  [{ contract: {} }, "contract must be the content of one of this package's openapi.json"],
])('a handler in a page refuses %j', async (options, message) => {
  const refusal = page.evaluate(
    (options) => (globalThis as unknown as InPage).mock.createMockHandler(options as never),
    options,
  );
  await expect(refusal).rejects.toThrow(message);
});
