import { count, escapeControls } from '../../contract/words.ts';
import { createPaint, type Paint } from '../../terminal.ts';
import type { CaseResult, ConformanceReport, RuleResult } from '../types.ts';
import type { ReportStyle } from './index.ts';

/** How many failed cases of a rule are shown to a person. */
const mostShown = 3;
/** A longer command is left to the JSON. */
const longestCommand = 2000;

/** Writes a report for a person. */
export function writePretty(report: ConformanceReport, { color }: ReportStyle): string {
  const paint = createPaint(color);
  const marks = { passed: paint('green', '✓'), failed: paint('red', '✗'), unproven: paint('yellow', '?') };
  const lines = report.rules.flatMap((result) => [
    `${marks[result.status]} ${result.rule} ${paint('dim', describe(result))}`,
    ...result.cases
      .filter(({ status }) => status === 'failed')
      .slice(0, mostShown)
      .flatMap((each) => showFailure(each, paint)),
  ]);
  return `${lines.join('\n')}\n\n${summarize(report)}\n`;
}

function describe({ status, counts, reason, known, statement }: RuleResult): string {
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

/** Sums a report up in one line. */
export function summarize(report: ConformanceReport): string {
  const { rules, cases, requests, duration, throttled, complete } = report;
  const number = (status: RuleResult['status']) => rules.filter((rule) => rule.status === status).length;
  const parts = [
    `${count(number('passed'), 'rule')} passed`,
    number('failed') > 0 && `${number('failed')} failed`,
    number('unproven') > 0 && `${number('unproven')} unproven`,
    `${count(cases, 'case')} and ${count(requests, 'request')} in ${(duration / 1000).toFixed(1)} s`,
    !complete && 'ended early',
    throttled > 0 && `throttled ${count(throttled, 'time')}`,
  ];
  return parts.filter(Boolean).join(', ');
}
