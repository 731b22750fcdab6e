import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../scripts/contract/document.ts';
import { createMock, type Mock, type MockOptions } from '../../scripts/mock/create-mock.ts';

const page = readFileSync('test/languages/findings.json', 'utf8');
const copies = 20;

/** What the mock lists: 60 findings, more than fit on two pages. */
export const sampleFindings: JsonObject[] = Array(copies).fill(JSON.parse(page).findings).flat();

/** The file that the mock lists them from. */
const file = '.tmp/findings.json';
mkdirSync('.tmp', { recursive: true });
writeFileSync(file, JSON.stringify({ findings: sampleFindings }));

/** The environment that an AWS client takes its region and credentials from, and nothing else. */
export const credentialVariables = {
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'session-token',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** Starts a mock that verifies every signature and ends with the test. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const mock = await createMock({
    data: [file],
    verifySignatures: {
      accessKeyId: credentialVariables.AWS_ACCESS_KEY_ID,
      secretAccessKey: credentialVariables.AWS_SECRET_ACCESS_KEY,
      sessionToken: credentialVariables.AWS_SESSION_TOKEN,
    },
    ...options,
  });
  onTestFinished(() => mock.close());
  return mock;
}

/**
 * Starts a mock whose clock is off; it ends with the test.
 *
 * @param shift in the words of faketime, such as `+10m`
 * @returns its URL
 */
export async function startMockWithClock(shift: string): Promise<string> {
  const command = `node scripts/cli.ts mock --port 0 --data ${file} --verify-signatures`.split(' ');
  const mock = spawn('faketime', ['-f', shift, ...command], {
    env: {
      ...process.env,
      ...credentialVariables,
      PATH: `node_modules/.bin${delimiter}${process.env['PATH']}`,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    // A group of its own, so that faketime and the mock end together.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void process.kill(-mock.pid!, 'SIGTERM'));
  let printed = '';
  return new Promise((resolve, reject) => {
    mock.stderr.on('data', (chunk) => {
      printed += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (url) resolve(url);
    });
    mock.on('exit', (code) => reject(new Error(`the mock ended with ${code}:\n${printed}`)));
  });
}
