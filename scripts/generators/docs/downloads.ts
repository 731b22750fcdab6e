import type { Reference } from './reference.ts';

/**
 * Lists the generated files that the docs offer for download, by their paths in `generated/`.
 *
 * `../` before a path leads there from `docs/index.html` on disk, and from a server that has the page at `/docs`.
 */
export function listDownloads({ schemas }: Pick<Reference, 'schemas'>) {
  return {
    documents: [
      { path: 'openapi.yaml', text: 'OpenAPI 3.1' },
      { path: 'openapi.json', text: 'OpenAPI 3.1 as JSON' },
      { path: 'openapi-3.0.json', text: 'OpenAPI 3.0, for tools that do not support 3.1' },
    ],
    schemas: schemas.map((name) => ({
      name,
      schema: `json-schema/${name}.json`,
      vectors: `conformance/${name}.json`,
    })),
  };
}
