import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/server.ts';
import { credentials, runConform } from './support.ts';

let mock: Mock;
/** A server with another revision of the contract, which breaks one bound. */
let later: Mock;
beforeAll(async () => {
  mock = await createMock();
  later = await createMock({ revision: 'latest' });
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([mock.close(), later.close()]);
});

async function knownFailures(text: string): Promise<string> {
  return join(await temporaryFolder({ 'known.txt': text }), 'known.txt');
}

test('exits with 0 and counts the cases when nothing failed', async () => {
  const { exitCode, stdout, stderr } = await runConform([mock.url, '--only', 'page-size']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^✓ page-size \d+\n\n1 rule passed, \d+ cases and \d+ requests in [\d.]+ s\n$/);
});

test('shows its progress on a terminal, and takes it away', async () => {
  const { stderr } = await runConform([mock.url, '--only', 'page-size', '--rate', '100'], {}, true);
  const shown = stderr.split('\r\u001b[K');
  expect(shown.at(-2)).toMatch(/^\d+ of \d+ cases {2}page-size$/);
  expect(shown.at(-1)).toBe('');
});

test('exits with 1 when a rule failed, with the pointer and a curl command', async () => {
  const { exitCode, stdout } = await runConform([later.url, '--only', 'request-maximum']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/✗ request-maximum 1 of \d+ failed/);
  expect(stdout).toMatch(/\[#\/components\/schemas\/\w+\/maximum\]/);
  expect(stdout).toMatch(/curl .*--aws-sigv4 .*"\$AWS_ACCESS_KEY_ID:\$AWS_SECRET_ACCESS_KEY"/);
});

test('exits with 0 when only known failures failed', async () => {
  const file = await knownFailures('# not yet\n\nrequest-maximum # pages of 100\n');
  const { exitCode, stdout } = await runConform([
    later.url,
    '--only',
    'request-maximum',
    '--known-failures',
    file,
  ]);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('known to fail')]);
});

test('exits with 1 when a known failure passes', async () => {
  const file = await knownFailures('request-maximum\n');
  const { exitCode, stdout } = await runConform([
    mock.url,
    '--only',
    'request-maximum',
    '--known-failures',
    file,
  ]);
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('passes now: remove it')]);
});

test('suggests the nearest rule for an unknown one in the file of known failures', async () => {
  const file = await knownFailures('page-sise\n');
  const { exitCode, stderr } = await runConform([mock.url, '--known-failures', file]);
  expect([exitCode, stderr]).toEqual([
    2,
    'scan-findings conform: unknown rule "page-sise"; did you mean page-size?\n',
  ]);
});

test('suggests the nearest rule for an unknown one in --only', async () => {
  const { exitCode, stderr } = await runConform([mock.url, '--only', 'filter-mach']);
  expect([exitCode, stderr]).toEqual([
    2,
    'scan-findings conform: unknown rule "filter-mach"; did you mean filter-match?\n',
  ]);
});

test('exits with 2 and names the host when the server cannot be reached', async () => {
  const port = await freePort();
  const { exitCode, stdout, stderr } = await runConform([`http://127.0.0.1:${port}`]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(`scan-findings conform: no response from 127.0.0.1:${port} (ECONNREFUSED)\n`);
});

test.for([
  [[], 'name the URL of a server; see --help'],
  [['localhost:4010'], 'the URL must be like https://host:port/path'],
  [['http://me:secret@localhost'], 'the URL must be like https://host:port/path'],
  [['http://localhost', 'http://localhost'], 'unexpected argument http://localhost; see --help'],
  [['http://localhost', '--region', 'x;reboot'], 'the region must be like us-east-1, is "x;reboot"'],
  [['http://localhost', '--rate', '0'], '--rate must be an integer from 1 to 1000000, is "0"; see --help'],
  [
    ['http://localhost', '--format', 'jason'],
    '--format must be one of pretty, json, junit, html, is "jason"; did you mean json?; see --help',
  ],
  [
    ['http://localhost', '--known-failures', '/nowhere'],
    "--known-failures /nowhere: ENOENT: no such file or directory, open '/nowhere'; see --help",
  ],
] as const)('%j is an error', async ([args, message]) => {
  const { exitCode, stderr } = await runConform([...args]);
  expect([exitCode, stderr]).toEqual([2, `scan-findings conform: ${message}\n`]);
});

test('prints the report even if the badge cannot be written', async () => {
  const { exitCode, stdout, stderr } = await runConform([
    ...[mock.url, '--only', 'page-size'],
    ...['--badge', '/nowhere/badge.json'],
  ]);
  expect([exitCode, stdout]).toEqual([2, expect.stringMatching(/^✓ page-size/)]);
  expect(stderr).toContain("open '/nowhere/badge.json'");
});

test('shortens an unknown rule in a file of known failures', async () => {
  const file = await knownFailures('\u0000'.repeat(100_000));
  const { exitCode, stderr } = await runConform([mock.url, '--known-failures', file]);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringMatching(/^.{0,40}unknown rule "(\\+u0000)+…" \(100,000 characters\)/),
  ]);
});

test('says which credentials are missing', async () => {
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
  onTestFinished(() => void vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey));
  const { exitCode, stderr } = await runConform([mock.url]);
  expect([exitCode, stderr]).toEqual([
    2,
    'scan-findings conform: credentials are missing: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\n',
  ]);
});

test('writes the same cases for the same seed', async () => {
  const run = async (seed: string) => {
    const { stdout } = await runConform([
      mock.url,
      '--only',
      'filter-match',
      '--format',
      'json',
      '--seed',
      seed,
    ]);
    return JSON.parse(stdout)
      .rules[0].cases.map(({ title }: { title: string }) => title)
      .sort();
  };
  const [first, again, other] = [await run('1'), await run('1'), await run('2')];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});
