import { parse, visit } from 'yaml';
import type { Problem } from './problem.ts';
import { relativePath, type Sources } from './sources.ts';

/**
 * Checks that no string turns into something else under YAML 1.1, which many parsers still read:
 * `2019-12-02` is a date there, `NO` is false, `1:30` is ninety.
 *
 * @param sources the contract's files
 * @returns a problem for each string that needs quotes
 */
export function stringsStayStrings({ files }: Sources): Problem[] {
  return [...files.values()].flatMap(({ file, document, lines }) => {
    const problems: Problem[] = [];
    visit(document, {
      Scalar(_key, { value, type, source, range }) {
        if (typeof value !== 'string' || type !== 'PLAIN' || !source) return;
        const legacy: unknown = parse(source, { version: '1.1', logLevel: 'silent' });
        if (typeof legacy === 'string') return;
        const { line, col } = lines.linePos(range![0]);
        const message = `\`${source}\` is no string in YAML 1.1: put it in quotes.`;
        problems.push({ file: relativePath(file), line, column: col, rule: 'strings-stay-strings', message });
      },
    });
    return problems;
  });
}
