import { onTestFinished } from 'vitest';
import { runConformance } from '../../scripts/conform/run.ts';
import type { ConformanceOptions, ConformanceReport } from '../../scripts/conform/types.ts';
import { createMock, type MockOptions } from '../../scripts/mock/create-mock.ts';

export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

/** Starts a mock that ends with the test, and returns its URL. */
export async function startMock(options: MockOptions = {}): Promise<string> {
  const mock = await createMock(options);
  onTestFinished(() => mock.close());
  return mock.url;
}

/** Tests a server with credentials that every mock of these tests knows. */
export function conform(url: string, options: ConformanceOptions = {}): Promise<ConformanceReport> {
  return runConformance(url, { region: 'us-east-1', credentials, ...options });
}

/** Why each failed case failed, by rule. */
export function failures({ rules }: ConformanceReport): Record<string, string[]> {
  const failed = rules.filter(({ status }) => status === 'failed');
  return Object.fromEntries(
    failed.map(({ rule, cases }) => [
      rule,
      cases.filter(({ status }) => status === 'failed').map(({ title, reason }) => `${title}: ${reason}`),
    ]),
  );
}
