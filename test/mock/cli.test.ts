import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { mockCommand } from '../../scripts/mock/command.ts';
import { runInProcess } from '../support/command.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/server.ts';
import { contract, credentials, operation, post, sdkClient } from './harness.ts';

const cli = fileURLToPath(new URL('../../scripts/cli.ts', import.meta.url));

function start(args: string[], env: Record<string, string> = {}, cwd = process.cwd()) {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill());
  return child;
}

async function run(args: string[], env: Record<string, string> = {}) {
  const child = start(args, env);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (out += chunk));
  const [code] = await once(child, 'close');
  return { code, out };
}

async function serve(args: string[], env: Record<string, string> = {}, cwd?: string) {
  const child = start(['mock', '--port', '0', ...args], env, cwd);
  for await (const line of createInterface(child.stderr)) {
    const url = /http:\/\/\S+?(?=,)/.exec(line)?.[0];
    if (url) return { child, url };
  }
  throw new Error('the mock did not say where it serves');
}

/** Runs `scan-findings mock` in this process, with arguments that keep it from serving. */
const refuse = (...args: string[]) => runInProcess('scan-findings mock', mockCommand, args);

const { stdout: help } = await refuse('--help');
const examples = help
  .slice(help.indexOf('Examples:'))
  .split('\n')
  .slice(1)
  .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

describe('scan-findings', () => {
  test('names its commands', async () => {
    expect(await run(['--help'])).toEqual({ code: 0, out: expect.stringContaining('mock') });
  });

  test('refuses a command that it does not have', async () => {
    expect(await run(['brew'])).toEqual({
      code: 2,
      out: expect.stringContaining('unknown command brew'),
    });
  });

  test('refuses an option that the mock does not have', async () => {
    expect(await run(['mock', '--bogus'])).toEqual({ code: 2, out: expect.stringContaining('--bogus') });
  });

  test('says what to install when Prism is missing', async () => {
    const hide = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (!name.startsWith('@stoplight/')) return next(name, context);
        throw Object.assign(new Error(), { code: 'ERR_MODULE_NOT_FOUND' });
      } });`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hide)}`;
    const { code, out } = await run(['mock', '--port', '0'], { NODE_OPTIONS });
    expect([code, out]).toEqual([2, expect.stringContaining('npm install --save-dev @stoplight/prism-core')]);
  });

  test('refuses a port that is not a number', async () => {
    expect(await refuse('--port', 'x')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'scan-findings mock: --port must be an integer from 0 to 65535, is "x"; see --help\n',
    });
  });

  const { name } = operation.errors[0]!;

  test.each(['', ':', ':x', ':-1', ':101%', ':%'])(
    'refuses a fault whose name is followed by "%s"',
    async (amount) => {
      const { exitCode, stderr } = await refuse('--fault', name + amount);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringContaining(`needs a count such as ${name}:2, or a rate such as`),
      ]);
    },
  );

  test.each(['-1', '9-1', 'soon'])('refuses the latency %j', async (latency) => {
    const { exitCode, stderr } = await refuse(`--latency=${latency}`);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('must be milliseconds such as 200, or a range such as 50-300'),
    ]);
  });

  test('refuses a file that describes no state, and says why', async () => {
    const folder = await temporaryFolder({ 'state.json': '{ "fault": [] }' });
    const { exitCode, stderr } = await refuse('--state', `${folder}/state.json`);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('state.json: fault is not an option; did you mean faults?'),
    ]);
  });

  test('verifies no signature without a key pair', async () => {
    const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    expect((await run(['mock', '--verify-signatures'], without)).out).toContain('AWS_ACCESS_KEY_ID');
  });
});

