import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatProblems } from '../../scripts/lint/lint.ts';
import { ContractCopy } from './contract-copy.ts';

let contract: ContractCopy;

beforeAll(async () => {
  contract = await ContractCopy.create();
});

afterAll(() => contract.remove());

test('a sound contract ends with 0 and one line that says how much was checked', async () => {
  const { code, stdout, stderr } = await lint([contract.folder]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^\S+ is sound: \d+ schemas and \d+ examples in \d+ files .+ \d+ more rules \(.+ s\)\n$/,
  );
});

test('a problem ends with 1, and its file counts from the working directory', async () => {
  const broken = await ContractCopy.create();
  await broken.write('servers.txt', '');
  const { code, stderr } = await lint([broken.folder], { cwd: dirname(broken.folder) });
  expect(code).toBe(1);
  const folder = broken.folder.split('/').at(-1);
  expect(stderr.split('\n')[0]).toBe(
    `${folder}/servers.txt:1:1  every-file-is-referenced  Nothing in the contract refers to this file.`,
  );
  await broken.remove();
});

test('a folder without a contract ends with 1', async () => {
  const { code, stderr } = await lint(['nowhere']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^nowhere\/openapi\.yaml:1:1 {2}files-can-be-read {2}/);
});

test('help is shown without a check', async () => {
  const { code, stdout } = await lint(['--help']);
  expect(code).toBe(0);
  for (const part of ['Usage: npm run lint', '--config', 'Examples:']) expect(stdout).toContain(part);
});

test.for([
  ['--confg=x', "Unknown option '--confg'"],
  ['further', 'one folder is checked at a time, not also further'],
])('the argument %s ends with 2 and is named', async ([argument, message]) => {
  const { code, stderr } = await lint([contract.folder, argument!]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain('Usage: npm run lint');
});

test('a configuration that is missing or at fault ends with 2 and says so', async () => {
  const missing = await lint([contract.folder, '--config=nowhere.yaml']);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('path to the configuration file');
  await contract.write('redocly.yaml', 'rules:\n  no-such-rule: error\n');
  const faulty = await lint([contract.folder, `--config=${contract.folder}/redocly.yaml`]);
  expect(faulty.code).toBe(2);
  expect(faulty.stderr).toContain('no-such-rule');
});

test('a problem is one line, with colour on demand', () => {
  const problem = { file: 'openapi/a.yaml', line: 3, column: 5, rule: 'a-rule', message: 'What is wrong.' };
  expect(formatProblems([problem, problem])).toBe(
    'openapi/a.yaml:3:5  a-rule  What is wrong.\nopenapi/a.yaml:3:5  a-rule  What is wrong.',
  );
  expect(formatProblems([problem], { color: true })).toContain('\u001B[31ma-rule');
});

function lint(
  args: string[],
  options: { cwd?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [resolve('scripts/lint.ts'), ...args],
      options,
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
