import { readFile } from 'node:fs/promises';
import { shapeVectors, type Vector } from '../conform/vectors.ts';
import { listOperations } from '../contract/operations.ts';
import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';

const written = new URL('../conform/written/', import.meta.url);

/**
 * Makes test vectors that show, in any language, whether a validator keeps to the contract.
 *
 * @param contract the bundled contract
 * @returns `conformance/<Shape>.json`, and what their consumers need: `schema.json`, their format, and `README.md`
 * @throws {Error} when a schema uses a keyword or a pattern for which no vectors can be made, with the place
 */
export async function generateConformance({ document }: Bundle): Promise<Files> {
  const shapes = Object.keys(document.components.schemas);
  // What is on the wire is tried to its inside; everything else comes to the wire inside of it.
  const bodies = listOperations(document).flatMap(({ request, response }) => [request, response]);
  return new Map([
    ...shapes.map((shape): [string, string] => [
      `conformance/${shape}.json`,
      write(shape, shapeVectors(document, shape, bodies.includes(shape))),
    ]),
    ['conformance/schema.json', await readFile(new URL('schema.json', written), 'utf8')],
    ['conformance/README.md', await readFile(new URL('README.md', written), 'utf8')],
  ]);
}

/** One vector a line: a change of the contract shows as the vectors that it changes. */
function write(shape: string, vectors: Vector[]): string {
  const lines = vectors.map((vector) => `    ${JSON.stringify(vector)}`).join(',\n');
  return `{\n  "$schema": "schema.json",\n  "shape": ${JSON.stringify(shape)},\n  "vectors": [\n${lines}\n  ]\n}\n`;
}
