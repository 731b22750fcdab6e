import { expect, test } from 'vitest';
import {
  count,
  describeConstraints,
  preview,
  wordPath,
  wordViolation,
} from '../../scripts/contract/words.ts';

test.for<[string, Parameters<typeof wordViolation>]>([
  ['maxResults must be at most 25, is 77', [['maxResults'], 'maximum', { minimum: 1, maximum: 25 }, 77]],
  ['a[0].b must be at least 0, is -1', [['a', 0, 'b'], 'minimum', { minimum: 0 }, -1]],
  ['a must be less than 5, is 5', [['a'], 'exclusiveMaximum', { exclusiveMaximum: 5 }, 5]],
  ['a must be a multiple of 5, is 3', [['a'], 'multipleOf', { multipleOf: 5 }, 3]],
  ['a must have at least 1 character, has 0', [['a'], 'minLength', { minLength: 1, maxLength: 1024 }, '']],
  ['a must have at most 1 item, has 2', [['a'], 'maxItems', { minItems: 1, maxItems: 1 }, [1, 2]]],
  [
    'a must not repeat an item, is an array of 2 items',
    [['a'], 'uniqueItems', { uniqueItems: true }, [1, 1]],
  ],
  ['a must match `^b$`, is "c"', [['a'], 'pattern', { pattern: '^b$' }, 'c']],
  ['a must be one of "b", 1, is null', [['a'], 'enum', { enum: ['b', 1] }, null]],
  ['a must be an integer, is 1.5', [['a'], 'type', { type: 'integer' }, 1.5]],
  ['the value must be an object, is an array of 1 item', [[], 'type', { type: 'object' }, [1]]],
  ['a is required', [['a'], 'required', {}, undefined]],
  ['a is not allowed: B has no such property', [['a'], 'additionalProperties', {}, 1, 'B']],
])('a violation is worded as: %s', ([words, violation]) => {
  expect(wordViolation(...violation)).toBe(words);
});

test('a length counts Unicode code points', () => {
  expect(wordViolation(['a'], 'maxLength', { maxLength: 1 }, '🛡🛡')).toBe(
    'a must have at most 1 character, has 2',
  );
});

test('a path is written as in JavaScript', () => {
  expect(wordPath(['findings', 3, 'a b', '"', 'é', '7'])).toBe('findings[3]["a b"]["\\""].é[7]');
});

test.for<[unknown, string]>([
  ['x'.repeat(61), `"${'x'.repeat(60)}…" (61 characters)`],
  [`${'x'.repeat(59)}🛡${'x'.repeat(9)}`, `"${'x'.repeat(59)}…" (69 characters)`],
  [{ a: 1 }, 'an object with 1 property'],
  [{}, 'an object with 0 properties'],
  [new Date(0), 'a Date'],
  [Number.NaN, 'NaN'],
  [undefined, 'undefined'],
])('%o is shown as %s', ([value, shown]) => {
  expect(preview(value)).toBe(shown);
});

test('control and invisible characters of a value are escaped', () => {
  expect(preview('\u001b[31m\u009b\u202e\u{e0041}')).toBe('"\\u001b[31m\\u009b\\u202e\\udb40\\udc41"');
  expect(wordPath(['a\u009b'])).toBe('["a\\u009b"]');
});

test('large numbers have separators in counts, and none in constraints', () => {
  expect(count(2000, 'property')).toBe('2,000 properties');
  expect(describeConstraints({ maxLength: 1024, uniqueItems: true })).toEqual([
    'at most 1024 characters',
    'no repeated items',
  ]);
});
