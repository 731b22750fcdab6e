import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));

function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

/** Starts it and waits until it says where the mock is. */
async function start(...args: string[]): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const child = spawn(process.execPath, [script, '--port', '0', ...args]);
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  await expect.poll(() => output, { timeout: 60_000 }).toContain('Ctrl+C stops it.');
  return { child, url: /Mock +(\S+)/.exec(output)![1]!, output: () => output };
}

test('npm start names a port that is in use, and the way to another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { code, stderr } = await run('--port', String(port));
  expect(code).toBe(2);
  expect(stderr).toBe(`npm start: port ${port} on 127.0.0.1 is in use; use port 0 for a free one\n`);
});

test.for(['65536', 'http', '-1', ''])(
  'npm start refuses the port %j with the rule it breaks',
  async (port) => {
    const { code, stderr } = await run(`--port=${port}`);
    expect(code).toBe(2);
    expect(stderr).toContain(`--port must be an integer from 0 to 65535, is ${JSON.stringify(port)}`);
  },
);

test('npm start refuses an unknown option with a suggestion', async () => {
  const { code, stderr } = await run('--latncy', '1');
  expect([code, stderr]).toEqual([
    2,
    'npm start: unknown option --latncy; did you mean --latency?; see --help\n',
  ]);
});

test('npm start --help shows the options of the mock and starts nothing', async () => {
  const { code, stdout } = await run('--help');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/Usage: npm start[\s\S]*--latency/)]);
});

test('npm start takes the options of the mock, logs requests, and ends with 0 on SIGTERM', async () => {
  const { child, url, output } = await start('--log', 'json');
  await (await fetch(`${url}/healthz`)).text();
  await expect.poll(output).toContain('"path":"/healthz"');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
