import { readFile } from 'node:fs/promises';

/** A fenced block of code in a Markdown document. */
export interface CodeBlock {
  language: string;
  code: string;
  /** The line of the opening fence, counted from 1. */
  line: number;
}

/**
 * Finds the fenced blocks of code of a Markdown document, also those that are indented under a list.
 *
 * @param file path of the document
 * @returns its blocks in order, without the indentation of their fences
 */
export async function readCodeBlocks(file: string | URL): Promise<CodeBlock[]> {
  const text = await readFile(file, 'utf8');
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^\1```$/gms)].map(
    ([block, indent, language, code], index, all) => ({
      language: language!,
      code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, all[index]!.index).split('\n').length + (block.startsWith('\n') ? 1 : 0),
    }),
  );
}
