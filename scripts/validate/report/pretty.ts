import { styleText } from 'node:util';
import type { Fault } from '../fault.ts';
import { type Frame, printable } from '../frame.ts';
import type { FileResult } from '../judge-input.ts';
import { count } from '../wording.ts';
import type { Page, Reporter } from './reporter.ts';
import { isSound, summarize } from './summary.ts';

type Style = Parameters<typeof styleText>[0];

/**
 * Reports for a person: on a terminal with the lines around each fault, in a pipe a line per fault.
 *
 * @param page what to write with
 * @returns the reporter
 */
export function createPrettyReporter(page: Page): Reporter {
  const paint = (style: Style, text: string) =>
    page.color ? styleText(style, text, { validateStream: false }) : text;
  return {
    fault(file, fault) {
      page.out(`${describe(file, fault, paint)}\n`);
      if (page.terminal && fault.frame) page.out(`${draw(fault.line, fault.frame, paint)}\n\n`);
    },
    file(result) {
      const { file, faults, faultCount, failure } = result;
      const name = printable(file);
      if (faultCount > faults.length)
        page.out(`${name}: ${paint('dim', `and ${count(faultCount - faults.length, 'fault')} more`)}\n`);
      if (failure !== undefined)
        page.err(`${paint('red', 'error')} ${failure.startsWith(file) ? failure : `${name}: ${failure}`}\n`);
      if (page.terminal && isSound(result))
        page.out(`${paint('green', '✓')} ${name} ${paint('dim', tell(result))}\n`);
    },
    end(results) {
      const summary = summarize(results);
      page.err(`${results.every(isSound) ? summary : paint('bold', summary)}\n`);
    },
  };
}

function describe(file: string, fault: Fault, paint: (style: Style, text: string) => string): string {
  const place = `${printable(file)}:${fault.line}:${fault.column}`;
  const stated = fault.stated && paint('dim', ` [${fault.stated.pointer}]`);
  const suggestion = fault.suggestion && paint('yellow', `; ${fault.suggestion}`);
  return `${paint('cyan', place)} ${paint('red', 'error')} ${printable(fault.message)}${suggestion ?? ''}${stated ?? ''}`;
}

function draw(line: number, frame: Frame, paint: (style: Style, text: string) => string): string {
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

function tell({ shapes, values, note }: FileResult): string {
  return [shapes.join(', '), values > 1 && count(values, 'value'), note].filter(Boolean).join(', ');
}
