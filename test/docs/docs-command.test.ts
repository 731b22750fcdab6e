import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';

const page = resolve('generated/docs/index.html');
const address = `${pathToFileURL(page)}\n`;

/** Runs the command where nothing but an opener, if any, is on the path. */
async function runDocs(opener: string | undefined, ...args: string[]) {
  const folder = await temporaryFolder();
  const name = join(folder, process.platform === 'darwin' ? 'open' : 'xdg-open');
  if (opener !== undefined) {
    await writeFile(name, `#!/bin/sh\n${opener}\n`);
    await chmod(name, 0o755);
  }
  const options = { env: { ...process.env, PATH: folder, OPENED: join(folder, 'opened') } };
  const result = await promisify(execFile)(
    process.execPath,
    [resolve('scripts/cli.ts'), 'docs', ...args],
    options,
  );
  return { ...result, opened: await readFile(join(folder, 'opened'), 'utf8').catch(() => undefined) };
}

describe('scan-findings docs', () => {
  test('opens the page, and says where it is', async () => {
    const { stdout, stderr, opened } = await runDocs('echo "$1" > "$OPENED"');
    expect({ stdout, stderr, opened }).toEqual({ stdout: address, stderr: '', opened: `${page}\n` });
  });

  test.for([
    ['there is no opener', undefined],
    ['the opener finds no browser', 'exit 3'],
  ] as const)('says what to do when %s', async ([, opener]) => {
    const { stdout, stderr } = await runDocs(opener);
    expect([stdout, stderr]).toEqual([address, expect.stringContaining('open the address above')]);
  });

  test('only says where the page is when asked to print', async () => {
    const { stdout, opened } = await runDocs('echo "$1" > "$OPENED"', '--print');
    expect([stdout, opened]).toEqual([address, undefined]);
  });

  test('explains itself', async () => {
    expect((await runDocs(undefined, '--help')).stdout).toContain('Usage: scan-findings docs');
  });
});
