import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('every entry of the lock file has an integrity hash', async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Record<string, { integrity?: string }>;
  };
  const without = Object.entries(packages).filter(([path, { integrity }]) => path !== '' && !integrity);
  expect(without.map(([path]) => path)).toEqual([]);
});

test('every action is pinned by commit, with its version in a comment', async () => {
  const workflows = (await readdir('.github/workflows')).map((file) => join('.github/workflows', file));
  const texts = await Promise.all([...workflows, 'action.yml'].map((file) => readFile(file, 'utf8')));
  const uses = texts.flatMap((text) => [...text.matchAll(/uses: (\S.*)/g)].map(([, action]) => action!));
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});
