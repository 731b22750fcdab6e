import { styleText } from 'node:util';
import type { Frame, Violation } from '../../contract/violation.ts';
import { count } from '../../contract/words.ts';
import type { FileResult } from '../validate.ts';
import { countUnlisted, isSound, nameFile, type Output, type Reporter, summarize } from './reporter.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** For a person: on a terminal with the lines around each violation, in a pipe a line per violation. */
export function createPrettyReporter({ out, err, terminal, color }: Output): Reporter {
  const paint = painter(color.out);
  const paintErr = painter(color.err);
  return {
    violation(file, violation) {
      out(`${describe(file, violation, paint)}\n`);
      if (terminal && violation.frame) out(`${draw(violation.line, violation.frame, paint)}\n\n`);
    },
    file(result) {
      const { failure } = result;
      const name = nameFile(result.file);
      const more = countUnlisted(result);
      if (more > 0) out(`${name}: ${paint('dim', `${more.toLocaleString('en-US')} more not listed`)}\n`);
      if (failure !== undefined) err(`${paintErr('red', 'error')} ${name}: ${failure}\n`);
      else if (terminal && isSound(result))
        out(`${paint('green', '✓')} ${name} ${paint('dim', tell(result))}\n`);
      else if (result.notes.length > 0) err(`${name}: ${result.notes.join(', ')}\n`);
    },
    end(results) {
      const summary = summarize(results);
      err(`${results.every(isSound) ? summary : paintErr('bold', summary)}\n`);
    },
  };
}

function painter(colored: boolean): Paint {
  return (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text);
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
