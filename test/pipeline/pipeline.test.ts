import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Files } from '../../scripts/files.ts';
import { readFolder } from '../../scripts/files.ts';
import { build, generate, isStale, update } from '../../scripts/pipeline.ts';
import { BrokenContractError } from '../../scripts/redocly/cli.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let files: Files;

beforeAll(async () => {
  workspace = await createWorkspace();
  files = await build(workspace);
});

afterAll(() => workspace.remove());

test('a contract in another folder builds the committed files, without a path of this machine', async () => {
  const committed = fileURLToPath(new URL('../../generated/', import.meta.url));
  expect(await readFolder(committed)).toEqual(files);
  for (const [path, text] of files) expect(text.includes(dirname(workspace.out)), path).toBe(false);
});

test('the generated files are stale only after a change of the contract', async () => {
  await update(files, workspace);
  expect(await isStale(workspace)).toBe(false);
  const changed = await createWorkspace();
  onTestFinished(() => changed.remove());
  const file = `${changed.contract}/openapi.yaml`;
  await writeFile(file, (await readFile(file, 'utf8')).replace('description: ', 'description: Changed. '));
  expect(await isStale({ ...changed, out: workspace.out })).toBe(true);
  expect(await isStale({ ...workspace, out: `${workspace.out}/missing` })).toBe(true);
});

test('the generated files are stale after a new revision', async () => {
  await update(files, workspace);
  const revised = await createWorkspace();
  onTestFinished(() => revised.remove());
  const info = { title: 'A revision', version: '2099-12-31' };
  const actions = [{ target: '$.info', update: { summary: 'Changed.' } }];
  await mkdir(`${revised.contract}/revisions`, { recursive: true });
  await writeFile(
    `${revised.contract}/revisions/2099-12-31.yaml`,
    JSON.stringify({ overlay: '1.1.0', info, actions }),
  );
  expect(await isStale({ ...revised, out: workspace.out })).toBe(true);
});

async function breakSchema(contract: string): Promise<{ file: string; line: number }> {
  const folder = `${contract}/components/schemas`;
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

test('a broken contract is reported with file, line and rule, and nothing is written', async () => {
  const broken = await createWorkspace();
  onTestFinished(() => broken.remove());
  const { file, line } = await breakSchema(broken.contract);
  const error = await generate(broken).catch((reason) => reason);
  expect(error).toBeInstanceOf(BrokenContractError);
  const places = (error as BrokenContractError).problems.map((problem) => [problem.file, problem.line]);
  expect(places).toContainEqual([relative('', file), line]);
  expect((error as BrokenContractError).problems.every(({ rule }) => rule !== '')).toBe(true);
  expect(await readdir(dirname(broken.out))).toEqual(['openapi']);
});

test('a folder without a contract is named', async () => {
  await expect(build({ contract: dirname(workspace.out) })).rejects.toThrow(
    `${dirname(workspace.out)} contains no openapi.yaml`,
  );
});
