import { relative, resolve, sep } from 'node:path';
import type { Violation } from '../../contract/violation.ts';
import { count, escapeControls } from '../../contract/words.ts';
import { type CoveragePart, sumCoverage } from '../coverage.ts';
import type { FileResult } from '../validate.ts';

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
  /** Whether to color standard output, and standard error. */
  color: { out: boolean; err: boolean };
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
export function nameFile(file: string): string {
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
      ...{ of: part.of, kind: part.kind },
      ...sumCoverage([part]),
      points: Object.fromEntries([...part.points].map(([label, { count }]) => [label, count])),
    })),
  };
}
