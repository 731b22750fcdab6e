import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document, Schema } from '../contract/document.ts';
import type { Contract, Files } from '../pipeline/artifact.ts';
import { runRedocly } from '../pipeline/redocly.ts';
import { withTemporaryFolder } from '../pipeline/temporary-folder.ts';
import { describeKnownValues } from './schema/constraints.ts';
import { mapSchemas } from './schema/map-schemas.ts';
import { mergeReference } from './schema/merge-reference.ts';

/** Whatever a later Redoc may want to load: the browser does not ask for it. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
].join('; ');

/**
 * Renders the contract for readers, as one page that needs no network.
 *
 * @param contract the bundled contract
 * @returns `docs/index.html`
 * @throws {Error} when Redocly cannot render the contract, or its page is not built as expected
 */
export async function generateDocs({ document }: Contract): Promise<Files> {
  const prepared = mapSchemas(document, (schema) => nameKnownValues(document, schema));
  const page = await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'openapi.json'), JSON.stringify(prepared));
    await writeFile(join(folder, 'redocly.yaml'), '{}\n');
    const output = [
      '--output=index.html',
      '--inlineBundle',
      '--openapi.schemasExpansionLevel=all',
      '--config=redocly.yaml',
    ];
    await runRedocly(['build-docs', 'openapi.json', ...output], folder);
    return readFile(join(folder, 'index.html'), 'utf8');
  });
  return new Map([['docs/index.html', sealOff(page)]]);
}

/** Redoc knows nothing of open sets, and shows of what stands beside a `$ref` the description only. */
function nameKnownValues(document: Document, schema: Schema): Schema {
  const known = describeKnownValues(schema);
  const settled = known || schema.enum ? mergeReference(document, schema) : schema;
  return known ? { ...settled, description: `${settled.description ?? ''}\n\n${known}`.trim() } : settled;
}

function sealOff(page: string): string {
  const head = '<head>\n';
  if (!page.includes(head)) throw new Error('the page of redocly build-docs has no <head> to seal');
  return page
    .replace(head, `${head}  <meta http-equiv="Content-Security-Policy" content="${policy}">\n`)
    .replaceAll(/https:\/\/cdn\.redoc(?:ly\.com|\.ly)[^`'"]*/g, 'data:,');
}
