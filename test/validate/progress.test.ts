import { expect, test } from 'vitest';
import { createProgress } from '../../scripts/validate/progress.ts';

function record(times: number[]) {
  let written = '';
  const progress = createProgress(
    (text) => {
      written += text;
    },
    () => times.shift()!,
  );
  return { progress, written: () => written };
}

test('work that is done within half a second shows no progress', () => {
  const { progress, written } = record([0, 499]);
  progress.show('a.ndjson', 1e6, 2e6);
  progress.clear();
  expect(written()).toBe('');
});

test('longer work shows its share, its size and its speed, and is cleared away', () => {
  const { progress, written } = record([0, 1000, 1000, 1000]);
  progress.show('a.ndjson', 30e6, 60e6);
  expect(written()).toBe('\r\u001b[K50 %, 30 MB, 30 MB/s  a.ndjson');
  progress.clear();
  expect(written().endsWith('\r\u001b[K')).toBe(true);
});

test('of a pipe, whose size is unknown, there is no share', () => {
  const { progress, written } = record([0, 2000, 2000, 2000]);
  progress.show('stdin', 30e6, undefined);
  expect(written()).toBe('\r\u001b[K30 MB, 15 MB/s  stdin');
});

test('where nobody reads along there is no progress', () => {
  const progress = createProgress(undefined, () => 1e6);
  expect(() => progress.show('a.ndjson', 1, 2)).not.toThrow();
});
