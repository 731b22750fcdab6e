import { describe, expect, test } from 'vitest';
import { loadMockContract } from '../../scripts/mock/contract.ts';
import { credentials, startMock } from './mock-environment.ts';
import { runPython } from './python.ts';

const { operations } = await loadMockContract();
const operation = operations[0]!;
const modelled = operation.errors.filter(({ common }) => !common);
const once = { total_max_attempts: 1 };

interface Result {
  pages: { findings: { severity: string; title?: string }[] }[];
  retries: number;
  exception: string;
  modelled: boolean;
  code: string;
  message: string;
  status: number;
  request_id: string;
}

async function useBoto3(plan: object, variables: Record<string, string>): Promise<Result> {
  const all = { operation: 'list_image_scan_findings', input: {}, retries: once, ...plan };
  return JSON.parse(await runPython('test/interop/use_boto3.py', [JSON.stringify(all)], variables));
}

describe('an unmodified boto3', () => {
  test('pages through all items and ends', async () => {
    const { mock, variables } = await startMock();
    const { pages } = await useBoto3({ page_size: 25 }, variables);
    expect(pages.flatMap(({ findings }) => findings)).toHaveLength(mock.data[0]!.items);
  });

  test('gets pages of the size that it asks for', async () => {
    const { variables } = await startMock();
    const { pages } = await useBoto3({ page_size: 7 }, variables);
    expect(new Set(pages.slice(0, -1).map(({ findings }) => findings.length))).toEqual(new Set([7]));
  });

  test('gets only the items that a filter names', async () => {
    const { variables } = await startMock();
    const { pages } = await useBoto3(
      { input: { filters: [{ name: 'severity', values: ['HIGH'] }] }, page_size: 25 },
      variables,
    );
    const severities = pages.flatMap(({ findings }) => findings.map(({ severity }) => severity));
    expect(new Set(severities)).toEqual(new Set(['HIGH']));
  });

  test.for(modelled)('raises $name as its own exception', async ({ name, status }) => {
    const { mock, variables } = await startMock({ faults: [{ error: name, times: 1 }] });
    const result = await useBoto3({}, variables);
    expect(result).toMatchObject({ exception: name, modelled: true, code: name, status });
    expect(result.request_id).toBe(mock.requests[0]!.id);
  });

  test.for(modelled.filter(({ retryable }) => retryable))(
    'gets over two times $name in its default mode',
    async ({ name }) => {
      const { variables } = await startMock({ faults: [{ error: name, times: 2 }] });
      const { retries } = await useBoto3({ retries: { mode: 'legacy', total_max_attempts: 4 } }, variables);
      expect(retries).toBe(2);
    },
  );

  // botocore's standard mode goes by its own list of throttling codes, in which this service's is not.
  test.for(modelled.filter(({ fault }) => fault === 'server'))(
    'gets over two times $name in standard mode',
    async ({ name }) => {
      const { variables } = await startMock({ faults: [{ error: name, times: 2 }] });
      const { retries } = await useBoto3({ retries: { mode: 'standard', total_max_attempts: 4 } }, variables);
      expect(retries).toBe(2);
    },
  );

  test('reads the member and the rule in the message of a broken constraint', async () => {
    const { variables } = await startMock();
    const { message } = await useBoto3(
      { input: { filters: [{ name: 'colour', values: ['red'] }] } },
      variables,
    );
    expect(message).toMatch(/^filters\.0\.name is "colour" but .*severity/);
  });

  test('signs so that the mock can verify it', async () => {
    const { variables } = await startMock({ verifySignatures: credentials });
    expect((await useBoto3({}, variables)).pages).toHaveLength(1);
  });

  test('is refused with another secret key', async () => {
    const { variables } = await startMock({ verifySignatures: { ...credentials, secretAccessKey: 'other' } });
    const expected = operation.errors.find(({ cause }) => cause === 'signature');
    expect(await useBoto3({}, variables)).toMatchObject({ code: expected!.name, status: 403 });
  });
});
