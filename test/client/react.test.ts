import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { bundle } from '../../scripts/programs/bundle.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { credentials } from './harness.ts';

/** The components of the documents; `?show=` chooses one. */
async function writeApplication(): Promise<string> {
  const blocks = [...(await readCodeBlocks('README.md')), ...(await readCodeBlocks('docs/client.md'))];
  const components = blocks.filter(({ language }) => language === 'tsx').map(({ code }) => code);
  // Bundled as one module, which cannot import a name twice.
  const imports = new Set(components.flatMap((code) => code.match(/^import .*$/gm)!));
  return `${[...imports].join('\n')}
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createImageScanFindingsClient } from 'imagebuilder-scan-findings';
import { createRoot } from 'react-dom/client';
${components.join('\n').replace(/^import .*$/gm, '')}
const parameters = new URLSearchParams(location.search);
const client = createImageScanFindingsClient(JSON.parse(parameters.get('options')!));
const Component = { AllFindings, Count, Findings }[parameters.get('show')!]!;
createRoot(document.body).render(
  <QueryClientProvider client={new QueryClient()}><Component client={client} /></QueryClientProvider>,
);`;
}

let browser: Browser;
let page: Page;
let site: Server;
let mock: Mock;

beforeAll(async () => {
  mock = await createMock({ verifySignatures: credentials });
  const files = new Map((await bundle(await writeApplication())).map(({ file, code }) => [`/${file}`, code]));
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

/** Shows a component, with the credentials that the mock takes unless told otherwise. */
async function show(component: string, changes = {}): Promise<void> {
  const options = JSON.stringify({ endpoint: mock.url, region: 'us-east-1', credentials, ...changes });
  const { port } = site.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ show: component, options })}`);
}

test('useQuery of openapi-react-query has the data of a signed request', async () => {
  await show('Count');
  await page.getByText('25').waitFor();
  await show('Findings');
  await page.getByRole('listitem').nth(2).waitFor();
  expect(await page.getByRole('listitem').count()).toBe(3);
});

test('useQuery has the typed error, and its retryable ends the retries', async () => {
  const before = mock.requests.length;
  await show('Findings', { credentials: { ...credentials, secretAccessKey: 'another' } });
  await page.getByText('InvalidSignatureException').waitFor();
  expect(mock.requests.slice(before).filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('useInfiniteQuery of TanStack Query walks through all pages by the method', async () => {
  const { items } = mock.data[0]!;
  await show('AllFindings');
  const findings = page.getByRole('listitem');
  for (let shown = 0; shown < items; shown = await findings.count()) {
    if (shown > 0) await page.getByRole('button').click();
    await findings.nth(Math.min(shown + 25, items) - 1).waitFor();
  }
  expect(new Set(await findings.allTextContents()).size).toBeGreaterThan(1);
  await page.getByRole('button', { disabled: true }).waitFor();
});
