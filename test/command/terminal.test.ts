import { expect, test } from 'vitest';
import { createProgress, isColored } from '../../scripts/terminal.ts';

function record(times: number[], isTTY = true) {
  const lines: string[] = [];
  const stream = { isTTY, write: (text: string) => lines.push(text) > 0 };
  return { progress: createProgress(stream, () => times.shift()!), written: () => lines.join('') };
}

test('work that is done within half a second shows no progress', () => {
  const { progress, written } = record([0, 499]);
  progress.show('half');
  progress.clear();
  expect(written()).toBe('');
});

test('longer work shows its progress ten times a second, and the line is cleared at the end', () => {
  const { progress, written } = record([0, 500, 500, 599, 600, 600]);
  for (const line of ['one', 'two', 'three']) progress.show(line);
  expect(written()).toBe('\r\u001b[Kone\r\u001b[Kthree');
  progress.clear();
  expect(written()).toBe('\r\u001b[Kone\r\u001b[Kthree\r\u001b[K');
});

test('a pipe shows no progress', () => {
  const { progress, written } = record([0, 1000, 1000], false);
  progress.show('half');
  progress.clear();
  expect(written()).toBe('');
});

test.for([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
] as const)('the colors of %s', ([, isTTY, env, colored]) => {
  expect(isColored({ isTTY, write: () => true }, env)).toBe(colored);
});
