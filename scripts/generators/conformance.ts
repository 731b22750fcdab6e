import { readFile } from 'node:fs/promises';
import { listOperations } from '../contract/operations.ts';
import { mapSchemas, withFormatBounds } from '../contract/schema.ts';
import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';
import { shapeVectors, type Vector } from '../vectors/vectors.ts';

const written = new URL('../vectors/written/', import.meta.url);

/**
 * Generates test vectors for validators in any language, with their JSON Schema and a README.
 *
 * @throws {Error} when a schema uses a keyword or a pattern for which no vectors can be created, with the place
 */
export async function generateConformance({ document: original }: Bundle): Promise<Files> {
  const document = mapSchemas(original, withFormatBounds);
  const shapes = Object.keys(document.components.schemas);
  // Only the vectors of whole bodies vary every nested schema: the bodies contain all other schemas.
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

/** Writes one vector per line, so that a diff shows the vectors that a change of the contract affects. */
function write(shape: string, vectors: Vector[]): string {
  const lines = vectors.map((vector) => `    ${JSON.stringify(vector)}`).join(',\n');
  return `{\n  "$schema": "schema.json",\n  "shape": ${JSON.stringify(shape)},\n  "vectors": [\n${lines}\n  ]\n}\n`;
}
