import { access } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listDownloads } from '../../scripts/generators/docs/reference.ts';
import { startMock } from '../interop/mock-environment.ts';

const schemas = Object.keys((await readDocument('generated/openapi.json')).components.schemas);
const downloads = listDownloads({ schemas });
const links = [
  '../docs/index.md',
  ...downloads.documents.map(({ path }) => `../${path}`),
  ...downloads.schemas.flatMap(({ schema, vectors }) => [`../${schema}`, `../${vectors}`]),
];

describe('every file that the docs link to is there', () => {
  test('for the page on disk', async () => {
    expect(links.length).toBe(4 + 2 * schemas.length);
    const folder = new URL('../../generated/docs/', import.meta.url);
    for (const link of links) await access(new URL(link, folder));
  });

  test('for the page that the mock serves', async () => {
    const { mock } = await startMock();
    const responses = links.map(async (link) => ({
      link,
      status: (await fetch(new URL(link, `${mock.url}/docs`))).status,
    }));
    expect((await Promise.all(responses)).filter(({ status }) => status !== 200)).toEqual([]);
  });
});
