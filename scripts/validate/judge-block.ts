import { readRange } from './inputs.ts';
import { createJudge } from './judge.ts';
import { judgeLines } from './judge-lines.ts';
import type { BlockVerdict } from './lines-worker.ts';
import type { Shapes } from './shapes.ts';
import { createRecorder } from './tally.ts';

/** What a thread needs to judge parts of a file. */
export interface Assignment {
  path: string;
  shape: string;
  strict: boolean;
  limit: number;
  /** The folder of the contract's `openapi.json` and `validators.js`. */
  contract: string;
}

/** A part of a file, in bytes; it starts and ends with a line. */
export interface Block {
  index: number;
  start: number;
  end: number;
}

/**
 * Judges a part of a file.
 *
 * @param shapes the contract's shapes
 * @param assignment the file, and how to judge it
 * @param block the part
 * @returns the verdict
 * @throws {CannotValidate} when the file cannot be read
 */
export async function judgeBlock(
  shapes: Shapes,
  { path, shape, strict, limit }: Assignment,
  block: Block,
): Promise<BlockVerdict> {
  const recorder = createRecorder(limit);
  const judge = createJudge(shapes, shape, strict);
  const lines = await judgeLines(shapes, judge, readRange(path, block.start, block.end), recorder);
  return { block, lines, tally: recorder.tally };
}
