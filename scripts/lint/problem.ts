import { styleText } from 'node:util';

/** The rules that are checked outside Redocly. */
export const ownRules = [
  'files-can-be-read',
  'files-are-yaml',
  'references-lead-somewhere',
  'redocly-can-check-it',
  'every-file-is-referenced',
  'strings-stay-strings',
  'schemas-compile',
  'examples-are-valid',
  'known-values-fit-their-schema',
] as const;

/** The name of a rule that is checked outside Redocly. */
export type OwnRule = (typeof ownRules)[number];

/** One fault of a contract: where it stands, which rule it breaks, and what is wrong there. */
export interface Problem {
  /** Path of the file, relative to the working directory. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  rule: string;
  message: string;
}

/**
 * Writes problems for a terminal, one line each: `file:line:column  rule  message`.
 *
 * @param problems the problems, in the order to print them
 * @param options `color`: mark place and rule with terminal colours
 * @returns the lines, joined by line feeds, without one at the end
 */
export function formatProblems(problems: Problem[], { color = false }: { color?: boolean } = {}): string {
  const paint = (style: 'cyan' | 'red', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return problems
    .map(({ file, line, column, rule, message }) =>
      [paint('cyan', `${file}:${line}:${column}`), paint('red', rule), message].join('  '),
    )
    .join('\n');
}
