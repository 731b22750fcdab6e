import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import { type Files, withTemporaryFolder } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';
import { runRedocly } from '../redocly/run.ts';
import { prepareDocument } from './docs/prepare-document.ts';

const path = (name: string) => fileURLToPath(new URL(`docs/${name}`, import.meta.url));

/**
 * Renders the contract for readers, as one page that needs no network.
 *
 * @param contract the bundled contract
 * @returns `docs/index.html`
 * @throws {Error} when Redocly cannot render the contract, or its introduction is not made as `prepareDocument` asks
 */
export async function generateDocs({ document }: Bundle): Promise<Files> {
  const page = await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(prepareDocument(document)));
    await writeFile(join(folder, 'redocly.yaml'), JSON.stringify({ openapi: redocOptions(document) }));
    const output = [
      '--output=index.html',
      '--inlineBundle',
      '--config=redocly.yaml',
      `--template=${path('page.hbs')}`,
      `--templateOptions.style=${await readFile(path('page.css'), 'utf8')}`,
      `--templateOptions.script=${await readFile(path('page.js'), 'utf8')}`,
    ];
    await runRedocly(['build-docs', 'openapi.json', ...output], folder);
    return readFile(join(folder, 'index.html'), 'utf8');
  });
  return new Map([['docs/index.html', withLinksIntoPage(withoutHosts(page))]]);
}

function redocOptions(document: Document) {
  const samples = listOperations(document).flatMap(({ object }) => object['x-codeSamples'] ?? []);
  const languages = new Map(samples.map(({ lang, label }) => [label, { lang, label }]));
  return {
    schemasExpansionLevel: 'all',
    maxDisplayedEnumValues: 1000,
    // What it offers by itself is the copy that is made for rendering.
    hideDownloadButtons: true,
    // Redoc shows samples only in languages that it is told of, and tells them apart by their labels.
    codeSamples: { languages: [...languages.values(), { lang: 'Payload' }] },
  };
}

/** Icons, a logo and telemetry: the browser would refuse to ask for them, and complain. */
function withoutHosts(page: string): string {
  return page.replaceAll(
    /https:\/\/(?:cdn\.redoc\.ly|cdn\.redocly\.com|otel\.cloud\.redocly\.com)[^`'"]*/g,
    'data:,',
  );
}

/** The links that Redocly renders are paths of a site; in this page they stand after `#`. */
function withLinksIntoPage(page: string): string {
  return page.replaceAll('href="/', 'href="#/');
}
