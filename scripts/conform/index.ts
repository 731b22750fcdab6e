import { listRules, runConformance } from './run.ts';
import type { ConformanceOptions, ConformanceReport, RuleResult } from './types.ts';

export { runConformance } from './run.ts';
export type {
  CaseResult,
  ConformanceOptions,
  ConformanceReport,
  Credentials,
  ReportedExchange,
  RuleResult,
  Status,
} from './types.ts';

/** The functions of a test framework, such as vitest's. */
export interface TestFunctions {
  describe: (name: string, define: () => Promise<void>) => unknown;
  test: (
    name: string,
    run: (context: { skip: (note?: string) => void }) => Promise<void>,
    timeout: number,
  ) => unknown;
}

/** Milliseconds that a run may take, all of which the first test waits for. */
const longestRun = 10 * 60_000;

/**
 * Defines a test for each rule: it fails with the rule, and is skipped when the rule is unproven.
 *
 * @param url the server's URL, or a function that returns it once the server has started
 * @param options those of `runConformance`, and `describe` and `test` of vitest
 * @example
 * import { describeConformance } from 'imagebuilder-scan-findings/conform';
 * import { createMock } from 'imagebuilder-scan-findings/mock';
 * import { describe, test } from 'vitest';
 *
 * describeConformance(async () => (await createMock()).url, { describe, test });
 */
export function describeConformance(
  url: string | (() => string | Promise<string>),
  { describe, test, ...options }: ConformanceOptions & TestFunctions,
): void {
  let report: Promise<ConformanceReport> | undefined;
  const run = async () => runConformance(typeof url === 'string' ? url : await url(), options);
  describe('conformance', async () => {
    for (const { name, statement } of await listRules(options)) {
      const define = async ({ skip }: { skip: (note?: string) => void }) => {
        report ??= run();
        const { rules, complete } = await report;
        const result = rules.find(({ rule }) => rule === name)!;
        if (result.status === 'unproven' && !complete) throw new Error(result.reason);
        if (result.status === 'unproven') skip(result.reason);
        else expectResult(result);
      };
      if (!options.only?.length || options.only.includes(name))
        test(`${name}: ${statement}`, define, longestRun);
    }
  });
}

function expectResult({ rule, status, known, cases }: RuleResult): void {
  if (status === 'passed' && known) throw new Error(`${rule} passes now: remove it from the known failures`);
  if (status !== 'failed' || known) return;
  const failures = cases.filter((each) => each.status === 'failed');
  throw new Error(failures.map(({ title, reason, curl }) => [title, reason, curl].join('\n  ')).join('\n'));
}
