import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** The lines under `Example:` or `Examples:` in the help of a script of package.json. */
async function examplesOf(script: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', script, '--', '--help']);
  const lines = /Examples?:\n((?: {2}.*\n)+)/.exec(stdout)![1]!.trimEnd().split('\n');
  return lines.map((line) => line.trim());
}

test('the examples in the help of `npm run generate` work', async () => {
  const examples = await examplesOf('generate');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', examples.join('\n')]);
  expect(stdout.match(/is up to date/g)).toHaveLength(examples.length);
});

test.for(['start', 'docs'])(
  'the example in the help of `npm run %s` serves until it is stopped',
  async (script) => {
    // Port 4010 may be taken on this machine.
    const example = (await examplesOf(script)).find((each) => each.includes('--port 0'));
    // A group of its own, because npm and its shell stand between this process and the server.
    const server = spawn('bash', ['-c', `${example} 2>&1`], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    for await (const chunk of server.stdout) {
      printed += chunk;
      if (/http:\/\/127\.0\.0\.1:\d+/.test(printed)) break;
    }
    process.kill(-server.pid!, 'SIGTERM');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    expect(printed).toMatch(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
  },
);
