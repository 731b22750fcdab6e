import type { Frame, Violation } from '../../contract/violation.ts';
import { count } from '../../contract/words.ts';
import { createPaint, type Paint } from '../../terminal.ts';
import { type CoveragePart, sumCoverage } from '../coverage.ts';
import type { FileResult } from '../validate.ts';
import { countUnlisted, isSound, nameFile, type Output, type Reporter, summarize } from './reporter.ts';

/** For a person: on a terminal with the lines around each violation, in a pipe a line per violation. */
export function createPrettyReporter({ out, err, terminal, color }: Output): Reporter {
  const paint = createPaint(color.out);
  const paintErr = createPaint(color.err);
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
        out(`${paint('green', '✓')} ${name} ${paint('dim', tell(result))}\n`);
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

function tell({ schemas, values, notes }: FileResult): string {
  return [schemas.join(', '), values > 1 && count(values, 'value'), ...notes].filter(Boolean).join(', ');
}
