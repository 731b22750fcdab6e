import { execFile } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fullItem, items } from './examples.ts';
import { root, writeInput } from './run.ts';

interface Hook {
  id: string;
  entry: string;
  language: string;
  files: string;
}

const project = fileURLToPath(new URL('../../', import.meta.url));
const [hook]: Hook[] = parse(await readFile(join(project, '.pre-commit-hooks.yaml'), 'utf8'));
const checkout = join(root, 'hook');

beforeAll(async () => {
  // As pre-commit checks a hook out: what is committed, and no dependency installed.
  await mkdir(checkout);
  for (const part of ['package.json', 'scripts', 'generated'])
    await cp(join(project, part), join(checkout, part), { recursive: true });
});

/** Runs the hook's entry on files, as pre-commit does: from the checkout, with the files after its arguments. */
async function runHook(files: string[]): Promise<{ exitCode: number; stdout: string }> {
  const [script, ...args] = hook!.entry.split(' ');
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };
  return new Promise((resolve) => {
    execFile(join(checkout, script!), [...args, ...files], { env }, (error, stdout) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout }),
    );
  });
}

test('the hook runs a script of the checkout', () => {
  expect(hook!.language).toBe('script');
});

test.for(['page.json', 'exports/findings.ndjson', 'findings.jsonl', 'session.har'])(
  'the hook sees %s',
  (name) => {
    expect(new RegExp(hook!.files).test(name)).toBe(true);
  },
);

test('the hook leaves what is no JSON alone', () => {
  for (const name of ['page.json.bak', 'json', 'page.yaml'])
    expect(new RegExp(hook!.files).test(name)).toBe(false);
});

test('the hook lets a commit of valid files pass and stops one with a fault', async () => {
  const valid = await writeInput('valid.json', items);
  const invalid = await writeInput('invalid.json', [{ ...fullItem, severity: null }]);
  expect(await runHook([valid])).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await runHook([valid, invalid]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('severity must be a string, is null');
});
