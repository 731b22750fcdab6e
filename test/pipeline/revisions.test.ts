import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../scripts/contract/document.ts';

const read = async (path: string): Promise<Document> =>
  JSON.parse(await readFile(new URL(`../../generated/${path}`, import.meta.url), 'utf8'));
const base = await read('openapi.json');
const dates = readdirSync(new URL('../../openapi/revisions', import.meta.url)).map((file) =>
  file.replace('.yaml', ''),
);

/** The places of two JSON documents that differ: `path: before → after`. */
function differences(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (typeof before !== 'object' || typeof after !== 'object' || !before || !after)
    return [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    differences(before[key as never], after[key as never], path ? `${path}.${key}` : key),
  );
}

describe.for(dates)('revision %s', (date) => {
  test('has a bundle that names it', async () => {
    expect((await read(`revisions/${date}/openapi.json`)).info['x-revision']).toBe(date);
  });

  test('has validators for every schema, with the types of the base', async () => {
    const [own, others] = await Promise.all([
      import(`imagebuilder-scan-findings/revisions/${date}/validators`),
      import('imagebuilder-scan-findings/validators'),
    ]);
    expect(Object.keys(own)).toEqual(Object.keys(others));
  });

  test('has JSON Schemas with identifiers of its own', async () => {
    const files = readdirSync(new URL(`../../generated/revisions/${date}/json-schema`, import.meta.url));
    expect(files.map((file) => file.replace('.json', '')).sort()).toEqual(
      Object.keys(base.components.schemas).sort(),
    );
    for (const file of files) {
      const schema = await read(`revisions/${date}/json-schema/${file}`);
      expect(schema).toHaveProperty('$id', expect.stringContaining(`:${date}:`));
    }
  });
});

test('2026-11-11 permits larger pages and an asterisk in filter values, and changes nothing else', async () => {
  const changed = differences(base, await read('revisions/2026-11-11/openapi.json'));
  expect(changed.filter((line) => !/description:/.test(line))).toEqual([
    'info.x-revision: undefined → "2026-11-11"',
    'components.schemas.FilterValue.pattern: ' +
      '"^[0-9a-zA-Z./_ :,{}\\"-]{1,1024}$" → "^[0-9a-zA-Z./_ :,{}\\"*-]{1,1024}$"',
    'components.schemas.RestrictedInteger.maximum: 25 → 100',
    'components.schemas.ImageScanFindingsList.maxItems: 25 → undefined',
  ]);
});

test('2026-11-11 accepts what the base refuses: a page size of 100, a page of 100 findings, CVE-2024-*', async () => {
  const revised = await import('imagebuilder-scan-findings/revisions/2026-11-11/validators');
  const original = await import('imagebuilder-scan-findings/validators');
  const request = { filters: [{ name: 'vulnerabilityId', values: ['CVE-2024-*'] }], maxResults: 100 };
  const response = { findings: Array.from({ length: 100 }, () => ({ severity: 'HIGH' })) };
  expect(original.validateListImageScanFindingsRequest(request)).toBe(false);
  expect(original.validateListImageScanFindingsResponse(response)).toBe(false);
  expect(revised.validateListImageScanFindingsRequest(request)).toBe(true);
  expect(revised.validateListImageScanFindingsResponse(response)).toBe(true);
  expect(revised.validateListImageScanFindingsRequest({ maxResults: 101 })).toBe(false);
});
