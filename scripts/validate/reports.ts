import { relative, resolve, sep } from 'node:path';
import type { Frame, Violation } from '../contract/violation.ts';
import { count, escapeControls } from '../contract/words.ts';
import type { Paint } from '../terminal.ts';
import { type CoveragePart, sumCoverage } from './coverage.ts';
import type { FileResult } from './validate.ts';

/** Writes results in one format. */
export interface Reporter {
  /** Called with each violation that is listed, as soon as it is found. */
  violation?(file: string, violation: Violation): void;
  /** Called with each file, once it is validated. */
  file?(result: FileResult): void;
  /** Called at the end, with what was seen of the contract if someone asked. */
  end(results: FileResult[], exitCode: number, coverage?: CoveragePart[]): void;
}

/** What a reporter writes with. */
export interface Output {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** A person reads along on a terminal. */
  terminal: boolean;
  /** Colors what is written to standard output, and to standard error. */
  paint: { out: Paint; err: Paint };
  /** The folder that the paths of a report are relative to, when that is not the working directory. */
  root: string | undefined;
  tool: { name: string; version: string };
}

/** Writes JSON without a character that a terminal obeys; escaped, they stay what they are. */
export function writeJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return `${lines.map(escapeControls).join('\n')}\n`;
}

/** Writes a file's name at the start of a line, where `::` would make it a command of GitHub's runner. */
function nameFile(file: string): string {
  return escapeControls(/^\s*::/.test(file) ? `./${file}` : file);
}

/** Writes a file's path as a report wants it: with forward slashes, absolute when it leaves the root. */
export function reportPath(file: string, root = ''): string {
  const path = relative(root, resolve(file));
  return (path.startsWith('..') ? resolve(file) : path).replaceAll(sep, '/');
}

