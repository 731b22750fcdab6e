import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { cli, findings, run, writeInput } from './support.ts';

const large = { findings: Array.from({ length: 60 }, () => findings[0]), nextToken: 'more' };

test('a request that a later revision permits names that revision', async () => {
  const path = await writeInput('request.json', { maxResults: 60 });
  const { exitCode, stdout } = await run([path]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    'maxResults must be at most 25, is 60; allowed since 2026-11-11: --revision 2026-11-11',
  );
});

test('a page that a later revision permits names that revision', async () => {
  const { stdout } = await run([await writeInput('page.json', large)]);
  expect(stdout).toContain(
    'findings must have at most 25 items, has 60; allowed since 2026-11-11: --revision 2026-11-11',
  );
});

test('a violation that no revision permits names none', async () => {
  const { stdout } = await run([await writeInput('request.json', { maxResults: 101 })]);
  expect(stdout).toContain('maxResults must be at most 25, is 101');
  expect(stdout).not.toContain('allowed since');
});

test.for(['2026-11-11', 'latest'])('--revision %s accepts what that revision permits', async (revision) => {
  const paths = [await writeInput('request.json', { maxResults: 60 }), await writeInput('page.json', large)];
  const { exitCode, stdout } = await run(['--revision', revision, ...paths]);
  expect([exitCode, stdout]).toEqual([0, '']);
});

test('an unknown revision ends with exit code 2 and a suggestion', async () => {
  const path = await writeInput('request.json', { maxResults: 1 });
  const { exitCode, stderr } = await run(['--revision', '2026-11-12', path]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('unknown revision "2026-11-12"; did you mean 2026-11-11?');
});

test('--version names the revisions', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, '--version']);
  expect(stdout).toMatch(/API 2019-12-02, revisions: base, 2026-11-11\n$/);
});
