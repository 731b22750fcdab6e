import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { bundle } from '../../scripts/programs/bundle.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { credentials } from './harness.ts';

/** An application without JSX; `?show=` chooses the component. */
const application = `
import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query';
import { createImageScanFindingsClient } from 'imagebuilder-scan-findings';
import createQueryClient from 'openapi-react-query';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';

const parameters = new URLSearchParams(location.search);
const client = createImageScanFindingsClient(JSON.parse(parameters.get('options')));
const $api = createQueryClient(client);

function Query() {
  const { data, error } = $api.useQuery('post', '/ListImageScanFindings', { body: { maxResults: 3 } });
  return h('p', null, error ? 'error' : data ? data.findings.length + ' findings' : 'loading');
}

function FailingQuery() {
  const { error } = $api.useQuery('post', '/ListImageScanFindings', { body: { nextToken: 'made up' } }, {
    retry: (count, { retryable }) => retryable && count < 3,
  });
  return h('p', null, error ? error.name + ' ' + error.status : 'loading');
}

function InfiniteQuery() {
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['findings'],
    queryFn: ({ pageParam, signal }) =>
      client.listImageScanFindings({ maxResults: 25, nextToken: pageParam }, { signal }),
    initialPageParam: undefined,
    getNextPageParam: ({ nextToken }) => nextToken,
  });
  const findings = data?.pages.flatMap(({ findings }) => findings) ?? [];
  const text = new Set(findings.map((finding) => JSON.stringify(finding))).size + ' different findings';
  return h('div', null,
    h('p', null, data && !hasNextPage ? text : 'more'),
    h('button', { onClick: () => fetchNextPage() }, 'Next page'));
}

const components = { Query, FailingQuery, InfiniteQuery };
createRoot(document.body).render(
  h(QueryClientProvider, { client: new QueryClient() }, h(components[parameters.get('show')])));`;

let browser: Browser;
let page: Page;
let site: Server;
let mock: Mock;

beforeAll(async () => {
  mock = await createMock({ contract: 'generated/openapi.json', verifySignatures: credentials });
  const files = new Map((await bundle(application)).map(({ file, code }) => [`/${file}`, code]));
  site = createServer(({ url = '/' }, response) => {
    const code = files.get(url);
    if (code) response.setHeader('content-type', 'text/javascript').end(code);
    else
      response.setHeader('content-type', 'text/html').end('<script type="module" src="/entry.js"></script>');
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  browser = await startChromium();
  page = await browser.newPage();
});

afterAll(async () => {
  await browser?.close();
  await mock?.close();
  site?.closeAllConnections();
  site?.close();
});

async function show(component: string): Promise<void> {
  const options = JSON.stringify({ endpoint: mock.url, region: 'us-east-1', credentials });
  const { port } = site.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ show: component, options })}`);
}

test('useQuery of openapi-react-query has the data of a signed request', async () => {
  await show('Query');
  await page.getByText('3 findings').waitFor();
});

test('useQuery has the typed error, which says whether to retry', async () => {
  await show('FailingQuery');
  await page.getByText('InvalidPaginationTokenException 400').waitFor();
});

test('useInfiniteQuery of TanStack Query with the method walks through all pages', async () => {
  await show('InfiniteQuery');
  const { items } = mock.data[0]!;
  const all = page.getByText(`${items} different findings`);
  for (let pages = 0; pages < Math.ceil(items / 25); pages += 1) {
    await page.getByRole('button').click();
    await page.waitForLoadState('networkidle');
  }
  await all.waitFor();
});
