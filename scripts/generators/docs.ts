import { readFile } from 'node:fs/promises';
import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';
import { renderMarkdown } from './docs/markdown.ts';
import { renderPage } from './docs/page.ts';
import { readReference } from './docs/reference.ts';

const read = (name: string) => readFile(new URL(`docs/${name}`, import.meta.url), 'utf8');

/** Renders the contract for readers: as a page that needs no network, and as Markdown. */
export async function generateDocs(bundle: Bundle): Promise<Files> {
  const reference = readReference(bundle);
  const page = renderPage(reference, await read('page.css'), await read('page.js'));
  return new Map([
    ['docs/index.html', page],
    ['docs/index.md', renderMarkdown(reference)],
  ]);
}
