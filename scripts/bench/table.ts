import { styleText } from 'node:util';

/** What one part of the bench measured. */
export interface Table {
  /** What was measured, and how. */
  title: string;
  columns: string[];
  rows: string[][];
}

/**
 * Writes a table as Markdown, its columns aligned for a terminal.
 *
 * @param table the table
 * @returns the lines, with one empty line at the end
 */
export function formatTable({ title, columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(...[columns, ...rows].map((row) => row[index]!.length), 3, column.length),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index]!)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [styleText('bold', title), '', line(columns), rule, ...rows.map(line), ''].join('\n');
}