describe('scan-findings mock', () => {
  test.each(examples)('runs the example of its help: %s', async (example) => {
    const words = example.split(' ');
    const env = words
      .filter((word) => /^[A-Z_]+=/.test(word))
      .map((word) => word.split('=') as [string, string]);
    const folder = await temporaryFolder();
    const { url } = await serve(words.slice(env.length + 2), Object.fromEntries(env), folder);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('ends with 0 on SIGTERM after the request under way', async () => {
    const { child, url } = await serve(['--latency', '200']);
    const response = post({ url }, '{}');
    await setTimeout(80);
    child.kill('SIGTERM');
    const [[code], { status }] = await Promise.all([once(child, 'exit'), response]);
    expect([code, status]).toEqual([0, operation.status]);
  });

  test.each([10, -10])('lets an SDK whose clock is %i minutes off correct it', async (minutes) => {
    const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = credentials;
    const { url } = await serve(['--verify-signatures'], { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    const client = sdkClient({ url }, { maxAttempts: 2 });
    const { $metadata, findings } = await client.send(new ListImageScanFindingsCommand({}));
    expect([$metadata.attempts, findings!.length]).toEqual([2, 25]);
  });

  test.each(['stdout', 'stderr'] as const)('keeps serving when its %s is closed', async (stream) => {
    const { child, url } = await serve(['--log', 'json']);
    child[stream].destroy();
    for (let sent = 0; sent < 3; sent += 1) {
      expect((await post({ url }, '{}')).status).toBe(200);
      await setTimeout(50);
    }
    expect(child.exitCode).toBeNull();
  });

  test.runIf(existsSync('/dev/full'))('keeps serving when its output is on a full disk', async () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const port = await freePort();
    const child = spawn(process.execPath, [cli, 'mock', '--port', String(port)], {
      stdio: ['ignore', full, full],
    });
    onTestFinished(() => void child.kill());
    const url = `http://127.0.0.1:${port}`;
    await expect
      .poll(
        () =>
          fetch(`${url}/healthz`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200);
    for (let sent = 0; sent < 3; sent += 1) expect((await post({ url }, '{}')).status).toBe(200);
    expect(child.exitCode).toBeNull();
  });

  test('reads faults, latency and owner as the API takes them', async () => {
    const { name } = operation.errors[0]!;
    const { url } = await serve([
      ...['--fault', `${name}:2`, '--fault', `${name}:10%`, '--latency', '5-20'],
      ...['--region', 'eu-west-1', '--account', '111122223333'],
    ]);
    expect(await (await fetch(`${url}/_mock/state`)).json()).toMatchObject({
      ...{ region: 'eu-west-1', account: '111122223333', latency: { min: 5, max: 20 } },
      faults: [
        { error: name, times: 2 },
        { error: name, rate: 0.1 },
      ],
    });
  });

  test('starts in the state of a file, which other options override', async () => {
    const state = {
      count: 3,
      seed: 9,
      responses: [{ when: {}, then: { error: operation.errors[0]!.name } }],
    };
    const folder = await temporaryFolder({ 'state.json': JSON.stringify(state) });
    const { url } = await serve(['--state', `${folder}/state.json`, '--seed', '4']);
    expect(await (await fetch(`${url}/_mock/state`)).json()).toEqual({ ...state, seed: 4, faults: [] });
  });

  test('serves the contract in a file', async () => {
    const text = await readFile(contract.file, 'utf8');
    const folder = await temporaryFolder({
      'openapi.json': text.replace(JSON.stringify(operation.path), '"/Elsewhere"'),
    });
    const { url } = await serve(['--contract', `${folder}/openapi.json`]);
    expect((await post({ url }, '{}')).status).toBe(404);
    expect((await post({ url: `${url}/Elsewhere?` }, '{}')).status).toBe(operation.status);
  });

  test('cannot be changed over HTTP with --no-control', async () => {
    const { url } = await serve(['--no-control']);
    expect((await fetch(`${url}/_mock/state`)).status).toBe(404);
  });

  test('writes a line per request', async () => {
    const { child, url } = await serve([]);
    await post({ url }, '{}');
    const [line] = await once(createInterface(child.stdout), 'line');
    expect(line).toMatch(new RegExp(`POST ${operation.path} 200 .* ms 25 items`));
  });

  test('writes JSON per request when asked for', async () => {
    const { child, url } = await serve(['--log', 'json']);
    await post({ url }, '{}');
    const [line] = await once(createInterface(child.stdout), 'line');
    expect(JSON.parse(line)).toMatchObject({ operation: operation.id, status: 200, items: 25 });
  });

  test('writes no credential', async () => {
    const { child, url } = await serve(['--log', 'json']);
    await post({ url }, '{');
    const [line] = await once(createInterface(child.stdout), 'line');
    expect(line).not.toContain(credentials.accessKeyId);
  });
});
