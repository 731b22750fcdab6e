import { count } from '../../contract/words.ts';
import type { FileResult } from '../judge-input.ts';

/**
 * Sums all verdicts up in one line.
 *
 * @param results the verdicts
 * @returns such as `3 of 4 files are valid: 75 ImageScanFinding; 2 faults`
 */
export function summarize(results: FileResult[]): string {
  const sum = (key: 'values' | 'invalid' | 'unreadable' | 'faultCount') =>
    results.reduce((total, result) => total + result[key], 0);
  const sound = results.filter(isSound).length;
  const files =
    sound === results.length ? count(sound, 'file') : `${sound} of ${count(results.length, 'file')}`;
  const shapes = [...new Set(results.flatMap((result) => result.shapes))].join(', ');
  const parts = [
    `${files} valid`,
    `${count(sum('values'), 'value')} judged${shapes && ` as ${shapes}`}`,
    sum('invalid') > 0 && `${count(sum('invalid'), 'value')} invalid`,
    sum('unreadable') > 0 && `${sum('unreadable').toLocaleString('en-US')} not JSON`,
    sum('faultCount') > 0 && count(sum('faultCount'), 'fault'),
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/**
 * Tells whether a file was judged whole and found valid.
 *
 * @param result the verdict
 * @returns true when nothing is wrong
 */
export function isSound({ faultCount, failure }: FileResult): boolean {
  return faultCount === 0 && failure === undefined;
}
