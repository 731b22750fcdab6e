import { describe, expect, it, test } from 'vitest';
import { compareStrings, type StringDifference, type Strings } from '../../scripts/vectors/languages.ts';

const cases: [name: string, old: Strings, now: Strings, expected: StringDifference | undefined][] = [
  ['a further character', { pattern: '^[a-z]{1,9}$' }, { pattern: '^[a-z*]{1,9}$' }, { onlyNew: '*' }],
  ['a character less', { pattern: '^[a-z_]+$' }, { pattern: '^[a-z]+$' }, { onlyOld: '_' }],
  [
    'one character for another',
    { pattern: '^[a-y]$' },
    { pattern: '^[b-z]$' },
    { onlyOld: 'a', onlyNew: 'z' },
  ],
  ['the same strings, written differently', { pattern: '^(?:a|b)(?:a|b)*$' }, { pattern: '^[ab]+$' }, {}],
  [
    'a length that moves out of the pattern',
    { pattern: '^[a-z]{1,1024}$' },
    { pattern: '^[a-z]+$', min: 1, max: 1024 },
    {},
  ],
  ['an anchor less', { pattern: '^ab$' }, { pattern: 'ab$' }, { onlyNew: 'bab' }],
  ['an anchor in one of two alternatives', { pattern: '^a|b$' }, { pattern: '^a|^b$' }, { onlyOld: 'cb' }],
  ['a longer maximum', { pattern: '^a*$', max: 2 }, { pattern: '^a{0,3}$' }, { onlyNew: 'aaa' }],
  [
    'other lengths with the same pattern',
    { pattern: '^[ab]+$', min: 1, max: 3000 },
    { pattern: '^[ab]+$', min: 2, max: 2999 },
    { onlyOld: 'a' },
  ],
  [
    'a length that no pattern counts',
    { pattern: '^a+$', max: 3000 },
    { pattern: '^a+$', max: 3001 },
    { onlyNew: 'a'.repeat(3001) },
  ],
  ['no pattern', { pattern: '^[a-z]*$' }, {}, { onlyNew: 'A' }],
  [
    'a look-ahead that rules strings out',
    { pattern: '^[a-z:]+$' },
    { pattern: '^(?!aws:)[a-z:]+$' },
    { onlyOld: 'aws:' },
  ],
  ['a look-ahead to the end', { pattern: '^(?=.{3,5}$)[a-z]+$' }, { pattern: '^[a-z]{3,5}$' }, {}],
  [
    'characters beyond the basic plane',
    { pattern: '^[a-b]$' },
    { pattern: '^[a-b\\u{1F600}]$' },
    { onlyNew: '😀' },
  ],
  ['a pattern that ECMA-262 does not know', { pattern: '^[a-z]+$' }, { pattern: '^[a-z]++$' }, undefined],
  [
    'a back-reference to a finite group',
    { pattern: '^(a|b)\\1$' },
    { pattern: '^(?:aa|bb|c)$' },
    { onlyNew: 'c' },
  ],
];

describe('two sets of strings are compared as languages', () => {
  it.each(cases)('%s', (_, old, now, expected) => {
    expect(compareStrings(old, now)).toEqual(expected);
  });
});

test('each string found is accepted by one pattern and rejected by the other', () => {
  const accepts = ({ pattern = '', min = 0, max = Number.POSITIVE_INFINITY }: Strings, text: string) =>
    new RegExp(pattern, 'u').test(text) && [...text].length >= min && [...text].length <= max;
  for (const [name, old, now] of cases) {
    const { onlyOld, onlyNew } = compareStrings(old, now) ?? {};
    if (onlyOld !== undefined)
      expect([accepts(old, onlyOld), accepts(now, onlyOld)], name).toEqual([true, false]);
    if (onlyNew !== undefined)
      expect([accepts(old, onlyNew), accepts(now, onlyNew)], name).toEqual([false, true]);
  }
});
