import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, type ResponseObject, readDocument, resolve } from '../../scripts/contract/document.ts';
import { jsonBody, listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { mergeReference } from '../../scripts/contract/schema.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { startMock } from '../interop/mock-environment.ts';
import { temporaryFolder } from '../support/folder.ts';
import { expectedTexts, listMembers, type Member } from './members.ts';
import { docs, listBarriers, openPage } from './open-page.ts';

const contract = await readDocument('generated/openapi.json');
const operations = listOperations(contract);
/** One that has everything that is tried with the keyboard. */
const operation = operations.find(({ request, response, object }) => {
  return request && response && object['x-codeSamples'];
})!;
const samples = operation.object['x-codeSamples']!;
const responseMembers = membersOf(operation).filter(({ id }) => id.startsWith(`${operation.id}-response`));

let browser: Browser;
/** A page for every test that leaves it as it is, but for the search and the place that it shows. */
let shared: Page;
let closeShared: (() => Promise<void>) | undefined;

beforeAll(async () => {
  browser = await startChromium();
  shared = await openPage(browser, '', { atEnd: (close) => (closeShared = close) });
});

afterAll(async () => {
  await closeShared?.();
  await browser?.close();
});

/** Shows the start of the shared page, with an empty search. */
async function showStart(): Promise<void> {
  await shared.locator('#search').fill('');
  await shared.locator('#search').blur();
  await shared.evaluate(() => scrollTo(0, 0));
}

/** The parameters of an operation and the properties of its bodies, each with the id of its element. */
function membersOf({ id, request, response, parameters }: Operation): Member[] {
  const inside = (shape: string | undefined, prefix: string) =>
    (shape ? listMembers(contract, shape) : []).map((member) => ({ ...member, id: prefix + member.id }));
  const inUrl = parameters.map(({ name, description, schema }) => {
    const merged = { ...mergeReference(contract, schema ?? {}), ...(description && { description }) };
    return { path: name, schema: merged, id: `${id}-request-${name}` };
  });
  return [...inUrl, ...inside(request, `${id}-request-`), ...inside(response, `${id}-response-`)];
}

/** Reads what is visible of the elements with these ids; nothing of one that is missing. */
function readTexts(page: Page, ids: string[]): Promise<string[]> {
  return page.evaluate((ids) => {
    return ids.map((id) => {
      const element = document.getElementById(id);
      return element?.checkVisibility() ? element.textContent : '';
    });
  }, ids);
}

/** Lists the properties and the texts that the page does not show. */
async function findMissing(page: Page): Promise<string[]> {
  const members = operations.flatMap(membersOf);
  expect(members.length).toBeGreaterThan(40);
  const texts = await readTexts(
    page,
    members.map(({ id }) => id),
  );
  return members.flatMap((member, index) =>
    expectedTexts(member)
      .map((text) => text.replaceAll('`', ''))
      .filter((text) => !texts[index]!.includes(text))
      .map((text) => `${member.id}: ${text} in ${texts[index]}`),
  );
}

function sectionOf(page: Page) {
  return page.locator(`[id="${operation.id}"]`);
}

function isOnScreen(page: Page, id: string) {
  return page.waitForFunction((id) => {
    const { top } = document.getElementById(id)!.getBoundingClientRect();
    return top > -1 && top < innerHeight / 2;
  }, id);
}

describe('the page', () => {
  test('shows every property with its type, constraints, values, description and examples', async () => {
    expect(await findMissing(shared)).toEqual([]);
  });

  test('shows the same without JavaScript, and no control that would need it', async () => {
    const page = await openPage(browser, '', { javaScriptEnabled: false });
    expect(await findMissing(page)).toEqual([]);
    expect(await page.locator('#search, .copy').filter({ visible: true }).count()).toBe(0);
    const section = sectionOf(page);
    for (const { label, source } of samples) {
      await section.getByText(label, { exact: true }).first().click();
      expect(await section.locator('.panel code').filter({ visible: true }).textContent()).toBe(
        source.trimEnd(),
      );
    }
  });

  test('shows every error with its status, its meaning, whether to retry and an example', async () => {
    expect(operation.errors.length).toBeGreaterThan(20);
    const names = operation.errors.map(({ name }) => name);
    const texts = await readTexts(shared, names);
    for (const [index, { status, retryable, description, message }] of operation.errors.entries()) {
      expect(texts[index]).toContain(`Status ${status}`);
      expect(texts[index]).toContain(retryable ? 'retry with backoff' : 'do not retry');
      expect(texts[index]).toContain(description.replaceAll('`', ''));
      expect(texts[index]).toContain(JSON.stringify(message));
    }
  });

  test('has every id once, and every link into it arrives', async () => {
    const { ids, targets } = await shared.evaluate(() => ({
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      targets: [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href')!),
    }));
    expect(ids.length).toBe(new Set(ids).size);
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter((target) => !ids.includes(target.slice(1)))).toEqual([]);
  });

  test('shows the first operation on the first screen', async () => {
    const heading = shared.locator('main h2').first();
    expect(await heading.textContent()).toBe(operations[0]!.object.summary);
    expect((await heading.boundingBox())!.y).toBeLessThan(600);
  });

  test('shows the request and the response of the first example without a click', async () => {
    const shown = await sectionOf(shared).locator('details[open] pre').allTextContents();
    const body = resolve(contract, operation.object.requestBody!);
    const success = resolve<ResponseObject>(contract, operation.object.responses[operation.status]!);
    const [name, request] = Object.entries(jsonBody(body).examples!)[0]!;
    const response = jsonBody(success).examples![name]!;
    expect(shown.map((text) => JSON.parse(text))).toEqual(
      [request, response].map((example) => resolve<Example>(contract, example).value),
    );
  });

  test('links to what AWS says about the operation', async () => {
    const { url } = operation.object.externalDocs!;
    expect(await sectionOf(shared).locator(`a[href="${url}"]`).isVisible()).toBe(true);
  });

  test('requests nothing else from the mock that serves it', async () => {
    const { mock } = await startMock();
    const page = await openPage(browser, '#downloads', { address: `${mock.url}/docs` });
    expect((await readTexts(page, ['downloads']))[0]).toContain('openapi.yaml');
  });
});

describe('a copy that was saved elsewhere', () => {
  async function openCopy(): Promise<Page> {
    const folder = await temporaryFolder({ 'scan-findings.html': await readFile(fileURLToPath(docs)) });
    return openPage(browser, '#downloads', {
      address: pathToFileURL(join(folder, 'scan-findings.html')).href,
    });
  }

  test('still contains the contract', async () => {
    const link = (await openCopy()).getByRole('link', { name: 'openapi.yaml' });
    const [type, content] = (await link.getAttribute('href'))!.split(',');
    expect(type).toBe('data:application/yaml;base64');
    expect(Buffer.from(content!, 'base64').toString()).toBe(await readFile('generated/openapi.yaml', 'utf8'));
    expect(await link.getAttribute('download')).toBe('openapi.yaml');
  });

  test('offers no files that are not there', async () => {
    const page = await openCopy();
    expect(await page.locator('a[href^="../"][download]').filter({ visible: true }).count()).toBe(0);
    expect(await page.getByText('of the npm package').isVisible()).toBe(true);
  });
});

describe('a link leads to', () => {
  const deepest = responseMembers.toSorted((a, b) => b.id.length - a.id.length)[0]!.id;
  const error = operation.errors.at(-1)!.name;
  test.for([
    ['an operation', operation.id, operation.id],
    ['an operation, in a different case', operation.id.toLowerCase(), operation.id],
    ['a property', deepest, deepest],
    ['an error', error, error],
    ['the downloads', 'downloads', 'downloads'],
  ] as const)('%s', async ([, hash, id]) => {
    await showStart();
    await shared.goto(`${docs}#${hash}`);
    await isOnScreen(shared, id);
  });

  test('an operation from another page, in a different case', async () => {
    await isOnScreen(await openPage(browser, `#${operation.id.toLowerCase()}`), operation.id);
  });
});

describe('the search', () => {
  /** A property that no other is named like. */
  const all = operations.flatMap(membersOf);
  const unique = responseMembers.find(({ id }) => {
    const name = id.split('-').at(-1)!.toLowerCase();
    return all.filter((other) => other.id.toLowerCase().includes(name)).length === 1;
  })!;

  async function search(text: string) {
    await showStart();
    await shared.keyboard.press('/');
    await shared.keyboard.type(text);
    return shared.getByRole('option');
  }

  test('shows the own description of a property', async () => {
    const options = await search(unique.id.split('-').at(-1)!);
    const text = await options.first().textContent();
    expect(text).toContain(unique.path);
    expect(text).toContain(unique.schema.description!.replaceAll('`', '').split('\n')[0]);
  });

  test('goes to the first result on Enter', async () => {
    await search(unique.id.split('-').at(-1)!);
    await shared.keyboard.press('Enter');
    await isOnScreen(shared, unique.id);
    expect(await shared.getByRole('option').first().isVisible()).toBe(false);
  });

  test('goes to another result with the arrow keys', async () => {
    const options = await search('exception');
    const second = (await options.nth(1).locator('b').textContent())!;
    await shared.keyboard.press('ArrowDown');
    await shared.keyboard.press('Enter');
    await isOnScreen(shared, second);
  });

  test('goes to a result that is clicked', async () => {
    await (await search('pagination')).first().click();
    await expect.poll(() => new URL(shared.url()).hash).toBe('#pagination');
  });

  test('finds words of the guide', async () => {
    const options = await search('epoch');
    expect((await options.allInnerTexts()).join('\n')).toContain('updatedAt');
    await expect.poll(() => options.count()).toBeGreaterThan(3);
  });

  test('says when it finds nothing', async () => {
    const options = await search('xyzzy');
    expect(await options.allInnerTexts()).toEqual(['No results']);
  });
});

describe('with the keyboard', () => {
  test('every code sample can be chosen, and is shown as it is', async () => {
    const page = await openPage(browser);
    const section = sectionOf(page);
    const shown = () => section.locator('.panel code').filter({ visible: true }).textContent();
    await section.getByRole('radio').first().focus();
    for (const { source } of samples) {
      expect(await shown()).toBe(source.trimEnd());
      await page.keyboard.press('ArrowRight');
    }
  });

  test('every example can be opened', async () => {
    const page = await openPage(browser);
    const examples = sectionOf(page).locator('details');
    expect(await examples.count()).toBeGreaterThan(5);
    for (const example of (await examples.all()).slice(1)) {
      await example.locator('summary').focus();
      await page.keyboard.press('Enter');
      await example.locator('pre').last().waitFor({ state: 'visible' });
    }
  });

  test('every link, button and field is reached', async () => {
    const page = await openPage(browser);
    const all = await page.evaluate(() => {
      const interactive = document.querySelectorAll<HTMLElement>('a[href], button, input, summary');
      // Of radio buttons, Tab reaches the chosen one, and the arrow keys the others.
      const visible = [...interactive]
        .filter((element) => !element.matches('[type=radio]:not(:checked)'))
        .filter((element) => element.checkVisibility({ visibilityProperty: true }));
      visible.forEach((element, index) => {
        element.dataset['number'] = String(index);
        element.addEventListener('focus', () => element.removeAttribute('data-number'));
      });
      return visible.map((element) => element.outerHTML.slice(0, 200));
    });
    for (let presses = 0; presses < all.length + 100; presses += 1) await page.keyboard.press('Tab');
    const missed = await page.evaluate(() => {
      return [...document.querySelectorAll<HTMLElement>('[data-number]')].map(
        ({ dataset }) => dataset['number'],
      );
    });
    expect(missed.map((number) => all[Number(number)])).toEqual([]);
  });
});

test('a copy button is beside the code and copies all of it', async () => {
  const page = await openPage(browser, '', { permissions: ['clipboard-read', 'clipboard-write'] });
  const figure = sectionOf(page).locator('figure').filter({ visible: true }).first();
  const button = (await figure.getByRole('button').boundingBox())!;
  expect(button.y + button.height).toBeLessThanOrEqual((await figure.locator('pre').boundingBox())!.y);
  await figure.getByRole('button').click();
  await figure.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(samples[0]!.source.trimEnd());
});

/** Adds every kind of token that code can have. */
function addEveryColour(page: Page): Promise<number> {
  return page.evaluate(() => {
    const code = document.querySelector('.panel code')!;
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const tokens = new Set(rules.flatMap((rule) => rule.cssText.match(/hljs-\w+/g) ?? []));
    for (const className of tokens) {
      code.append(Object.assign(document.createElement('span'), { className, textContent: className }));
    }
    return tokens.size;
  });
}

describe.for([
  ['light', 1440],
  ['dark', 1440],
  ['light', 360],
  ['dark', 360],
] as const)('on a %s screen %i pixels wide', ([colorScheme, width]) => {
  test('the page fits, and axe finds no serious barrier', async () => {
    const page = await openPage(browser, '', { colorScheme, viewport: { width, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await addEveryColour(page)).toBeGreaterThan(8);
    expect(await listBarriers(page)).toEqual([]);
  });
});

test('on a narrow screen the menu opens, and closes when a link is followed', async () => {
  const page = await openPage(browser, '', { viewport: { width: 360, height: 800 } });
  const menu = page.getByRole('navigation');
  expect(await menu.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Menu' }).click();
  await menu.getByRole('link', { name: 'Downloads' }).click();
  await isOnScreen(page, 'downloads');
  expect(await menu.isVisible()).toBe(false);
});
