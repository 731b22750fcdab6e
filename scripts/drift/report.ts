import { writeWorkflowCommand } from '../ci-formats.ts';
import type { Json } from '../contract/document.ts';
import { audiences } from './breaks.ts';
import type { Comparison, Difference } from './compare.ts';
import type { DocumentationChange } from './model.ts';
import type { Witness } from './witness.ts';

/** Everything that a run of the drift watch found. */
export interface DriftReport {
  /** The contract, as `openapi/ with 2026-11-11`. */
  contract: string;
  /** AWS's model, as `botocore 1.44.8 (2026-11-20)`. */
  model: string;
  differences: (Difference & { file: string })[];
  rewritten: Comparison['rewritten'];
  /** What changed in AWS's texts since the model that the newest revision names. */
  documentation: DocumentationChange[];
  documentationSince?: string | undefined;
  /** What the model does not say. */
  notCompared: string[];
}

/** The formats of the report. */
export const formats = { text: formatText, markdown: formatMarkdown, github: formatGithub, json: formatJson };

function formatJson(report: DriftReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function formatText(report: DriftReport): string {
  const { differences, documentation, rewritten } = report;
  const blocks = differences.map((difference) => [
    `${difference.subject}: ${describeValues(difference)} (${difference.direction})`,
    `  contract  ${difference.file}`,
    ...(difference.at ? [`  model     ${difference.at}`] : []),
    ...difference.breaks.map(({ who, how }) => `  breaks    ${audiences[who]}: ${how}`),
    ...difference.witnesses.map((witness) => `  witness   ${describeWitness(witness, report)}`),
  ]);
  const texts = documentation.map(
    ({ subject, new: now }) => `  ${subject}: ${now === undefined ? 'removed' : shorten(now)}`,
  );
  return join([
    [headline(report)],
    ...blocks,
    titled(documentationTitle(report), texts),
    titled(
      'The same strings, written differently:',
      rewritten.map(({ subject, new: now }) => `  ${subject}: ${now}`),
    ),
    notCompared(report),
  ]);
}

function formatMarkdown(report: DriftReport): string {
  const { differences, documentation, rewritten } = report;
  const blocks = differences.map((difference) => [
    `## ${code(difference.subject)}: ${difference.fact}`,
    '',
    `- ${describeValues(difference, code)}, ${difference.direction}`,
    `- Contract: ${code(difference.file)}`,
    ...(difference.at ? [`- Model: ${code(difference.at)}`] : []),
    ...difference.breaks.map(({ who, how }) => `- Breaks ${audiences[who]}: ${how}.`),
    ...difference.witnesses.map((witness) => `- Witness: ${describeWitness(witness, report, code)}`),
  ]);
  const texts = documentation.map(({ subject }) => `- ${code(subject)}`);
  return join([
    [headline(report)],
    ...blocks,
    titled(`## ${documentationTitle(report).slice(0, -1)}\n`, texts),
    titled(
      '## The same strings, written differently\n',
      rewritten.map(({ subject }) => `- ${code(subject)}`),
    ),
    notCompared(report),
  ]);
}

/** Workflow commands: an annotation for each file of the contract that a difference concerns. */
function formatGithub(report: DriftReport): string {
  const lines = report.differences.map((difference) => {
    const who = difference.breaks.map((entry) => `${audiences[entry.who]}: ${entry.how}`).join('; ');
    const message = `${describeValues(difference)} (${difference.direction})${who && `. Breaks ${who}`}`;
    return writeWorkflowCommand('warning', message, { file: difference.file, title: difference.subject });
  });
  const summary = [headline(report), ...notCompared(report)].join(' ');
  return [...lines, writeWorkflowCommand('notice', summary)].join('');
}

function headline({ contract, model, differences }: DriftReport): string {
  if (differences.length === 0) return `${contract} agrees with ${model}.`;
  const count = differences.length === 1 ? '1 fact' : `${differences.length} facts`;
  return `${contract} and ${model} differ in ${count}:`;
}

function documentationTitle({ documentationSince }: DriftReport): string {
  return `AWS documentation that changed since ${documentationSince}:`;
}

function notCompared(report: DriftReport): string[] {
  if (report.notCompared.length === 0) return [];
  return [`Not compared, because the model does not say: ${report.notCompared.join(', ')}.`];
}

function titled(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [title, ...lines] : [];
}

function join(blocks: string[][]): string {
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function describeValues({ fact, old, new: now }: Difference, mark = (text: string) => text): string {
  const state = (value: Json | undefined) => (value === undefined ? 'none' : mark(shorten(toText(value))));
  return `${fact} ${state(old)} → ${state(now)}`;
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describeWitness(
  { operation, position, acceptedBy, document }: Witness,
  report: DriftReport,
  mark = (text: string) => text,
): string {
  const [accepts, rejects] =
    acceptedBy === 'new' ? [report.model, report.contract] : [report.contract, report.model];
  return `${mark(abbreviate(document))} as ${position} of ${operation}: ${accepts} accepts it, ${rejects} does not`;
}

/** Shortens long strings and lists of equal items. */
function abbreviate(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? shorten(value, 40) : value);
  if (Array.isArray(value)) {
    const items = value.map(abbreviate);
    if (items.length > 3 && new Set(items).size === 1) return `[${items[0]}, … ${items.length} items]`;
    return `[${items.join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${abbreviate(member)}`)
    .join(',')}}`;
}

function shorten(text: string, length = 160): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text;
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
