import type { Section } from './chapter.ts';

/**
 * Splits the introduction of a contract at its headings.
 *
 * @param markdown the description in `info`
 * @returns the text before the first heading, and a section per heading
 * @throws {Error} when a heading is below the first level: Redoc would show its text only after a click in the menu
 */
export function splitIntroduction(markdown: string): { summary: string; sections: Section[] } {
  const parts: Section[] = [{ heading: '', text: '' }];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    const [, level, heading] = (!fenced && /^(#+) +(.+)/.exec(line)) || [];
    if (level && level.length > 1)
      throw new Error(`"${line}" in the introduction has to be of the first level: "# ${heading}"`);
    if (heading) parts.push({ heading, text: '' });
    else parts.at(-1)!.text += `${line}\n`;
  }
  const [first, ...sections] = parts.map(({ heading, text }) => ({ heading, text: text.trim() }));
  return { summary: first!.text, sections };
}
