import type { Span } from './json-text.ts';

/** The lines of a text around a fault, cut to what a terminal shows. */
export interface Frame {
  before: string[];
  line: string;
  after: string[];
  /** Where the fault stands in `line`, and how much of it. */
  from: number;
  length: number;
}

const longestLine = 100;
const leading = 30;
const reach = 1000;

/**
 * Cuts the lines around a fault out of a text.
 *
 * @param text the whole text
 * @param span what is at fault; only its first line is marked
 * @returns the line with one before and one after it, control characters replaced, long lines cut
 */
export function frameOf(text: string, { start, end }: Span): Frame {
  const first = startOfLine(text, start);
  const last = endOfLine(text, start);
  const left = start - first > longestLine - leading ? start - leading : first;
  const right = Math.min(last, left + longestLine);
  const [head, tail] = [left > first ? '…' : '', right < last ? '…' : ''];
  const from = head.length + start - left;
  return {
    before: text[first - 1] === '\n' ? [lineAt(text, startOfLine(text, first - 1))] : [],
    line: head + printable(text.slice(left, right)) + tail,
    after: text[last] === '\n' && last < text.length - 1 ? [lineAt(text, last + 1)] : [],
    from,
    length: Math.max(1, Math.min(end, right) - start),
  };
}

function lineAt(text: string, start: number): string {
  const end = endOfLine(text, start);
  return (
    printable(text.slice(start, Math.min(end, start + longestLine))) + (end > start + longestLine ? '…' : '')
  );
}

// Why not further: of a long line only a part is shown, and looking for its ends could take as long as reading it.
function startOfLine(text: string, offset: number): number {
  const least = Math.max(0, offset - reach);
  return least + text.slice(least, offset).lastIndexOf('\n') + 1;
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from, from + reach).indexOf('\n');
  return end < 0 ? Math.min(text.length, from + reach) : from + end;
}

/**
 * Makes a text safe to print on a terminal, at the same length.
 *
 * @param text any text
 * @returns the text with control and invisible characters replaced
 */
export function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (found) => '·'.repeat(found.length));
}
