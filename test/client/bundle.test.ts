import { beforeAll, describe, expect, test } from 'vitest';
import { listOperations } from '../../scripts/contract/operations.ts';
import { bundle, type Chunk, loadedSize } from '../../scripts/programs/bundle.ts';
import { document } from './harness.ts';

const kilobyte = 1024;
/** What each operation after the first may add. */
const further = 100 * (listOperations(document).length - 1);

describe('for a browser', () => {
  let chunks: Chunk[];
  beforeAll(async () => {
    chunks = await bundle(`export { createImageScanFindingsClient } from 'imagebuilder-scan-findings';`);
  });

  test('the client without its signer has at most 8 KB, compressed', () => {
    expect(loadedSize(chunks, 'dist/generated/client.js')).toBeLessThanOrEqual(8 * kilobyte + further);
  });

  test('the client with its signer has at most 11 KB, compressed', () => {
    const signer = loadedSize(chunks, 'aws4fetch');
    expect(loadedSize(chunks, 'dist/generated/client.js') + signer).toBeLessThanOrEqual(
      11 * kilobyte + further,
    );
  });

  test('the client needs openapi-fetch and its signer, and no other package', () => {
    const packages = chunks.flatMap(({ modules }) =>
      modules.flatMap((id) => /node_modules\/([^/]+)/.exec(id)?.[1] ?? []),
    );
    expect(new Set(packages)).toEqual(new Set(['aws4fetch', 'openapi-fetch']));
  });

  test('the validators of each revision are a file of their own', () => {
    const isLarge = ({ code }: { code: string }) => code.length > 30_000;
    const files = chunks.filter(({ modules }) =>
      modules.some((id) => /generated\/.*validators\.js$/.test(id)),
    );
    expect(files.filter(isLarge).map(({ file }) => file)).toEqual(
      chunks.filter(isLarge).map(({ file }) => file),
    );
    expect(files.filter(isLarge).length).toBeGreaterThan(1);
  });
});

test('an importer who uses only types ships nothing', async () => {
  const code = `
    import type { ImageScanFinding } from 'imagebuilder-scan-findings';
    import { createImageScanFindingsClient } from 'imagebuilder-scan-findings';
    export const titleOf = (finding: ImageScanFinding) => finding.title;
    export type Client = ReturnType<typeof createImageScanFindingsClient>;`;
  const chunks = await bundle(code);
  expect(chunks).toHaveLength(1);
  expect(chunks[0]!.code).toMatch(/^(const|let) (\w)=(\w)=>\3\.title;export\{\2 as titleOf\};?\s*$/);
});
