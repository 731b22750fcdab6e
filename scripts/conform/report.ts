import { type Test, type TestSuite, writeJunit } from '../ci-formats.ts';
import { escapeControls } from '../contract/words.ts';
import { createPaint, type Paint } from '../terminal.ts';
import { summarize, writeHtml, writeRequest, writeResponse } from './html.ts';
import type { ConformanceReport } from './index.ts';
import type { CaseResult, ReportedExchange, RuleResult, Status } from './run.ts';

/** How many failed cases of a rule are shown to a person. */
const mostShown = 3;
/** A longer command is left to the JSON. */
const longestCommand = 2000;

/** Every format, the default first. */
export const formats: Record<string, (report: ConformanceReport, style: { color: boolean }) => string> = {
  pretty: writePretty,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  junit: writeJunitReport,
  html: writeHtml,
};

/** Writes a report for a person. */
function writePretty(report: ConformanceReport, { color }: { color: boolean }): string {
  const paint = createPaint(color);
  const marks = { passed: paint('green', '✓'), failed: paint('red', '✗'), unproven: paint('yellow', '?') };
  const lines = report.rules.flatMap((result) => [
    `${marks[result.status]} ${result.rule} ${paint('dim', describeRule(result))}`,
    ...result.cases
      .filter(({ status }) => status === 'failed')
      .slice(0, mostShown)
      .flatMap((each) => showFailure(each, paint)),
  ]);
  return `${lines.join('\n')}\n\n${summarize(report)}\n`;
}

function describeRule({ status, counts, reason, known, statement }: RuleResult): string {
  const total = counts.passed + counts.failed + counts.unproven;
  if (status === 'unproven') return `unproven: ${escapeControls(reason ?? '')}`;
  if (status === 'failed')
    return `${known ? 'known to fail: ' : ''}${counts.failed} of ${total} failed. ${statement}`;
  return known ? 'passes now: remove it from the known failures' : String(total);
}

function showFailure({ title, reason, pointer, curl = '' }: CaseResult, paint: Paint): string[] {
  const command = curl.length > longestCommand ? 'the curl command is long: see --format json' : curl;
  return [
    `    ${escapeControls(title)}`,
    `      ${escapeControls(reason ?? '')} ${paint('dim', `[${pointer}]`)}`,
    `      ${command}`,
  ];
}

/** Writes a report in the XML of JUnit: a rule is a suite. What does not fail the run is skipped. */
function writeJunitReport({ tool, rules }: ConformanceReport): string {
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

/** Writes a request and its response as HTTP has them. */
function writeExchange({ request, response }: ReportedExchange): string {
  return `${writeRequest(request)}\n\n${writeResponse(response)}`;
}

/** Writes what a badge of shields.io says, in the form of its endpoints. */
export function writeBadge({ rules, conforms, revision }: ConformanceReport): string {
  const number = (status: Status) => rules.filter((rule) => rule.status === status).length;
  const tested = rules.length - number('unproven');
  const badge = {
    schemaVersion: 1,
    label: `contract ${revision}`,
    message: `${number('passed')} of ${tested} rules`,
    color: !conforms ? 'red' : number('failed') > 0 ? 'yellow' : 'brightgreen',
  };
  return `${JSON.stringify(badge)}\n`;
}
