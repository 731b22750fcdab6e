import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createValidateCommand, wordProgress } from '../../scripts/validate/command.ts';
import { fakeIo, type Run } from '../support/command.ts';
import { cli, contract, findings, report, root, run, writeInput } from './support.ts';

const valid = await writeInput('valid.json', findings);
const invalid = await writeInput('invalid.json', [{ ...findings[0], severity: null }]);
const help = (await run(['--help'])).stdout;

function expectFailure({ exitCode, stderr, stdout }: Run, words: string): void {
  expect(exitCode).toBe(2);
  expect(stderr + stdout).toContain(words);
  expect(stderr + stdout).not.toMatch(/^ +at |Error:|undefined|ENOENT/m);
}

test('exit code 0: everything is valid', async () => {
  expect((await run([valid])).exitCode).toBe(0);
});

test('exit code 1: something is invalid', async () => {
  expect((await run([valid, invalid])).exitCode).toBe(1);
});

test('exit code 2: a file is missing, and the others are still validated', async () => {
  const result = await run(['nowhere.json', invalid]);
  expectFailure(result, 'nowhere.json: no such file');
  expect(result.stdout).toContain('severity must be a string, is null');
});

test('exit code 2: a pattern matches nothing', async () => {
  expectFailure(await run([join(root, 'nothing-*.json')]), 'no file matches');
});

test('exit code 2: a folder without a file of JSON', async () => {
  await mkdir(join(root, 'empty'));
  expectFailure(await run([join(root, 'empty')]), 'no *.json, *.ndjson, *.jsonl, *.har in this folder');
});

test('exit code 2: not JSON, with line and column and the words of JSON.parse', async () => {
  const file = await writeInput('broken.json', '{\n  "findings": [,]\n}\n');
  expectFailure(await run([file]), `${file}:2:16 error not JSON: Unexpected token ','`);
});

test('exit code 2: the text ends too early', async () => {
  const { stdin } = { stdin: '{"findings": [' };
  expectFailure(await run([], { stdin }), 'stdin:1:15 error not JSON: Unexpected end of JSON input');
});

test('exit code 2: nothing came in', async () => {
  expectFailure(await run([], { stdin: '' }), 'stdin:1:1 error not JSON: Unexpected end of JSON input');
});

test('exit code 2: an unknown schema, with the nearest one', async () => {
  const result = await run(['--as', 'ImageScanFindng', valid]);
  expectFailure(result, 'the contract has no schema ImageScanFindng; did you mean ImageScanFinding?');
});

test('exit code 2: an unknown option, with the nearest one', async () => {
  expectFailure(await run(['--stict', valid]), 'unknown option --stict; did you mean --strict?');
});

test('exit code 2: an option without its value', async () => {
  expectFailure(await run([valid, '--format']), '--format needs a value');
});

test('exit code 2: a flag with a value', async () => {
  expectFailure(await run([valid, '--strict=false']), '--strict takes no value');
});

test('exit code 2: an unknown format, with the nearest one', async () => {
  expectFailure(await run(['--format', 'xunit', valid]), 'is "xunit"; did you mean junit?');
});

test('exit code 2: an unknown form of timestamps', async () => {
  const result = await run(['--timestamps', 'iso', valid]);
  expectFailure(result, '--timestamps must be one of text, number, any, is "iso"');
});

test('exit code 2: a limit that is not a number', async () => {
  const result = await run(['--max-violations', 'few', valid]);
  expectFailure(result, '--max-violations must be an integer from 1 to 25000, is "few"');
});

test('exit code 2: a path that the system refuses', async () => {
  const name = `${'x'.repeat(5000)}.json`;
  expectFailure(await run([name]), `${name}: the path is too long`);
});

test('exit code 2: JSON that is nested too deep to be recognized', async () => {
  expectFailure(await run([], { stdin: '['.repeat(100_000) }), 'not JSON');
  const nested = '['.repeat(100_000) + ']'.repeat(100_000);
  expectFailure(await run([], { stdin: nested }), 'name the schema with --as');
});

test('a pattern that leads to a broken link costs no other file its result', async () => {
  const folder = join(root, 'links');
  await mkdir(folder);
  await symlink('nowhere', join(folder, 'a.json'));
  await symlink('loop.json', join(folder, 'loop.json'));
  await writeInput('links/z.json', findings);
  const { exitCode, files } = await report([join(folder, '*.json')]);
  expect(exitCode).toBe(2);
  expect(files.map(({ failure, values }) => [failure, values])).toEqual([
    ['no such file', 0],
    ['a symbolic link that leads to itself', 0],
    [undefined, findings.length],
  ]);
});

test('a hundred and fifty thousand files are reported', async () => {
  const names = Array.from({ length: 150_000 }, (_, index) => `/nowhere/${index}`);
  const { io, output } = fakeIo();
  // Not by the command line, which no system lets grow that long.
  expect(await createValidateCommand().run({ format: 'json' }, names, io)).toBe(2);
  expect(JSON.parse(output().stdout).files).toHaveLength(150_000);
});

test('a reader that stops early, as head does, leaves the exit code and no stack trace', async () => {
  const file = await writeInput('long.json', Array(2000).fill({ ...findings[0], severity: null }));
  const script = `'${process.execPath}' '${cli}' validate --max-violations 2000 '${file}' | head -1; exit \${PIPESTATUS[0]}`;
  const child = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(child.status).toBe(1);
  expect(child.stdout).toContain('severity must be a string');
  expect(child.stderr).not.toMatch(/^ +at /m);
});

test.for([
  ['a full standard output ends with exit code 2', '>/dev/full', 2],
  ['a full standard error leaves the exit code', '2>/dev/full', 0],
] as const)('%s', ([, redirection, exitCode]) => {
  const script = `'${process.execPath}' '${cli}' validate --format json '${valid}' ${redirection}`;
  const child = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(child.status).toBe(exitCode);
  expect(child.stderr).not.toMatch(/^ +at /m);
});

test('--help names every option, format and schema', () => {
  const options = ['--as', '--strict', '--timestamps', '--baseline', '--format', '--max-violations'];
  const formats = ['pretty', 'json', 'github', 'sarif', 'junit'];
  for (const word of [...options, ...formats, ...Object.keys(contract.document.components.schemas)])
    expect(help).toContain(word);
});

test('--help has no line wider than a terminal of 120 columns', () => {
  expect(help.split('\n').filter((line) => line.length > 120)).toEqual([]);
});

test('the examples of --help run as they are, one after the other, and find nothing wrong', async () => {
  const folder = join(root, 'help');
  await mkdir(folder);
  const command = join(folder, 'scan-findings');
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  await chmod(command, 0o755);
  const examples = /Examples:\n((?: {2}.*\n)+)/.exec(help)![1]!;
  const options = { cwd: folder, env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` } };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', examples], options);
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, files: [{ values: 1 }, { values: 1 }] });
});

test('progress has the share that is read, the size and the speed', () => {
  expect(wordProgress('a\u001b[31m.ndjson', 30e6, 60e6, 1)).toBe('50 %, 30 MB, 30 MB/s  a\\u001b[31m.ndjson');
});

test('the progress of a pipe, whose size is unknown, has no share', () => {
  expect(wordProgress('stdin', 30e6, undefined, 2)).toBe('30 MB, 15 MB/s  stdin');
});

test('progress is shown on a terminal only', async () => {
  const stdin = Array.from({ length: 8 }, () => Buffer.from(`${JSON.stringify(findings[0])}\n`));
  expect((await run([], { stdin })).stderr).not.toContain('\r');
});
