import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const compiler = 'node_modules/ts7/bin/tsc';

test('generated/types.ts and the types of the AWS SDK agree', { timeout: 60_000 }, async () => {
  const run = promisify(execFile)(process.execPath, [compiler, '-p', 'test/aws/tsconfig.json']);
  expect(
    await run.then(
      () => '',
      ({ stdout, message }) => stdout || message,
    ),
  ).toBe('');
});
