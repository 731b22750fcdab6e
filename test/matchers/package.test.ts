import { expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };

test('the package as it is published brings the matcher along', async () => {
  const matchers = await import(`${packageFile.name}/matchers`);
  expect(Object.keys(matchers)).toEqual(['toMatchContract']);
  expect.extend(matchers);
  expect({ baseScore: 9.8 }).toMatchContract('CvssScore');
  expect(() => expect({ baseScore: -1 }).toMatchContract('CvssScore')).toThrow(
    'baseScore must be at least 0, is -1',
  );
});

test('so it does the strict validators', async () => {
  const { validateCvssScore } = await import(`${packageFile.name}/validators/strict`);
  expect(validateCvssScore({ baseScore: 9.8 })).toBe(true);
  expect(validateCvssScore({ basescore: 9.8 })).toBe(false);
});
