import { describe, expect, test, vi } from 'vitest';
import type { ConformanceOptions } from '../../scripts/conform/index.ts';
import { describeConformance, type TestFunctions } from '../../scripts/conform/index.ts';
import { credentials, startMock } from './support.ts';

/** Collects the tests that `describeConformance` defines. */
async function collect(url: () => string, options: ConformanceOptions) {
  const tests = new Map<string, (context: { skip: (note?: string) => void }) => Promise<void>>();
  let defined: Promise<void> | undefined;
  describeConformance(url, {
    ...{ region: 'us-east-1', credentials, ...options },
    describe: (_, define) => {
      defined = define();
    },
    test: (name, run) => tests.set(name.split(':')[0]!, run),
  });
  await defined;
  return tests;
}

describe('describeConformance', () => {
  test('takes the functions of vitest', () => {
    const functions: TestFunctions = { describe, test };
    expect(functions).toBeDefined();
  });

  test('defines a test that passes with its rule', async () => {
    const { url } = await startMock();
    const tests = await collect(() => url, { only: ['page-size'] });
    expect([...tests.keys()]).toEqual(['page-size']);
    await expect(tests.get('page-size')!({ skip: vi.fn() })).resolves.toBeUndefined();
  });

  test('skips an unproven rule with the reason', async () => {
    const { url } = await startMock({ count: 0 });
    const skip = vi.fn();
    const tests = await collect(() => url, { only: ['page-size'] });
    await tests.get('page-size')!({ skip });
    expect(skip).toHaveBeenCalledWith(expect.stringContaining('lists no items'));
  });

  test('fails with the reason and a curl command', async () => {
    const { url } = await startMock({ revision: 'latest' });
    const tests = await collect(() => url, { only: ['request-maximum'] });
    await expect(tests.get('request-maximum')!({ skip: vi.fn() })).rejects.toThrow(
      /the status is 200[\s\S]*curl /,
    );
  });
});
