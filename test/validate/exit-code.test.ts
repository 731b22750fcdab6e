import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { items } from './examples.ts';
import { type Run, root, run, writeInput } from './run.ts';

const valid = await writeInput('valid.json', items);
const invalid = await writeInput('invalid.json', [{ ...items[0], severity: null }]);

function expectFailure({ exitCode, stderr, stdout }: Run, words: string): void {
  expect(exitCode).toBe(2);
  expect(stderr + stdout).toContain(words);
  expect(stderr + stdout).not.toMatch(/^ +at /m);
}

test('0: everything is valid', async () => {
  expect((await run([valid])).exitCode).toBe(0);
});

test('1: something is invalid', async () => {
  expect((await run([valid, invalid])).exitCode).toBe(1);
});

test('2: there is no such file, and the others are judged all the same', async () => {
  const result = await run(['nowhere.json', invalid]);
  expectFailure(result, 'nowhere.json: no such file');
  expect(result.stdout).toContain('severity must be a string, is null');
});

test('2: a pattern matches nothing', async () => {
  expectFailure(await run([join(root, 'nothing-*.json')]), 'no file matches');
});

test('2: a folder is named', async () => {
  await mkdir(join(root, 'folder'), { recursive: true });
  expectFailure(
    await run([join(root, 'folder')]),
    `name its files, such as '${join(root, 'folder')}/**/*.json'`,
  );
});

test('2: not JSON, with line and column', async () => {
  const file = await writeInput('broken.json', '{\n  "findings": [,]\n}\n');
  expectFailure(await run([file]), `${file}:2:16 error not JSON: a value or ] should come here, not ","`);
});

test('2: the text ends too early', async () => {
  expectFailure(await run([], { stdin: '{"findings": [' }), 'stdin:1:15 error not JSON: the text ends where');
});

test('2: nothing came in', async () => {
  expectFailure(
    await run([], { stdin: '' }),
    'stdin:1:1 error not JSON: the text ends where a value should come',
  );
});

test('2: UTF-16, as PowerShell writes it', async () => {
  const file = await writeInput('utf-16.json', Buffer.from('\uFEFF{}', 'utf16le'));
  expectFailure(await run([file]), `${file} is in UTF-16`);
});

test('2: an unknown shape, with the nearest one', async () => {
  expectFailure(
    await run(['--as', 'ImageScanFindng', valid]),
    'no shape ImageScanFindng; did you mean ImageScanFinding?',
  );
});

test('2: a shape that cannot be worked out', async () => {
  expectFailure(await run([], { stdin: '{"colour": "blue", "size": 3}' }), 'name one with --as');
});

test('2: an unknown option, with the nearest one', async () => {
  expectFailure(await run(['--stict', valid]), 'there is no option --stict; did you mean --strict?');
});

test('2: an option without its value', async () => {
  expectFailure(await run([valid, '--format']), '--format needs a value');
});

test('2: an unknown format, with the nearest one', async () => {
  expectFailure(await run(['--format', 'xunit', valid]), 'did you mean junit?');
});

test('2: a limit that is no number', async () => {
  expectFailure(
    await run(['--max-faults', 'few', valid]),
    '--max-faults must be a whole number above 0, is few',
  );
});

test('2: a path that the system refuses', async () => {
  const name = `${'x'.repeat(5000)}.json`;
  expectFailure(await run([name]), `${name}: ENAMETOOLONG`);
});

test('2: JSON that is nested too deep to have a shape', async () => {
  expectFailure(await run([], { stdin: '['.repeat(100_000) }), 'not JSON');
  expectFailure(await run([], { stdin: '['.repeat(100_000) + ']'.repeat(100_000) }), 'name one with --as');
});

test('a reader that stops early, as head does, leaves the exit code and no stack trace', async () => {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
  const file = await writeInput('long.json', Array(2000).fill({ ...items[0], severity: null }));
  const script = `'${process.execPath}' '${cli}' validate --max-faults 2000 '${file}' | head -1; exit \${PIPESTATUS[0]}`;
  const child = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(child.status).toBe(1);
  expect(child.stdout).toContain('severity must be a string');
  expect(child.stderr).not.toMatch(/^ +at /m);
});
