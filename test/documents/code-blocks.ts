import { readFile } from 'node:fs/promises';

/** A fenced block of code in a Markdown document. */
export interface CodeBlock {
  language: string;
  /** The second word of the fence: the file that the block is. */
  name?: string | undefined;
  /** As in `sh exit=1`; 0 without it. */
  exitCode: number;
  code: string;
  /** The line of the opening fence, counted from 1. */
  line: number;
  /** What the document says that the block prints. */
  prints?: string | undefined;
}

/**
 * Finds the fenced blocks of code of a Markdown document, also those that are indented in a list.
 *
 * @param file path of the document
 * @returns its blocks in order, without the indentation of their fences
 */
export async function readCodeBlocks(file: string | URL): Promise<CodeBlock[]> {
  const text = await readFile(file, 'utf8');
  const fences = [...text.matchAll(/^( *)```(\w+)(?: (?:exit=(\d+)|(\S+)))?\n(.*?)^\1```$/gms)];
  return fences.map(([block, indent, language, exitCode = '0', name, code], index) => {
    const start = fences[index]!.index;
    const next = fences[index + 1];
    const after = text.slice(start + block.length, next?.index);
    return {
      language: language!,
      name,
      exitCode: Number(exitCode),
      code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: text.slice(0, start).split('\n').length,
      prints: next?.[2] === 'text' ? next[5] : /^This prints `(.+)`\.$/m.exec(after)?.[1],
    };
  });
}
