import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Document,
  type OperationObject,
  type ParameterObject,
  readDocument,
} from '../../scripts/contract/document.ts';
import { methods } from '../../scripts/contract/operations.ts';
import { generateDocs } from '../../scripts/generators/docs.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { openPage } from './open-page.ts';
import { seriousFaults } from './serious-faults.ts';

const ofOperation = {
  name: 'letter',
  in: 'query',
  description: 'A letter.',
  schema: { type: 'string', pattern: '^[a-z]$' },
} satisfies ParameterObject;
const ofPath = {
  name: 'digit',
  in: 'query',
  description: 'A digit.',
  schema: { type: 'string', pattern: '^[0-9]$' },
} satisfies ParameterObject;

let browser: Browser;
let folder: string;
let address: string;
beforeAll(async () => {
  browser = await startChromium();
  folder = await mkdtemp(join(tmpdir(), 'docs-'));
  const document = withEveryMethod(await readDocument('generated/openapi.json'));
  const pages = await generateDocs({ document, yaml: '' });
  const file = join(folder, 'index.html');
  await writeFile(file, [...pages.values()][0]!);
  address = pathToFileURL(file).href;
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The contract with an operation of each method in place of its own. */
function withEveryMethod(document: Document): Document {
  const paths = methods.map((method) => [
    `/${method}`,
    { parameters: [ofPath], [method]: operationOf(method) },
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

function operationOf(method: string): OperationObject {
  const value = { boolean: true, number: 1, string: 'a', nothing: null };
  const schema = { type: 'object' };
  const content = { 'application/json': { schema, examples: { One: { value } } } };
  return {
    operationId: method,
    summary: `An operation with ${method}`,
    description: 'It is here for its method.',
    parameters: [ofOperation],
    responses: { 200: { description: 'It is well.', content } },
  };
}

/** Adds to a block of code a line in each colour that the page has for a token. */
function addTokens(page: Page): Promise<number> {
  return page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const colours = rules.flatMap(
      (rule) => rule.cssText.match(/--code-block-tokens-[a-z-]+-color(?=:)/g) ?? [],
    );
    // These are colours of a ground, or for texts on one.
    const ofText = new Set(colours.filter((colour) => !/-bg-|-markup-/.test(colour)));
    const tokens = [...ofText].map((colour) => {
      const token = document.createElement('span');
      token.style.color = `var(${colour})`;
      token.textContent = `\n${colour}`;
      return token;
    });
    document.querySelector('.token')!.after(...tokens);
    return tokens.length;
  });
}

describe.for(['light', 'dark'] as const)('on a %s screen', (colorScheme) => {
  test('the names of all methods can be read', async () => {
    const page = await openPage(browser, '', { colorScheme }, address);
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('the name of a method can be read where the menu marks its operation', async () => {
    const page = await openPage(browser, '', { colorScheme }, address);
    const menu = page.getByRole('navigation');
    for (const method of methods) {
      await menu.getByText(operationOf(method).summary, { exact: true }).click();
      // What the pointer is on has a ground of its own.
      await page.mouse.move(0, 0);
      await menu.locator('[data-active=true]').getByText(method, { exact: true }).waitFor();
      expect(await seriousFaults(page, '[role=navigation]')).toEqual([]);
    }
  });

  test('tokens of code of every kind can be read', async () => {
    // What is below the screen, axe cannot judge.
    const viewport = { width: 1440, height: 3000 };
    const page = await openPage(browser, '', { colorScheme, viewport }, address);
    expect(await addTokens(page)).toBeGreaterThan(20);
    expect(await seriousFaults(page, 'pre[data-testid="source-code"]')).toEqual([]);
  });
});

test.for([
  ['an operation', ofOperation],
  ['a path', ofPath],
] as const)('the pattern of a parameter of %s is shown', async ([, { schema }]) => {
  const page = await openPage(browser, '', {}, address);
  await page.locator(`[id="other/${methods[0]}"]`).getByText(schema.pattern, { exact: true }).waitFor();
});
