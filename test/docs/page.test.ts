import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { mergeReference } from '../../scripts/contract/schema.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { startMock } from '../interop/mock-environment.ts';
import { expectedTexts, listMembers } from './members.ts';
import { openPage } from './open-page.ts';
import { seriousFaults } from './serious-faults.ts';

const contract = await readDocument('generated/openapi.json');
const operations = listOperations(contract);
/** One that has all that is tried with the keyboard. */
const operation = operations.find(({ request, response, object }) => {
  return request && response && object['x-codeSamples'];
})!;
const samples = operation.object['x-codeSamples']!;

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

const anchor = ({ id }: Operation) => `other/${id.toLowerCase()}`;
const responseAnchor = (operation: Operation) =>
  `${anchor(operation)}/t=response&c=${operation.status}&path=`;

/** The panel of an operation, which has one of each name. */
function panelOf(page: Page, name: string) {
  return page.locator(`[id="${anchor(operation)}"] .panel-${name}-samples`);
}

/** The parameters of an operation and the members of its bodies, each with the id of its place on the page. */
function membersOf(operation: Operation) {
  const { request, response, parameters } = operation;
  const inside = (shape: string | undefined, prefix: string) =>
    (shape ? listMembers(contract, shape) : []).map((member) => ({ ...member, id: prefix + member.path }));
  const inUrl = parameters.map(({ name, in: place, description, schema }) => {
    const path = name.toLowerCase();
    const merged = { ...mergeReference(contract, schema ?? {}), ...(description && { description }) };
    return { path, schema: merged, id: `${anchor(operation)}/t=request&in=${place}&path=${path}` };
  });
  return [
    ...inUrl,
    ...inside(request, `${anchor(operation)}/t=request&path=`),
    ...inside(response, responseAnchor(operation)),
  ];
}

/** What a reader sees in an element, or that there is nothing to see. */
function textOf(page: Page, id: string): Promise<string> {
  return page.evaluate((id) => {
    const element = document.getElementById(id);
    return element?.checkVisibility() ? element.textContent.replaceAll('\u200b', '') : 'nothing';
  }, id);
}

