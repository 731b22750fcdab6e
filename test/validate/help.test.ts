import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { shapes } from './examples.ts';
import { root, run } from './run.ts';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
const help = (await run(['--help'])).stdout;

test('--help names every option, format and shape', () => {
  for (const word of ['--as', '--strict', '--format', '--max-faults', ...shapes.names])
    expect(help).toContain(word);
  for (const format of ['pretty', 'json', 'github', 'sarif', 'junit']) expect(help).toContain(format);
});

test('--help has no line that is wider than a terminal of 120 columns', () => {
  expect(help.split('\n').filter((line) => line.length > 120)).toEqual([]);
});

test('the examples of --help run as they stand, one after the other, and find nothing wrong', async () => {
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
