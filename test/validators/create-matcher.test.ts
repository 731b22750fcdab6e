import { expect, test } from 'vitest';
import { createMatcher } from '../../scripts/runtime/validation/create-matcher.ts';

/** A pattern that counts how often it is asked. */
function counting(source: string): { pattern: RegExp; asked: string[] } {
  const pattern = new RegExp(source, 'u');
  const asked: string[] = [];
  pattern.test = (text) => {
    asked.push(text);
    return RegExp.prototype.exec.call(pattern, text) !== null;
  };
  return { pattern, asked };
}

test('the last two texts that matched are not matched again', () => {
  const { pattern, asked } = counting('^[a-z]$');
  const matches = createMatcher(pattern);
  for (const text of ['a', 'b', 'a', 'b', 'c', 'b', 'c', 'a']) expect(matches(text)).toBe(true);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});

test('a text that does not match is never remembered', () => {
  const { pattern, asked } = counting('^[a-z]+$');
  const matches = createMatcher(pattern);
  for (const text of ['1', '1', '', '', 'a', '1']) expect(matches(text)).toBe(text === 'a');
  expect(asked).toEqual(['1', '1', '', '', 'a', '1']);
});

test('a long text is not kept in memory', () => {
  const { pattern, asked } = counting('^[a-z]+$');
  const matches = createMatcher(pattern);
  const long = 'a'.repeat(1025);
  for (const text of [long, long]) expect(matches(text)).toBe(true);
  expect(asked).toHaveLength(2);
});
