import { onTestFinished } from 'vitest';
import { conformCommand } from '../../scripts/conform/command.ts';
import type { ConformanceOptions, ConformanceReport, RuleResult } from '../../scripts/conform/index.ts';
import { runConformance } from '../../scripts/conform/index.ts';
import { createMock, type Mock, type MockOptions } from '../../scripts/mock/create-mock.ts';
import { type Run, runInProcess } from '../support/command.ts';

export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

/** Starts a mock that ends with the test. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const mock = await createMock(options);
  onTestFinished(() => mock.close());
  return mock;
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

export function findRule({ rules }: ConformanceReport, name: string): RuleResult {
  return rules.find(({ rule }) => rule === name)!;
}

/** Runs the command, in a pipe unless it is said to be on a terminal. */
export function runConform(args: string[], env: Record<string, string> = {}, terminal = false): Promise<Run> {
  return runInProcess('scan-findings conform', conformCommand, args, { env, terminal });
}
