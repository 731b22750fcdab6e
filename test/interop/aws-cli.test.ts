import { execFile } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadMockContract } from '../../scripts/mock/contract.ts';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { credentials, startMock } from './mock-environment.ts';
import { runTool } from './python.ts';

const { operations } = await loadMockContract();
const modelled = operations[0]!.errors.filter(({ common }) => !common);

async function useCli(arguments_: string[], variables: Record<string, string>) {
  const run = await runTool('aws', ['imagebuilder', 'list-image-scan-findings', ...arguments_], variables);
  return { ...run, output: run.code === 0 ? JSON.parse(run.stdout) : undefined };
}

describe('an unmodified AWS CLI', () => {
  test('pages through all items and ends', async () => {
    const { mock, variables } = await startMock();
    const { output } = await useCli([], variables);
    expect(output.findings).toHaveLength(mock.data[0]!.items);
  });

  test('asks for pages of the given size', async () => {
    const { mock, variables } = await startMock();
    const { output } = await useCli(['--page-size', '7'], variables);
    expect(mock.requests).toHaveLength(Math.ceil(output.findings.length / 7));
  });

  test('gets only the items that a filter names', async () => {
    const { variables } = await startMock();
    const { output } = await useCli(['--filters', 'name=severity,values=HIGH'], variables);
    expect(new Set(output.findings.map(({ severity }: { severity: string }) => severity))).toEqual(
      new Set(['HIGH']),
    );
  });

  test.for(modelled)('names $name in its message', async ({ name }) => {
    const { variables } = await startMock({ faults: [{ error: name, times: 100 }] });
    const { code, stderr } = await useCli([], { ...variables, AWS_MAX_ATTEMPTS: '1' });
    expect([code, stderr]).toEqual([255, expect.stringContaining(`(${name})`)]);
  });

  test('recovers from a fault that lasts two requests', async () => {
    const retryable = modelled.find((error) => error.retryable)!;
    const { mock, variables } = await startMock({ faults: [{ error: retryable.name, times: 2 }] });
    const { code } = await useCli(['--max-items', '1'], variables);
    expect([code, mock.requests.map(({ error }) => error)]).toEqual([
      0,
      [retryable.name, retryable.name, undefined],
    ]);
  });

  test('signs so that the mock can verify it', async () => {
    const { variables } = await startMock({ verifySignatures: credentials });
    expect((await useCli([], variables)).code).toBe(0);
  });

  test('runs the command that README shows', async () => {
    const block = (await readCodeBlocks('README.md')).find(({ code }) => /^\s*aws /m.test(code));
    const { mock, variables } = await startMock();
    const command = block!.code.replace('http://127.0.0.1:4010', mock.url);
    const path = `${resolve('.venv/bin')}${delimiter}${process.env['PATH']}`;
    const { stdout } = await promisify(execFile)('bash', ['-c', command], {
      env: { ...process.env, ...variables, PATH: path },
    });
    expect(JSON.parse(stdout).findings.length).toBeGreaterThan(0);
  });
});
