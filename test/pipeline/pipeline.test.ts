import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { BrokenContractError } from '../../scripts/pipeline/broken-contract-error.ts';
import { readFolder } from '../../scripts/pipeline/folder.ts';
import { generatingFolders } from '../../scripts/pipeline/manifest.ts';
import { generate } from '../../scripts/pipeline/pipeline.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

let first: Workspace;
let workspace: Workspace;

beforeAll(async () => {
  first = await createWorkspace();
  await generate(first);
});

beforeEach(async () => {
  workspace = await createWorkspace();
  await cp(first.out, workspace.out, { recursive: true });
});

afterEach(() => workspace.remove());
afterAll(() => first.remove());

test('two runs in different folders give the same bytes, and no path of this machine', async () => {
  await rm(workspace.out, { recursive: true });
  await generate(workspace);
  const files = await readFolder(workspace.out);
  expect(await readFolder(first.out)).toEqual(files);
  for (const [path, text] of files) expect(text.includes(dirname(workspace.out)), path).toBe(false);
});

test('a run that would change nothing does nothing', async () => {
  const before = await stat(`${workspace.out}/manifest.json`);
  const steps: string[] = [];
  const outcome = await generate({ ...workspace, progress: (step) => steps.push(step) });
  expect(outcome).toEqual({ status: 'up to date', differences: [] });
  expect(steps).toEqual([]);
  expect((await stat(`${workspace.out}/manifest.json`)).ino).toBe(before.ino);
});

test('a check finds each file that is stale, missing or extra, and mends none', async () => {
  await appendFile(`${workspace.out}/types.ts`, '\n');
  await rm(`${workspace.out}/openapi.json`);
  await mkdir(`${workspace.out}/left`);
  await writeFile(`${workspace.out}/left/over.json`, '{}');
  const outcome = await generate({ ...workspace, check: true });
  expect(outcome).toEqual({
    status: 'stale',
    differences: [
      { path: 'left/over.json', state: 'extra' },
      { path: 'openapi.json', state: 'missing' },
      { path: 'types.ts', state: 'stale' },
    ],
  });
  expect((await readFolder(workspace.out)).has('left/over.json')).toBe(true);
});

test('a check does not trust the manifest', async () => {
  const [types, manifest] = [`${workspace.out}/types.ts`, `${workspace.out}/manifest.json`];
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const text = await readFile(types, 'utf8');
  await writeFile(types, `${text}\n`);
  const forged = (await readFile(manifest, 'utf8')).replace(hash(text), hash(`${text}\n`));
  await writeFile(manifest, forged);
  expect((await generate(workspace)).status).toBe('up to date');
  const { differences } = await generate({ ...workspace, check: true });
  expect(differences.map(({ path }) => path)).toEqual(['manifest.json', 'types.ts']);
});

test('a run mends a changed file and removes what is no longer generated', async () => {
  const files = await readFolder(workspace.out);
  await appendFile(`${workspace.out}/types.ts`, '\n');
  await writeFile(`${workspace.out}/left-over.json`, '{}');
  expect((await generate(workspace)).status).toBe('written');
  expect(await readFolder(workspace.out)).toEqual(files);
  expect(await readdir(dirname(workspace.out))).toEqual(['generated', 'openapi']);
});

async function breakSchema(): Promise<{ file: string; line: number }> {
  const folder = `${workspace.contract}/components/schemas`;
  for (const name of await readdir(folder)) {
    const file = `${folder}/${name}`;
    const lines = (await readFile(file, 'utf8')).split('\n');
    const line = lines.indexOf('type: string');
    if (line < 0) continue;
    await writeFile(file, lines.with(line, 'type: strin').join('\n'));
    return { file, line: line + 1 };
  }
  throw new Error('no schema of the contract is a string');
}

test('a broken contract is reported with file, line and rule, before anything is written', async () => {
  await rm(workspace.out, { recursive: true });
  const { file, line } = await breakSchema();
  const error = await generate(workspace).catch((reason) => reason);
  expect(error).toBeInstanceOf(BrokenContractError);
  const places = (error as BrokenContractError).problems.map((problem) => [problem.file, problem.line]);
  expect(places).toContainEqual([relative('', file), line]);
  expect((error as BrokenContractError).problems.every(({ rule }) => rule !== '')).toBe(true);
  expect(await readdir(dirname(workspace.out))).toEqual(['openapi']);
});

test('a contract that breaks later leaves what was generated before', async () => {
  const files = await readFolder(workspace.out);
  await breakSchema();
  await expect(generate(workspace)).rejects.toThrow(BrokenContractError);
  expect(await readFolder(workspace.out)).toEqual(files);
});

test('a folder that the pipeline did not write is left alone', async () => {
  await rm(`${workspace.out}/manifest.json`);
  await writeFile(`${workspace.out}/thesis.txt`, 'two years of work');
  await expect(generate(workspace)).rejects.toThrow(/holds files but no manifest\.json/);
  expect(await readFile(`${workspace.out}/thesis.txt`, 'utf8')).toBe('two years of work');
});

test('a folder without a contract is named', async () => {
  await expect(generate({ ...workspace, contract: dirname(workspace.out) })).rejects.toThrow(
    `${dirname(workspace.out)} holds no openapi.yaml`,
  );
});

async function listImports(file: URL, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(file.href)) return found;
  found.add(file.href);
  const source = await readFile(file, 'utf8');
  const imports = source.matchAll(/ from '(\.[^']+\.ts)'/g);
  for (const [, path] of imports) await listImports(new URL(path!, file), found);
  return found;
}

test('a change of any script that generates makes the output stale', async () => {
  const scripts = new URL('../../scripts/', import.meta.url);
  const imported = await listImports(new URL('pipeline/build.ts', scripts));
  expect(imported.size).toBeGreaterThan(10);
  for (const file of imported) {
    expect(generatingFolders).toContain(file.slice(scripts.href.length).split('/')[0]);
  }
});
