import { execFile } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fullItem, items } from './examples.ts';
import { root, writeInput } from './run.ts';

interface Action {
  inputs: Record<string, { required?: boolean; default?: string }>;
  runs: {
    using: string;
    steps: { uses?: string; shell?: string; run?: string; env?: Record<string, string> }[];
  };
}

const project = fileURLToPath(new URL('../../', import.meta.url));
const action: Action = parse(await readFile(join(project, 'action.yml'), 'utf8'));
const [setUp, step] = action.runs.steps;
const checkout = join(root, 'action');

beforeAll(async () => {
  // As GitHub checks an action out: what is committed, and no dependency installed.
  await mkdir(checkout);
  for (const part of ['action.yml', 'package.json', 'scripts', 'generated'])
    await cp(join(project, part), join(checkout, part), { recursive: true });
  await writeInput('valid.json', items);
  await writeInput('invalid one.json', [{ ...fullItem, severity: null }]);
  await writeInput('unknown.json', [{ ...fullItem, severty: 'LOW' }]);
});

/** Runs the action's own step as GitHub's runner does. */
async function runAction(
  inputs: Record<string, string>,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const values: Record<string, string> = {};
  for (const [name, { default: byDefault = '' }] of Object.entries(action.inputs))
    values[name] = inputs[name] ?? byDefault;
  const fill = (text: string) => text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name) => values[name]!);
  const env = Object.fromEntries(Object.entries(step!.env!).map(([name, value]) => [name, fill(value)]));
  const runner = { PATH: process.env['PATH']!, GITHUB_ACTION_PATH: checkout, GITHUB_WORKSPACE: root };
  return new Promise((resolve) => {
    // The runner's shell of this name.
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run!],
      { cwd: root, env: { ...runner, ...env } },
      (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('the action is composite, sets Node up and runs one step in bash', () => {
  expect(action.runs.using).toBe('composite');
  expect(action.runs.steps).toHaveLength(2);
  expect(setUp!.uses).toMatch(/^actions\/setup-node@[0-9a-f]{40}$/);
  expect(step!.shell).toBe('bash');
});

test('every input of the action reaches its step', async () => {
  const text = await readFile(join(project, 'action.yml'), 'utf8');
  for (const name of Object.keys(action.inputs)) expect(text).toContain(`\${{ inputs.${name} }}`);
});

test('the step passes where all files are valid', async () => {
  expect(await runAction({ files: 'valid.json' })).toMatchObject({ exitCode: 0, stdout: '' });
});

test('the step fails and annotates the files of several lines of patterns', async () => {
  const { exitCode, stdout } = await runAction({ files: 'inv*.json\n\nvalid.json\n' });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^::error file=invalid one\.json,line=\d+,col=\d+.*severity must be a string, is null$/m,
  );
});

test('the inputs as and strict are handed on', async () => {
  const [as] = [await runAction({ files: 'valid.json', as: 'NonEmptyString' })];
  expect(as.stdout).toContain('breaks NonEmptyString');
  expect((await runAction({ files: 'unknown.json' })).exitCode).toBe(0);
  expect((await runAction({ files: 'unknown.json', strict: 'true' })).exitCode).toBe(1);
});

test('a report can go to a file, for example for code scanning', async () => {
  const { exitCode } = await runAction({ files: '*.json', format: 'sarif', report: 'report.sarif' });
  expect(exitCode).toBe(1);
  expect(JSON.parse(await readFile(join(root, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
});

test('a file name cannot smuggle a command or an option into the step', async () => {
  const { exitCode, stderr } = await runAction({ files: '$(touch smuggled)\n--help' });
  expect(exitCode).toBe(2);
  expect(stderr).not.toContain('Usage');
  await expect(readFile(join(root, 'smuggled'))).rejects.toThrow('ENOENT');
});
