import { type Test, type TestSuite, writeJunit } from '../../junit.ts';
import type { CaseResult, ConformanceReport, RuleResult } from '../types.ts';
import { writeExchange } from './exchange.ts';

/** Writes a report in the XML of JUnit: a rule is a suite. What does not fail the run is skipped. */
export function writeJunitReport({ tool, rules }: ConformanceReport): string {
  return writeJunit(`${tool.name} conform`, rules.map(describeSuite));
}

function describeSuite(result: RuleResult): TestSuite {
  const { rule, statement, status, reason, known, counts, cases } = result;
  const tests = cases.map((each) => describeTest(each, known));
  const others = counts.passed - cases.filter((each) => each.status === 'passed').length;
  if (others > 0) tests.push({ name: `${others} responses` });
  if (tests.length === 0 && status === 'unproven') {
    tests.push({ name: statement, result: 'skipped', message: reason ?? 'unproven' });
  }
  if (known && status === 'passed') {
    const message = 'passes now: remove it from the known failures';
    tests.push({ name: 'is a known failure', result: 'failure', type: rule, message });
  }
  return { name: rule, tests, output: [statement] };
}

function describeTest(
  { title, status, reason = '', pointer, curl, exchanges }: CaseResult,
  known: boolean,
): Test {
  if (status === 'passed') return { name: title };
  if (status === 'unproven') return { name: title, result: 'skipped', message: `unproven: ${reason}` };
  if (known) return { name: title, result: 'skipped', message: `known to fail: ${reason}` };
  const details = [reason, pointer, curl, ...exchanges.map(writeExchange)].filter(Boolean).join('\n\n');
  return { name: title, result: 'failure', type: pointer, message: reason, details };
}
