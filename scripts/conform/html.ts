import { count } from '../contract/words.ts';
import type { ConformanceReport } from './index.ts';
import type { CaseResult, ReportedExchange, RuleResult, Status } from './run.ts';

/** The style of the page, in light and dark. */
const style = `:root {
  color-scheme: light dark;
  --raised: light-dark(#f6f8fa, #171c24);
  --line: light-dark(#d9dee5, #2b323d);
  --quiet: light-dark(#556070, #9aa5b4);
  --failed: light-dark(#b8063a, #ff8098);
  --passed: light-dark(#0f6b38, #6fd39a);
  --unproven: light-dark(#8a4500, #ffb870);
  font: 16px / 1.5 system-ui, sans-serif;
  color: light-dark(#1d242e, #e3e7ed);
  background: light-dark(#fff, #0f1319);
}
body { max-width: 1100px; margin: 0 auto; padding: 24px; }
h1, h2, h3 { line-height: 1.25; }
h3 { font-size: 1rem; }
a { color: inherit; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
dd { margin: 0; overflow-wrap: anywhere; }
dt, .quiet { color: var(--quiet); }
table { border-collapse: collapse; }
th, td {
  padding: 4px 16px 4px 0;
  border-bottom: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
}
td.number { text-align: right; }
.failed { color: var(--failed); }
.passed { color: var(--passed); }
.unproven { color: var(--unproven); }
pre {
  margin: 8px 0;
  padding: 12px;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--raised);
  font: 13px / 1.5 ui-monospace, monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
summary { cursor: pointer; }`;

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
${style}
</style>
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

/** Sums a report up in one line. */
export function summarize(report: ConformanceReport): string {
  const { rules, cases, requests, duration, throttled, complete } = report;
  const number = (status: Status) => rules.filter((rule) => rule.status === status).length;
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

export function writeRequest({ method, path, headers, body = '' }: ReportedExchange['request']): string {
  return writeMessage(`${method} ${path}`, headers, String(body));
}

export function writeResponse({ status, headers, body }: ReportedExchange['response']): string {
  return writeMessage(String(status), headers, body);
}

function writeMessage(start: string, headers: Record<string, string>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [start, ...lines, ...(body === '' ? [] : ['', body])].join('\n');
}
