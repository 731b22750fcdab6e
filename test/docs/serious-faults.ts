import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/**
 * Looks for what keeps people from using a page, with axe.
 *
 * @param page the page
 * @param within a CSS selector of the part to look at; the whole page when absent
 * @returns the rules that are broken seriously or critically, each with the elements that break it
 */
export async function seriousFaults(page: Page, within = 'html'): Promise<string[][]> {
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  const violations = await page.evaluate(async (within) => {
    // @ts-expect-error: axe is what the script before has defined
    const { violations } = await axe.run(within, { resultTypes: ['violations'] });
    return violations as { id: string; impact: string; nodes: { html: string }[] }[];
  }, within);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
