import { styleText } from 'node:util';
import { count } from '../../contract/words.ts';
import type { Fault } from '../fault.ts';
import { type Frame, printable } from '../frame.ts';
import type { FileResult } from '../judge-input.ts';
import type { Output, Reporter } from './reporter.ts';
import { isSound, summarize } from './summary.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/**
 * Reports for a person: on a terminal with the lines around each fault, in a pipe a line per fault.
 *
 * @param output what to write with
 * @returns the reporter
 */
export function createPrettyReporter(output: Output): Reporter {
  const painter =
    (color: boolean): Paint =>
    (style, text) =>
      color ? styleText(style, text, { validateStream: false }) : text;
  const paint = painter(output.color.out);
  const paintErr = painter(output.color.err);
  return {
    fault(file, fault) {
      output.out(`${describe(file, fault, paint)}\n`);
      if (output.terminal && fault.frame) output.out(`${draw(fault.line, fault.frame, paint)}\n\n`);
    },
    file(result) {
      const { file, faults, faultCount, failure } = result;
      const name = printable(file);
      if (faultCount > faults.length)
        output.out(`${name}: ${paint('dim', `and ${count(faultCount - faults.length, 'fault')} more`)}\n`);
      if (failure !== undefined)
        output.err(
          `${paintErr('red', 'error')} ${failure.startsWith(file) ? failure : `${name}: ${failure}`}\n`,
        );
      if (output.terminal && isSound(result))
        output.out(`${paint('green', '✓')} ${name} ${paint('dim', tell(result))}\n`);
    },
    end(results) {
      const summary = summarize(results);
      output.err(`${results.every(isSound) ? summary : paintErr('bold', summary)}\n`);
    },
  };
}

function describe(file: string, fault: Fault, paint: Paint): string {
  const place = `${printable(file)}:${fault.line}:${fault.column}`;
  const stated = fault.stated && paint('dim', ` [${fault.stated.pointer}]`);
  const suggestion = fault.suggestion && paint('yellow', `; ${fault.suggestion}`);
  return `${paint('cyan', place)} ${paint('red', 'error')} ${printable(fault.message)}${suggestion ?? ''}${stated ?? ''}`;
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

function tell({ shapes, values, note }: FileResult): string {
  return [shapes.join(', '), values > 1 && count(values, 'value'), note].filter(Boolean).join(', ');
}
