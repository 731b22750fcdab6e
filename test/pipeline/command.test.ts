import { spawnSync } from 'node:child_process';
import { appendFile, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, type Workspace } from './workspace.ts';

const script = fileURLToPath(new URL('../../scripts/generate.ts', import.meta.url));
const generated = fileURLToPath(new URL('../../generated/', import.meta.url));

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace();
  await cp(generated, workspace.out, { recursive: true });
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

test('generate --check names the stale file and the command that fixes it, from any working directory', async () => {
  await appendFile(`${workspace.out}/types.ts`, '\n');
  const { stdout, stderr, status } = run(...folders(), '--check');
  expect(stderr).toMatch(/is out of date:\n {2}stale\s+\S*generated\/types\.ts\nTo fix/);
  expect(stderr).toMatch(/npm run generate\n$/);
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

test('generate reports a broken contract as file:line:column, rule and message', async () => {
  await appendFile(`${workspace.contract}/openapi.yaml`, 'surprise: true\n');
  const { stderr, status } = run(...folders());
  expect(stderr).toMatch(/^\S*openapi\.yaml:\d+:\d+ {2}\S+ {2}.*surprise/m);
  expect(status).toBe(1);
});

test('a folder without a contract ends with 2', () => {
  const { stderr, status } = run('--contract', tmpdir());
  expect(stderr).toContain('contains no openapi.yaml');
  expect(status).toBe(2);
});

test('an unknown option ends with 2 and a suggestion', () => {
  const { stderr, status } = run('--chekc');
  expect(stderr).toContain('unknown option --chekc; did you mean --check?');
  expect(status).toBe(2);
});

test('generate --help lists every option', () => {
  const { stdout, status } = run('--help');
  for (const option of ['--check', '--contract', '--out', '--help']) expect(stdout).toContain(option);
  expect(status).toBe(0);
});
