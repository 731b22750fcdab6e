import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { contract, credentials, operation, post } from './harness.ts';

const cli = fileURLToPath(new URL('../../scripts/cli.ts', import.meta.url));

function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
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

async function serve(args: string[], env: Record<string, string> = {}) {
  const child = start(['mock', '--contract', contract.file, '--port', '0', ...args], env);
  for await (const line of createInterface(child.stderr)) {
    const url = /http:\/\/\S+?(?=,)/.exec(line)?.[0];
    if (url) return { child, url };
  }
  throw new Error('the mock did not say where it serves');
}

const help = await new Promise<string>((resolve) => {
  const child = spawn(process.execPath, [cli, 'mock', '--help']);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.once('close', () => resolve(out));
});
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

  test('refuses a port that is no number', async () => {
    expect(await run(['mock', '--port', 'x'])).toEqual({
      code: 2,
      out: 'scan-findings mock: --port must be an integer from 0 to 65535, is "x"; see --help\n',
    });
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
    const { url } = await serve(words.slice(env.length + 2), Object.fromEntries(env));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('ends with 0 on SIGTERM after the request under way', async () => {
    const { child, url } = await serve(['--latency', '200']);
    const answer = post({ url } as never, '{}');
    await new Promise((resolve) => setTimeout(resolve, 80));
    child.kill('SIGTERM');
    const [[code], { status }] = await Promise.all([once(child, 'exit'), answer]);
    expect([code, status]).toEqual([0, operation.status]);
  });

  test('writes a line per request', async () => {
    const { child, url } = await serve([]);
    await post({ url } as never, '{}');
    const [line] = await once(createInterface(child.stdout), 'line');
    expect(line).toMatch(new RegExp(`POST ${operation.path} 200 .* ms 25 items`));
  });

  test('writes JSON per request when asked for', async () => {
    const { child, url } = await serve(['--log', 'json']);
    await post({ url } as never, '{}');
    const [line] = await once(createInterface(child.stdout), 'line');
    expect(JSON.parse(line)).toMatchObject({ operation: operation.id, status: 200, items: 25 });
  });

  test('writes no credential', async () => {
    const { child, url } = await serve(['--log', 'json']);
    await post({ url } as never, '{');
    const [line] = await once(createInterface(child.stdout), 'line');
    expect(line).not.toContain(credentials.accessKeyId);
  });
});
