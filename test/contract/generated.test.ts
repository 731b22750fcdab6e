import { basename } from 'node:path';
import { expect, test } from 'vitest';
import {
  findPermitted,
  findRevision,
  listRevisions,
  loadContract,
} from '../../scripts/contract/generated.ts';

test('latest is the newest revision', () => {
  expect(basename(findRevision('latest'))).toBe(listRevisions().at(-1));
});

test('no revision is the base', () => {
  expect(basename(findRevision())).toBe('generated');
});

test('an unknown revision is refused with the nearest one', () => {
  expect(() => findRevision('2026-11-12')).toThrow('unknown revision "2026-11-12"; did you mean 2026-11-11?');
});

test('a revision unlike any other is refused with all there are', () => {
  expect(() => findRevision('newest')).toThrow(
    `unknown revision "newest"; the revisions are ${listRevisions().join(', ')}, latest`,
  );
});

async function permitted(shape: string, value: unknown) {
  const { validators, later } = await loadContract();
  const validate = validators[`validate${shape}`]!;
  expect(validate(value)).toBe(false);
  const since = findPermitted(later, shape, value);
  return validate.errors!.map((violation) => [violation.instancePath, violation.keyword, since(violation)]);
}

test('a violation that a later revision permits gets its date', async () => {
  expect(await permitted('ListImageScanFindingsRequest', { maxResults: 60 })).toEqual([
    ['/maxResults', 'maximum', '2026-11-11'],
  ]);
});

test('a violation that every revision reports gets no date', async () => {
  expect(await permitted('ListImageScanFindingsRequest', { maxResults: 101 })).toEqual([
    ['/maxResults', 'maximum', undefined],
  ]);
});

test('of several violations each gets its own answer', async () => {
  const value = { maxResults: 60, filters: [{ name: 'severity', values: ['HIGH*'] }], nextToken: '' };
  expect(await permitted('ListImageScanFindingsRequest', value)).toEqual(
    expect.arrayContaining([
      ['/maxResults', 'maximum', '2026-11-11'],
      ['/filters/0/values/0', 'pattern', '2026-11-11'],
      ['/nextToken', 'minLength', undefined],
    ]),
  );
});

test('nothing comes after the latest revision', async () => {
  expect((await loadContract('latest')).later).toEqual([]);
});
