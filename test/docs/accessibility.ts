import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** Lists the rules of axe that a page breaks seriously or critically, each with the elements that break it. */
export async function listBarriers(page: Page): Promise<string[][]> {
  await page.evaluate(await readFile('node_modules/axe-core/axe.min.js', 'utf8'));
  const violations = await page.evaluate(async () => {
    // @ts-expect-error: the script above has defined axe
    const { violations } = await axe.run('html', { resultTypes: ['violations'] });
    return violations as { id: string; impact: string; nodes: { html: string }[] }[];
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