describe('when the page has loaded', () => {
  test('every member of every operation is in it, with its type, bounds, pattern and values', async () => {
    const page = await openPage(browser);
    const members = operations.flatMap(membersOf);
    expect(members.length).toBeGreaterThan(40);
    const missing = [];
    for (const member of members) {
      const text = await textOf(page, member.id);
      for (const expected of expectedTexts(member))
        if (!text.includes(expected)) missing.push(`${member.id}: ${expected} in ${text}`);
    }
    expect(missing).toEqual([]);
  });

  test('every error is in it, with its status, its meaning, whether to retry and an example', async () => {
    const page = await openPage(browser);
    for (const { name, status, retryable, description, message } of operation.errors) {
      const text = await textOf(page, name.toLowerCase());
      for (const expected of [
        `Status ${status}`,
        `Retry: ${retryable ? 'yes' : 'no'}`,
        description.replaceAll('`', ''),
        JSON.stringify({ message }, null, 2),
      ])
        expect(text).toContain(expected);
    }
  });

  test('everything in it has an anchor of its own, and every link into it arrives', async () => {
    const page = await openPage(browser);
    const { ids, targets } = await page.evaluate(() => ({
      ids: [...document.querySelectorAll('main [id]')].map(({ id }) => id),
      targets: [...document.querySelectorAll('main a[href^="#"], [role=navigation] a')]
        .filter((link) => link.checkVisibility())
        .map((link) => link.getAttribute('href')!),
    }));
    expect(ids.length).toBe(new Set(ids).size);
    expect(targets.filter((target) => !target.startsWith('#/'))).toEqual([]);
    const lost = targets.filter(
      (target) => target !== '#/' && !ids.includes(target.split('#').at(-1)!.replace(/^\//, '')),
    );
    expect(lost).toEqual([]);
  });

  test('the first operation is on the first screen', async () => {
    const page = await openPage(browser);
    const box = await page.getByRole('heading', { level: 2 }).first().boundingBox();
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe(
      operations[0]!.object.summary,
    );
    expect(box!.y).toBeLessThan(900);
  });
});

test('the page that the mock serves asks for nothing more either', async () => {
  const { mock } = await startMock();
  const page = await openPage(browser, '#/downloads', {}, `${mock.url}/docs`);
  expect(await textOf(page, 'downloads')).toContain('openapi.yaml');
});

describe('a link from elsewhere leads to', () => {
  const deepest = listMembers(contract, operation.response!)
    .map(({ path }) => path)
    .toSorted((a, b) => b.length - a.length)[0]!;
  test.for([
    [
      'a member',
      `#/${anchor(operation)}#${responseAnchor(operation)}${deepest}`,
      responseAnchor(operation) + deepest,
    ],
    [
      'an error',
      `#/${operation.errors.at(-1)!.name.toLowerCase()}`,
      operation.errors.at(-1)!.name.toLowerCase(),
    ],
    ['the downloads', '#/downloads', 'downloads'],
  ] as const)('%s', async ([, hash, id]) => {
    const page = await openPage(browser, hash);
    await page.waitForFunction((id) => {
      const top = document.getElementById(id)!.getBoundingClientRect().top;
      return top > -100 && top < innerHeight;
    }, id);
  });
});

describe('with the keyboard alone', () => {
  test('the search finds a member and goes there', async () => {
    const page = await openPage(browser);
    const names = listMembers(contract, operation.response!).map(
      ({ path }) => /(\w+)$/.exec(path)?.[1] ?? '',
    );
    const name = names.find((name) => names.filter((other) => other.includes(name)).length === 1)!;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByPlaceholder('Search docs').waitFor();
    await page.keyboard.type(name);
    await page.locator('[role=dialog], [data-component-name*="Search"]').getByText(name).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction((name) => decodeURI(location.hash).endsWith(name), name);
  });

  test('an example expands', async () => {
    const page = await openPage(browser);
    const panel = panelOf(page, 'response');
    const before = (await panel.textContent())!;
    await panel.getByRole('button', { name: 'collapse' }).nth(1).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => panel.textContent().then((text) => text!.length))
      .toBeGreaterThan(before.length + 200);
  });

  test('every response can be chosen, and shows its example', async () => {
    const page = await openPage(browser);
    const panel = panelOf(page, 'response');
    for (const status of Object.keys(operation.object.responses)) {
      await panel
        .getByRole('tab', { name: status })
        .or(panel.getByRole('button', { name: status }))
        .first()
        .focus();
      await page.keyboard.press('Enter');
      const inPanel = operation.errors.filter(
        (error) => String(error.common ? 'default' : error.status) === status,
      );
      if (inPanel[0]) await panel.getByText(inPanel[0].message).waitFor();
    }
  });

  test('every code sample can be chosen, and is shown as it is', async () => {
    const page = await openPage(browser);
    const panel = panelOf(page, 'request');
    const shown = () => panel.locator('pre').textContent();
    await expect.poll(shown).toBe(samples[0]!.source);
    await panel.getByRole('button', { name: samples[0]!.label, exact: true }).focus();
    for (const { label, source } of samples.slice(1)) {
      await page.keyboard.press('Enter');
      await page.locator('[role=menuitem]:focus').waitFor();
      while ((await page.locator(':focus').textContent()) !== label) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(shown).toBe(source);
      expect(await page.locator(':focus').textContent()).toBe(label);
    }
  });

  test('a menu closes, and the focus is back', async () => {
    const page = await openPage(browser);
    const trigger = panelOf(page, 'request').getByRole('button', { name: samples[0]!.label, exact: true });
    for (const key of ['Escape', 'Tab']) {
      await trigger.focus();
      await page.keyboard.press('Enter');
      await page.locator('[role=menuitem]:focus').waitFor();
      await page.keyboard.press(key);
      expect(await trigger.getAttribute('aria-expanded')).toBe('false');
      expect(await page.locator(':focus').textContent()).toBe(samples[0]!.label);
    }
  });

  test('every link and every button is reached', async () => {
    const page = await openPage(browser);
    const all = await page.evaluate(() => {
      const interactive = document.querySelectorAll<HTMLElement>(
        'a[href], :is(button, input, select):enabled, [role=button]',
      );
      // Of tabs, one is reached and the arrow keys lead to the others.
      const visible = [...interactive]
        .filter((element) => element.ariaSelected !== 'false')
        .filter((element) => element.checkVisibility({ visibilityProperty: true }));
      visible.forEach((element, index) => {
        element.dataset['number'] = String(index);
      });
      return visible.map((element) => element.outerHTML.slice(0, 200));
    });
    const reached = new Set<number>();
    for (let presses = 0; presses < all.length + 50; presses += 1) {
      await page.keyboard.press('Tab');
      const number = await page.evaluate(() => (document.activeElement as HTMLElement).dataset['number']);
      if (number !== undefined) reached.add(Number(number));
    }
    expect(all.filter((_, index) => !reached.has(index))).toEqual([]);
  });
});

describe.for([
  ['light', 1440],
  ['dark', 1440],
  ['light', 360],
  ['dark', 360],
] as const)('on a %s screen %i pixels wide', ([colorScheme, width]) => {
  test('the page fits and axe finds no serious fault', async () => {
    const page = await openPage(browser, '', { colorScheme, viewport: { width, height: 800 } });
    const seen = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      scheme: document.documentElement.className,
    }));
    expect(seen).toEqual({ width, scheme: colorScheme });
    // For whoever wants to look.
    await page.screenshot({ path: `.tmp/docs-${colorScheme}-${width}.png` });
    expect(await seriousFaults(page)).toEqual([]);
    const menu = page.getByRole('button', { name: 'Open navigation menu' });
    if (!(await menu.isVisible())) return;
    await menu.click();
    await page.getByRole('navigation').getByText(operation.object.summary, { exact: true }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});
