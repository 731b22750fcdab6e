import { execFile } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { criticalFindings, printed } from '../docs/samples.ts';
import { startMock } from './mock-environment.ts';
import { runTool } from './python.ts';

const folder = 'openapi/code-samples/ListImageScanFindings';

async function expected(url: string): Promise<string> {
  const findings = await criticalFindings(url);
  expect(findings.length).toBeGreaterThan(25);
  return printed(findings);
}

test('with_boto3.py prints every critical finding', async () => {
  const { mock, variables } = await startMock({ count: 300 });
  const { code, stdout, stderr } = await runTool('python', [`${folder}/with_boto3.py`], variables);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(await expected(mock.url));
});

test('aws-cli.sh prints every critical finding', async () => {
  const { mock, variables } = await startMock({ count: 300 });
  // Makes sure of the virtual environment, in which the script finds `aws`.
  await runTool('aws', ['--version'], variables);
  const path = `${resolve('.venv/bin')}${delimiter}${process.env['PATH']}`;
  const { stdout } = await promisify(execFile)('bash', [`${folder}/aws-cli.sh`], {
    env: { ...process.env, ...variables, PATH: path },
  });
  expect(stdout).toBe(await expected(mock.url));
});
