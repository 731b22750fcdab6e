import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BrokenContractError, lintContract } from '../../scripts/redocly/cli.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function contractWith(search: string, replacement: string): Promise<string> {
  const folder = `${root}.tmp/lint-run-${process.pid}`;
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(new URL('contract', import.meta.url), folder, { recursive: true });
  const text = await readFile(`${folder}/openapi.yaml`, 'utf8');
  await writeFile(`${folder}/openapi.yaml`, text.replace(search, replacement));
  return folder;
}

test('a contract that makes Redocly give up is an error with what it printed', async () => {
  const folder = await contractWith(
    'tags:\n  - name: Kites\n    description: Everything about kites.',
    'tags: true',
  );
  await expect(lintContract(folder, `${root}redocly.yaml`)).rejects.toThrow(
    /redocly cannot lint .*openapi\.yaml:[\s\S]*not a function/,
  );
});

test('a missing configuration is an error with its reason', async () => {
  await expect(lintContract(`${root}openapi`, 'nowhere.yaml')).rejects.toThrow(
    'Please provide a valid path to the configuration file',
  );
});

test('an unknown rule in the configuration is an error that names it', async () => {
  const config = `${await contractWith('', '')}/redocly.yaml`;
  await writeFile(config, 'rules:\n  no-such-rule: error\n');
  await expect(lintContract(`${root}openapi`, config)).rejects.toThrow('no-such-rule');
});

const problem = { file: 'openapi/a.yaml', line: 3, column: 5, rule: 'a-rule', message: 'What is wrong.' };

test('a problem is one line', () => {
  expect(new BrokenContractError([problem, problem]).message).toBe(
    'openapi/a.yaml:3:5  a-rule  What is wrong.\nopenapi/a.yaml:3:5  a-rule  What is wrong.\n' +
      'The contract has 2 problems; nothing was written.',
  );
});

test('a problem has colours on a terminal', () => {
  vi.stubEnv('FORCE_COLOR', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(new BrokenContractError([problem]).message).toContain('\u001B[31ma-rule');
});
