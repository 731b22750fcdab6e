import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as client from '../../generated/client.ts';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { bundle } from '../../scripts/programs/bundle.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { credentials, operation, unreachable } from './harness.ts';

type Client = typeof client;

/** What can be handed into a page: no functions. */
type Options = Pick<
  client.ClientOptions,
  'endpoint' | 'region' | 'maxAttempts' | 'maxResponseBytes' | 'validate'
> & {
  credentials: client.Credentials;
};

let browser: Browser;
let page: Page;
let site: Server;
let mock: Mock;
let options: Options;

beforeAll(async () => {
  [site, mock] = await Promise.all([serveSite(), createMock({ verifySignatures: credentials })]);
  browser = await startChromium();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  options = { endpoint: mock.url, region: 'us-east-1', credentials, maxAttempts: 1 };
});

afterAll(async () => {
  await browser?.close();
  await mock?.close();
  site?.closeAllConnections();
  site?.close();
});

/** An empty page and the bundled client; `/redirect` leads to the mock. */
async function serveSite(): Promise<Server> {
  const code = `
    import * as client from 'imagebuilder-scan-findings';
    globalThis.client = client;`;
  const files = new Map((await bundle(code)).map(({ file, code }) => [`/${file}`, code]));
  const server = createServer(({ url = '/' }, response) => {
    if (url.startsWith('/redirect')) response.writeHead(307, { location: mock.url }).end();
    else if (files.has(url)) response.setHeader('content-type', 'text/javascript').end(files.get(url));
    else
      response.setHeader('content-type', 'text/html').end('<script type="module" src="/entry.js"></script>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** How a call of the browser's client ends: what it resolves with, or what the error says. */
async function callInPage(
  options: Options,
  input: client.ListImageScanFindingsRequest = {},
): Promise<Record<string, unknown>> {
  return page.evaluate(
    async ({ options, input }) => {
      const { createImageScanFindingsClient, ImageScanFindingsError } = (
        globalThis as unknown as { client: Client }
      ).client;
      try {
        return { ...(await createImageScanFindingsClient(options).listImageScanFindings(input)) };
      } catch (error) {
        if (!(error instanceof ImageScanFindingsError)) throw error;
        const { name, message, status, requestId } = error;
        return { name, message, status, requestId };
      }
    },
    { options, input },
  );
}

test('a page walks through all findings with signed requests', async () => {
  const titles = await page.evaluate(async (options) => {
    const { createImageScanFindingsClient } = (globalThis as unknown as { client: Client }).client;
    const titles: (string | undefined)[] = [];
    const walk = createImageScanFindingsClient(options).paginateListImageScanFindingsItems({ maxResults: 7 });
    for await (const { title } of walk) titles.push(title);
    return titles;
  }, options);
  expect(titles).toHaveLength(mock.data[0]!.items);
});

test('a page gets the errors of the service with their request id', async () => {
  const wrong = { ...credentials, secretAccessKey: 'another' };
  expect(await callInPage({ ...options, credentials: wrong })).toMatchObject({
    ...{ name: 'InvalidSignatureException', status: 403, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
  });
  expect(await callInPage(options, { nextToken: 'made up' })).toMatchObject({
    ...{ name: 'InvalidPaginationTokenException', status: 400 },
  });
});

test('a page validates with validators that it loads only then', async () => {
  const loaded = () =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)!));
  expect((await loaded()).filter((name) => name.startsWith('validators'))).toEqual([]);
  expect(await callInPage({ ...options, validate: true }, { maxResults: 26 })).toMatchObject({
    ...{ name: 'RequestValidationError', message: expect.stringContaining('/maxResults must be <= 25') },
  });
  expect(await callInPage({ ...options, validate: true }, { maxResults: 1 })).toHaveProperty('findings');
  // Those of the contract, and of the revision that may permit what the contract does not.
  expect((await loaded()).filter((name) => name.startsWith('validators'))).toHaveLength(2);
});

test('a page follows no redirect', async () => {
  const { port } = site.address() as AddressInfo;
  const before = mock.requests.length;
  const endpoint = `http://127.0.0.1:${port}/redirect`;
  expect(await callInPage({ ...options, endpoint })).toMatchObject({
    ...{
      name: 'UnknownError',
      message: expect.stringContaining('a redirect, which the client does not follow'),
    },
  });
  expect(mock.requests.length).toBe(before);
});

test('a page calls through openapi-fetch, with a signed middleware header, the typed error and an abort', async () => {
  const sent = () => mock.requests.filter(({ method }) => method === 'POST').length;
  const before = sent();
  const result = await page.evaluate(
    async ({ options, path }) => {
      const { createImageScanFindingsClient, ImageScanFindingsError } = (
        globalThis as unknown as { client: Client }
      ).client;
      const client = createImageScanFindingsClient(options);
      client.use({ onRequest: ({ request }) => request.headers.set('x-trace', 'abc') });
      const { data } = await client.POST(path as '/ListImageScanFindings', { body: { maxResults: 3 } });
      const { error } = await client.POST(path as '/ListImageScanFindings', { body: { nextToken: 'x' } });
      const aborted = client.POST(path as '/ListImageScanFindings', {
        ...{ body: {}, signal: AbortSignal.abort('enough') },
      });
      return {
        findings: data?.findings?.length,
        ...{ typed: error instanceof ImageScanFindingsError, name: error?.name },
        reason: await aborted.catch((reason) => reason),
      };
    },
    { options, path: operation.path },
  );
  expect(result).toEqual({
    ...{ findings: 3, typed: true, name: 'InvalidPaginationTokenException', reason: 'enough' },
  });
  expect(sent() - before).toBe(2);
});

test('a page gives up a body that is too large', async () => {
  expect(await callInPage({ ...options, maxResponseBytes: 100 })).toMatchObject({
    ...{ name: 'UnreadableResponseError', message: expect.stringContaining('more than 100 bytes') },
  });
});

test('a page gets a NetworkError for a host that does not respond', async () => {
  const { url } = await unreachable();
  const message = `${operation.id} failed with NetworkError: no response from ${new URL(url).host}`;
  expect(await callInPage({ ...options, endpoint: url })).toMatchObject({
    ...{ name: 'NetworkError', message },
  });
});

test('a page that sets nothing gets an error that says what to set', async () => {
  const message = page.evaluate(() =>
    (globalThis as unknown as { client: Client }).client.createImageScanFindingsClient(),
  );
  await expect(message).rejects.toThrow(
    'The client needs a region: set `region` or AWS_REGION, and credentials',
  );
});