/** Sums up all results in one line. */
export function summarize(results: FileResult[]): string {
  const sum = (key: keyof FileResult) =>
    results.reduce((total, result) => total + (result[key] as number), 0);
  const sound = results.filter(isSound).length;
  const files =
    sound === results.length ? count(sound, 'file') : `${sound} of ${count(results.length, 'file')}`;
  const schemas = [...new Set(results.flatMap((result) => result.schemas))].join(', ');
  const unlisted = countUnlisted(results);
  const parts = [
    `${files} valid`,
    `${count(sum('values'), 'value')} validated${schemas && ` as ${schemas}`}`,
    sum('invalid') > 0 && `${count(sum('invalid'), 'value')} invalid`,
    sum('unreadable') > 0 && `${sum('unreadable').toLocaleString('en-US')} not validated`,
    sum('violationCount') > 0 && count(sum('violationCount'), 'violation'),
    sum('warningCount') > 0 && count(sum('warningCount'), 'warning'),
    sum('acceptedCount') > 0 && `${sum('acceptedCount').toLocaleString('en-US')} accepted by the baseline`,
    unlisted > 0 && `${unlisted.toLocaleString('en-US')} not listed`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/** Counts what the limits kept out of the lists of files. */
export function countUnlisted(results: FileResult[]): number {
  return results.reduce(
    (sum, { violationCount, warningCount, unreadable, violations }) =>
      sum + violationCount + warningCount + unreadable - violations.length,
    0,
  );
}

/** Whether a file was validated to its end and found valid. */
export function isSound({ violationCount, unreadable, failure }: FileResult): boolean {
  return violationCount === 0 && unreadable === 0 && failure === undefined;
}

/** One JSON document: the schemas, counts, notes and violations of each file, and the coverage. */
export function createJsonReporter({ out }: Output): Reporter {
  return {
    end(results, exitCode, coverage) {
      const files = results.map(({ violations, ...result }) => ({
        ...result,
        violations: violations.map(({ frame: _, ...violation }) => violation),
      }));
      out(writeJson({ exitCode, files, ...(coverage && { coverage: describeCoverage(coverage) }) }));
    },
  };
}

function describeCoverage(parts: CoveragePart[]) {
  return {
    ...sumCoverage(parts),
    parts: parts.map((part) => ({
      of: part.of,
      kind: part.kind,
      ...sumCoverage([part]),
      points: Object.fromEntries([...part.points].map(([label, { count }]) => [label, count])),
    })),
  };
}

/** For a person: on a terminal with the lines around each violation, in a pipe a line per violation. */
export function createPrettyReporter({ out, err, terminal, paint: paints }: Output): Reporter {
  const { out: paint, err: paintErr } = paints;
  return {
    violation(file, violation) {
      out(`${describe(file, violation, paint)}\n`);
      if (terminal && violation.frame) out(`${draw(violation.line, violation.frame, paint)}\n\n`);
    },
    file(result) {
      const { failure } = result;
      const name = nameFile(result.file);
      const more = countUnlisted([result]);
      if (more > 0) out(`${name}: ${paint('dim', `${more.toLocaleString('en-US')} more not listed`)}\n`);
      if (failure !== undefined) err(`${paintErr('red', 'error')} ${name}: ${failure}\n`);
      else if (terminal && isSound(result))
        out(`${paint('green', '✓')} ${name} ${paint('dim', wordResult(result))}\n`);
      else if (result.notes.length > 0) err(`${name}: ${result.notes.join(', ')}\n`);
    },
    end(results, _, coverage) {
      const summary = summarize(results);
      err(`${results.every(isSound) ? summary : paintErr('bold', summary)}\n`);
      if (coverage) out(tabulate(coverage, paint));
    },
  };
}

/** A row for each part, below the name of what it is of, with what was not seen. */
function tabulate(parts: CoveragePart[], paint: Paint): string {
  const rows = parts.map((part, index) => {
    const missing = wrap(wordMissing(part), 80).join(`\n${' '.repeat(35)}`);
    const row = `  ${part.kind.padEnd(10)} ${wordShare([part])}  ${paint('dim', missing)}`.trimEnd();
    return part.of === parts[index - 1]?.of ? row : `\n${paint('bold', part.of)}\n${row}`;
  });
  const title = `${'Coverage'.padEnd(12)} ${wordShare(parts)}  not seen`;
  return `\n${[title, ...rows].join('\n')}\n`;
}

/** Names a property once: `severity: LOW, HIGH; type: PACKAGE_VULNERABILITY`. */
function wordMissing({ points }: CoveragePart): string {
  const labels = [...points].filter(([, { count }]) => count === 0).map(([label]) => label);
  const byProperty = Map.groupBy(labels, (label) => /^.*?: /.exec(label)?.[0] ?? '');
  return [...byProperty]
    .map(([property, ofIt]) => property + ofIt.map((label) => label.slice(property.length)).join(', '))
    .join('; ');
}

/** Rounds down, so that only all is 100 %. */
function wordShare(parts: CoveragePart[]): string {
  const { seen, total } = sumCoverage(parts);
  const percent = Math.floor((seen / total) * 100);
  return `${`${seen} of ${total}`.padStart(10)} ${`${percent} %`.padStart(8)}`;
}

function wrap(list: string, width: number): string[] {
  return list.match(new RegExp(`.{1,${width}}(?:[,;] |$)|\\S+`, 'g'))?.map((line) => line.trimEnd()) ?? [];
}

function describe(file: string, violation: Violation, paint: Paint): string {
  const { level, line, column, message, suggestion, declared } = violation;
  const parts = [
    paint('cyan', `${nameFile(file)}:${line}:${column}`),
    paint(level === 'error' ? 'red' : 'yellow', level),
    message + (suggestion ? paint('yellow', `; ${suggestion}`) : ''),
    declared && paint('dim', `[${declared.pointer}]`),
  ];
  return parts.filter(Boolean).join(' ');
}

function draw(line: number, frame: Frame, paint: Paint): string {
  const width = String(line + frame.after.length).length;
  const gutter = (label: string) => paint('dim', `${label.padStart(width + 2)} │ `);
  const mark = ' '.repeat(frame.from) + paint('red', '^'.repeat(frame.length));
  return [
    ...frame.before.map((text, index) => gutter(String(line - frame.before.length + index)) + text),
    gutter(String(line)) + frame.line,
    gutter('') + mark,
    ...frame.after.map((text, index) => gutter(String(line + 1 + index)) + text),
  ].join('\n');
}

function wordResult({ schemas, values, notes }: FileResult): string {
  return [schemas.join(', '), values > 1 && count(values, 'value'), ...notes].filter(Boolean).join(', ');
}
