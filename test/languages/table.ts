/** A row of a table: heading to cell. The first cell names the row. */
export type Row = Record<string, string>;

/** Merges rows into the tables of a Markdown document: each into the one that has its first heading as first column. */
export function mergeRows(markdown: string, rows: Row[]): string {
  return markdown.replaceAll(/^\|.+\|\n\|[ |-]+\|\n(?:\|.*\|\n)*/gm, (table) => {
    const [headings = [], , ...cells] = table.trim().split('\n').map(readCells);
    const known = cells.map((row) =>
      Object.fromEntries(headings.map((heading, i) => [heading, row[i] ?? ''])),
    );
    const own = rows.filter((row) => Object.keys(row)[0] === headings[0]);
    return formatTable(headings, [...known, ...own]);
  });
}

function readCells(line: string): string[] {
  return line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());
}

/** Of the rows with the same first cell, only the last stays. */
function formatTable(headings: string[], rows: Row[]): string {
  const named = new Map(rows.map((row) => [row[headings[0]!]!, row]));
  const sorted = [...named.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const lines = sorted.map((row) => headings.map((heading) => row[heading] ?? ''));
  const all = [headings, headings.map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
