import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { suites } from '../conformance/artifacts.ts';
import { startServer } from '../support/server.ts';

interface Results {
  wrong: { shape: string; description: string; valid: boolean }[];
  /** What became of code made from a text. */
  code: string;
}

const policy = "default-src 'none'; script-src 'self'; img-src data:";
const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const files: Record<string, () => Promise<string>> = {
  '/validators.js': () => read('../../generated/validators.js'),
  '/validators-strict.js': () => read('../../generated/validators-strict.js'),
  '/validate-vectors.js': () => read('validate-vectors.js'),
  '/suites.js': async () => `export default ${JSON.stringify(suites)};`,
};
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(() => browser?.close());

/** Validates every vector with a module in the browser, and lists the paths that the page requests. */
async function validateVectors(module: string): Promise<Results & { requested: string[] }> {
  const requested: string[] = [];
  const { url } = await startServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    requested.push(pathname);
    response.setHeader('content-security-policy', policy);
    const script = await files[pathname]?.();
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(
      script ?? '<link rel="icon" href="data:,"><script type="module" src="/validate-vectors.js"></script>',
    );
  });
  const page = await browser.newPage();
  const results = new Promise<string>((resolve, reject) => {
    page.on('console', (message) => (message.type() === 'log' ? resolve : reject)(message.text()));
    page.on('pageerror', reject);
  });
  const [text] = await Promise.all([results, page.goto(`${url}/page?module=${module}`)]);
  return { ...JSON.parse(text), requested: requested.sort() };
}

test('validators.js gives the result of every vector in a browser that forbids code from text', async () => {
  expect(await validateVectors('/validators.js')).toEqual({
    wrong: [],
    code: 'EvalError',
    requested: ['/page', '/suites.js', '/validate-vectors.js', '/validators.js'],
  });
});

test('validators-strict.js works without validators.js and accepts nothing that it rejects', async () => {
  const { wrong, code, requested } = await validateVectors('/validators-strict.js');
  expect(code).toBe('EvalError');
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.filter(({ valid }) => !valid)).toEqual([]);
  expect(requested).not.toContain('/validators.js');
});
