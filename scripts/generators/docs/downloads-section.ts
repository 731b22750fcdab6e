import type { Document } from '../../contract/document.ts';
import type { Section } from './chapter.ts';

/** What describes the whole contract, by its path beside the page's folder. */
const documents = {
  'openapi.yaml': 'OpenAPI 3.1',
  'openapi.json': 'OpenAPI 3.1 as JSON',
  'openapi-3.0.json': 'OpenAPI 3.0, for tools that do not read 3.1',
};

/**
 * Links to the files that are generated beside the docs.
 *
 * @param document the bundled contract
 * @returns a section with the contract, and the JSON Schema and the test vectors of every shape. Its links are
 *   relative to the page's folder, so that they work from disk and from a server that has the page at `/docs`
 */
export function listDownloads(document: Document): Section {
  const whole = Object.entries(documents).map(([path, title]) => `- [${path}](../${path}): ${title}`);
  const shapes = Object.keys(document.components.schemas)
    .toSorted()
    .map(
      (shape) =>
        `| \`${shape}\` | [schema](../json-schema/${shape}.json) | [vectors](../conformance/${shape}.json) |`,
    );
  const text = `${whole.join('\n')}

For every shape there is a stand-alone JSON Schema, and a list of values with the verdict that a validator has to give.

| Shape | JSON Schema | Test vectors |
| --- | --- | --- |
${shapes.join('\n')}`;
  return { heading: 'Downloads', text };
}
