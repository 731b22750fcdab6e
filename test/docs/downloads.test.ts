import { access } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listDownloads } from '../../scripts/generators/docs/downloads-section.ts';
import { startMock } from '../interop/mock-environment.ts';

const contract = await readDocument('generated/openapi.json');
const links = [...listDownloads(contract).text.matchAll(/\]\((.*?)\)/g)].map(([, link]) => link!);

test('every shape can be downloaded, and the contract', () => {
  expect(links).toHaveLength(3 + 2 * Object.keys(contract.components.schemas).length);
});

describe('every download is there', () => {
  test('for the page on disk', async () => {
    const folder = new URL('../../generated/docs/', import.meta.url);
    for (const link of links) await access(new URL(link, folder));
  });

  test('for the page that the mock serves', async () => {
    const { mock } = await startMock();
    const answers = links.map(async (link) => ({
      link,
      status: (await fetch(new URL(link, `${mock.url}/docs`))).status,
    }));
    expect((await Promise.all(answers)).filter(({ status }) => status !== 200)).toEqual([]);
  });
});
