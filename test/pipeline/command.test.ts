import { spawnSync } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate } from '../../scripts/pipeline/pipeline.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const script = fileURLToPath(new URL('../../scripts/generate.ts', import.meta.url));

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
  await generate(workspace);
});

afterAll(() => workspace.remove());

function run(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

const folders = () => ['--contract', workspace.contract, '--out', workspace.out];

test('says that everything is up to date, from any working directory', () => {
  const { stdout, status } = run(...folders());
  expect(stdout).toMatch(/^\S*generated\/ is up to date\n$/);
  expect(status).toBe(0);
});

test('a check that fails names the stale file and the cure', async () => {
  await appendFile(`${workspace.out}/types.ts`, '\n');
  const { stdout, stderr, status } = run(...folders(), '--check');
  expect(stderr).toMatch(/stale\s+\S*generated\/types\.ts\n/);
  expect(stderr).toMatch(/npm run generate\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

test('a broken contract is reported as file:line:column, rule and message', async () => {
  await appendFile(`${workspace.contract}/openapi.yaml`, 'surprise: true\n');
  const { stderr, status } = run(...folders());
  expect(stderr).toMatch(/^\S*openapi\.yaml:\d+:\d+ {2}\S+ {2}.*surprise/m);
  expect(status).toBe(1);
});

test('an unknown option is an error of its own', () => {
  const { stderr, status } = run('--chekc');
  expect(stderr).toContain("Unknown option '--chekc'");
  expect(status).toBe(2);
});

test('help lists every option', () => {
  const { stdout, status } = run('--help');
  for (const option of ['--check', '--contract', '--out', '--help']) expect(stdout).toContain(option);
  expect(status).toBe(0);
});
