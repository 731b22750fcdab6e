import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };

const require = createRequire(import.meta.url);

test('the published package has the matcher', async () => {
  const matchers = await import(`${packageFile.name}/matchers`);
  expect(Object.keys(matchers)).toEqual(['toMatchContract']);
  expect.extend(matchers);
  expect({ baseScore: 9.8 }).toMatchContract('CvssScore');
  expect(() => expect({ baseScore: -1 }).toMatchContract('CvssScore')).toThrow(
    'baseScore must be at least 0, is -1',
  );
});

test('the published package has the strict validators', async () => {
  const { validateCvssScore } = await import(`${packageFile.name}/validators/strict`);
  expect(validateCvssScore({ baseScore: 9.8 })).toBe(true);
  expect(validateCvssScore({ basescore: 9.8 })).toBe(false);
});

test('the matcher is CommonJS for require, as jest loads it by default', async () => {
  const matchers = require.resolve(`${packageFile.name}/matchers`);
  const code = `const { toMatchContract } = require(${JSON.stringify(matchers)});
console.log(JSON.stringify(toMatchContract({ severity: 3 }, 'ImageScanFinding')), require.cache[${JSON.stringify(matchers)}].children.length);`;
  // Without what newer versions of Node add, which the module systems of test runners do not have.
  const flags = ['--no-experimental-require-module', '--no-experimental-detect-module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  expect(stdout).toBe('{"pass":false} 0\n');
});
