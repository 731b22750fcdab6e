import { count } from '../../contract/words.ts';
import type { CaseResult, ConformanceReport, ReportedExchange, RuleResult } from '../types.ts';
import { writeRequest, writeResponse } from './exchange.ts';
import { summarize } from './pretty.ts';
import { style } from './style.ts';

/** Characters of a body that are shown of a case that did not fail. */
const longestBody = 500;

/** Writes a report as one page that needs no script and loads nothing. */
export function writeHtml(report: ConformanceReport): string {
  const { url, conforms, rules } = report;
  const title = `${url} ${conforms ? 'conforms' : 'does not conform'} to the contract`;
  const failed = rules.filter(({ status }) => status === 'failed');
  const others = rules.filter(({ status }) => status !== 'failed');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${writeFacts(report)}
<h2>Rules</h2>
${writeTable(rules)}
${failed.length > 0 ? `<h2>Failures</h2>\n${failed.map(writeFailedRule).join('\n')}` : ''}
<h2>Cases that did not fail</h2>
${others.concat(failed).map(writeOtherCases).join('\n')}
</main>
</body>
</html>
`;
}

function writeFacts(report: ConformanceReport): string {
  const facts: [string, string][] = [
    ['Result', summarize(report)],
    ['Contract', report.revision === 'base' ? 'base' : `revision ${report.revision}`],
    ['Started', report.started],
    ['Seed', String(report.seed)],
    ['Tool', `${report.tool.name} ${report.tool.version}${report.readOnly ? ', read-only' : ''}`],
  ];
  const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>\n${rows.join('\n')}\n</dl>`;
}

function writeTable(rules: RuleResult[]): string {
  const rows = rules.map(({ rule, statement, status, reason, known, counts }) => {
    const remark = [known && 'A known failure.', status === 'unproven' && `Unproven: ${reason}.`];
    const numbers = [counts.passed, counts.failed].map((number) => `<td class="number">${number}</td>`);
    const name =
      status === 'failed' ? `<a href="#${escapeHtml(rule)}">${escapeHtml(rule)}</a>` : escapeHtml(rule);
    return `<tr><th scope="row">${name}</th><td class="${status}">${status}</td>${numbers.join('')}<td>${escapeHtml([statement, ...remark].filter(Boolean).join(' '))}</td></tr>`;
  });
  const head = ['Rule', 'Result', 'Passed', 'Failed', 'Statement'];
  return `<table>
<thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function writeFailedRule({ rule, statement, cases }: RuleResult): string {
  const failures = cases.filter(({ status }) => status === 'failed');
  return `<section id="${escapeHtml(rule)}">
<h3 class="failed">${escapeHtml(rule)}</h3>
<p>${escapeHtml(statement)}</p>
${failures.map(writeFailure).join('\n')}
</section>`;
}

function writeFailure({ title, reason = '', pointer, curl, exchanges }: CaseResult, index: number): string {
  return `<details${index === 0 ? ' open' : ''}>
<summary>${escapeHtml(title)}</summary>
<p>${escapeHtml(reason)} <code class="quiet">${escapeHtml(pointer)}</code></p>
${curl === undefined ? '' : writeBlock(curl)}
${exchanges.map(writeExchange).join('\n')}
</details>`;
}

function writeExchange({ request, response }: ReportedExchange): string {
  return `${writeBlock(writeRequest(request))}\n${writeBlock(writeResponse(response))}`;
}

function writeBlock(text: string): string {
  return `<pre tabindex="0">${escapeHtml(text)}</pre>`;
}

/** Lists what passed and what is unproven, folded. */
function writeOtherCases({ rule, status, reason, cases, counts }: RuleResult): string {
  const others = cases.filter((each) => each.status !== 'failed');
  if (others.length === 0) {
    const text = status === 'unproven' ? `unproven: ${reason}` : count(counts.passed, 'response');
    return `<p>${escapeHtml(rule)}: ${escapeHtml(text)}</p>`;
  }
  return `<details>
<summary>${escapeHtml(rule)}: ${count(others.length, 'case')}</summary>
${others.map(writeOtherCase).join('\n')}
</details>`;
}

function writeOtherCase({ title, status, reason = '', exchanges }: CaseResult): string {
  const remark =
    status === 'unproven' ? ` <span class="unproven">unproven: ${escapeHtml(reason)}</span>` : '';
  return `<details>
<summary>${escapeHtml(title)}${remark}</summary>
${exchanges.map(shorten).map(writeExchange).join('\n')}
</details>`;
}

/** What did not fail is there to look up, and most of the page. */
function shorten({ request, response, ...rest }: ReportedExchange): ReportedExchange {
  return {
    ...rest,
    request: { ...request, ...(request.body !== undefined && { body: cut(String(request.body)) }) },
    response: { ...response, body: cut(response.body) },
  };
}

function cut(body: string): string {
  return body.length <= longestBody ? body : `${body.slice(0, longestBody)}… (${body.length} characters)`;
}

/** Control characters would be invisible, or change the direction of the text. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
    .replaceAll(/[^\P{C}\n]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
