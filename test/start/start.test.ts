import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));

function start(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

test('a port that is in use is named, with the command that takes another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { code, stderr } = await start('--port', String(port));
  expect(code).toBe(1);
  expect(stderr).toBe(`port ${port} on 127.0.0.1 is in use\nTake another with: npm start -- --port 0\n`);
});

test.for(['65536', 'http', '-1', ''])('the port %j is refused with the rule that it breaks', async (port) => {
  const { code, stderr } = await start(`--port=${port}`);
  expect(code).toBe(2);
  expect(stderr).toContain(`--port is ${port}, and has to be a number from 0 to 65535`);
});

test('an option that it does not have is refused with the usage', async () => {
  const { code, stderr } = await start('--prot', '1');
  expect(code).toBe(2);
  expect(stderr).toMatch(/--prot[\s\S]*Usage: npm start/);
});

test('--help shows the usage and starts nothing', async () => {
  const { code, stdout } = await start('--help');
  expect([code, stdout]).toEqual([0, expect.stringContaining('Usage: npm start')]);
});
