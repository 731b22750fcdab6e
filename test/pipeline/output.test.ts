import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readFolder } from '../../scripts/files.ts';
import { update } from '../../scripts/pipeline.ts';
import { temporaryFolder } from '../support/folder.ts';

const files = new Map([
  ['README.md', '# Generated files'],
  ['a.json', '{}'],
  ['folder/b.json', '[]'],
]);
let folder: string;
let out: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  out = join(folder, 'generated');
});

async function spoil() {
  await update(files, { out });
  await rm(`${out}/folder/b.json`);
  await writeFile(`${out}/a.json`, '{"stale": true}');
  await writeFile(`${out}/folder/left-over.json`, '{}');
}

const differences = [
  { path: 'a.json', state: 'stale' },
  { path: 'folder/b.json', state: 'missing' },
  { path: 'folder/left-over.json', state: 'extra' },
];

test('generate writes files into a folder that does not exist', async () => {
  await update(files, { out });
  expect(await readFolder(out)).toEqual(files);
});

test('generate --check lists stale, missing and extra files and changes none', async () => {
  await spoil();
  const before = await readFolder(out);
  expect(await update(files, { out, check: true })).toEqual(differences);
  expect(await readFolder(out)).toEqual(before);
});

test('generate writes stale and missing files and removes extra ones', async () => {
  await spoil();
  expect(await update(files, { out })).toEqual(differences);
  expect(await readFolder(out)).toEqual(files);
});

test('generate removes a folder with the last file in it', async () => {
  await update(files, { out });
  await update(new Map([...files].slice(0, 2)), { out });
  await expect(stat(`${out}/folder`)).rejects.toThrow('ENOENT');
});

test('generate does not touch a file that is up to date', async () => {
  await update(files, { out });
  await rm(`${out}/a.json`);
  const { mtimeMs } = await stat(`${out}/folder/b.json`);
  await update(files, { out });
  expect((await stat(`${out}/folder/b.json`)).mtimeMs).toBe(mtimeMs);
});

test.for([false, true])(
  'generate refuses a folder of other files and keeps them, when check is %j',
  async (check) => {
    await writeFile(`${folder}/thesis.txt`, 'two years of work');
    await expect(update(files, { out: folder, check })).rejects.toThrow(
      `${folder} contains files that were not generated`,
    );
    expect(await readFile(`${folder}/thesis.txt`, 'utf8')).toBe('two years of work');
  },
);
