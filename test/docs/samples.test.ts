import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { startMock } from '../interop/mock-environment.ts';
import { criticalFindings, listSamples, printed, sampled } from './samples.ts';

const run = promisify(execFile);
const samples = listSamples(await readDocument('generated/openapi.json'));
const folder = `openapi/code-samples/${sampled.id}`;

test('the contract shows every file in code-samples, as it is', async () => {
  const files = await readdir('openapi/code-samples', { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(`${file.parentPath}/${file.name}`, 'utf8'));
  expect(samples.map(({ source }) => source).toSorted()).toEqual((await Promise.all(texts)).toSorted());
});

describe('against the mock', () => {
  test('curl.sh prints the first page of the critical findings', async () => {
    const { mock, variables } = await startMock();
    const { stdout } = await run('bash', [`${folder}/curl.sh`], {
      env: { ...process.env, ...variables },
    });
    expect(JSON.parse(stdout)[sampled.paginated!.items]).toEqual(
      (await criticalFindings(mock.url)).slice(0, 25),
    );
  });

  test.for(['client.ts', 'aws-sdk.ts'])('%s prints every critical finding', async (file) => {
    const { mock, variables } = await startMock({ count: 300 });
    const { stdout } = await run(process.execPath, [`${folder}/${file}`], {
      env: { ...process.env, ...variables },
    });
    const findings = await criticalFindings(mock.url);
    expect(findings.length).toBeGreaterThan(25);
    expect(stdout).toBe(printed(findings));
  });

  test('curl.sh sends the session token of temporary credentials', async () => {
    const { variables } = await startMock();
    const env = { ...process.env, ...variables, AWS_SESSION_TOKEN: 'a token' };
    const { stderr } = await run(
      'bash',
      ['-c', `curl() { command curl --verbose "$@"; }; . ${folder}/curl.sh`],
      { env },
    );
    expect(stderr).toContain('> x-amz-security-token: a token');
  });
});
