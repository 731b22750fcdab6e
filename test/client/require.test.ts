import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { reply, serve } from './harness.ts';

// The package as it is published, in a process of its own: no bundler and no loader help.
test('CommonJS gets the client by require()', async () => {
  const server = await serve(reply(200, { findings: [{ title: 'required' }] }));
  const code = `
    const { createImageScanFindingsClient } = require('imagebuilder-scan-findings');
    createImageScanFindingsClient({ validate: true }).listImageScanFindings().then(
      ({ findings }) => console.log(findings[0].title),
    );`;
  const env = {
    ...{ PATH: process.env['PATH'], AWS_ENDPOINT_URL: server.url, AWS_REGION: 'us-east-1' },
    ...{ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', code], { env });
  expect(stdout).toBe('required\n');
  expect(server.received[0]!.headers.authorization).toContain('Credential=AKIDEXAMPLE/');
});
