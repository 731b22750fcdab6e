import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type Assignment, type Block, judgeBlock } from './judge-block.ts';
import type { BlockVerdict } from './lines-worker.ts';
import type { Shapes } from './shapes.ts';
import type { Recorder } from './tally.ts';

const blockSize = 16 << 20;
const lineFeed = 10;
const byteOrderMark = Buffer.from('\uFEFF');

/**
 * Judges a file of newline-delimited JSON with several threads, each of which takes a block of lines at a time.
 *
 * @param shapes the contract's shapes
 * @param assignment what to judge, and how
 * @param size the file's size in bytes
 * @param threads how many threads
 * @param recorder records the verdicts in the order of the lines
 * @param onBytes hears how many bytes have been judged
 * @returns the number of lines
 * @throws what a thread threw
 */
export async function judgeLinesInParallel(
  shapes: Shapes,
  assignment: Assignment,
  size: number,
  threads: number,
  recorder: Recorder,
  onBytes: (bytes: number) => void = () => {},
): Promise<number> {
  const blocks = await cutIntoBlocks(assignment.path, size);
  const waiting = new Map<number, BlockVerdict>();
  let next = 0;
  let lines = 0;
  const take = (verdict: BlockVerdict) => {
    waiting.set(verdict.block.index, verdict);
    for (let ready = waiting.get(next); ready; ready = waiting.get(++next)) {
      const before = lines;
      recorder.merge({
        ...ready.tally,
        faults: ready.tally.faults.map((fault) => ({ ...fault, line: fault.line + before })),
      });
      lines += ready.lines;
      waiting.delete(next);
      onBytes(ready.block.end);
    }
  };
  const queue = blocks.values();
  // This thread is one of them: it would wait otherwise, and has the contract loaded.
  const others = Array.from({ length: threads - 1 }, () => employWorker(assignment, queue, take));
  await Promise.all([...others, work(queue, (block) => judgeBlock(shapes, assignment, block), take)]);
  return lines;
}

async function work(
  queue: Iterator<Block>,
  judge: (block: Block) => Promise<BlockVerdict>,
  take: (verdict: BlockVerdict) => void,
): Promise<void> {
  for (let block = queue.next(); !block.done; block = queue.next()) take(await judge(block.value));
}

async function employWorker(
  assignment: Assignment,
  queue: Iterator<Block>,
  take: (verdict: BlockVerdict) => void,
): Promise<void> {
  // Built, this file and the worker's are JavaScript; a compiler rewrites imports but no URL.
  const file = `./lines-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`;
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: assignment,
    // What a line leaves behind is garbage at once: more room would only be filled with it.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  try {
    await work(queue, (block) => request(worker, block), take);
  } finally {
    await worker.terminate();
  }
}

function request(worker: Worker, block: Block): Promise<BlockVerdict> {
  return new Promise((resolve, reject) => {
    worker.once('message', (verdict) => {
      worker.off('error', reject);
      resolve(verdict);
    });
    worker.once('error', reject);
    worker.postMessage(block);
  });
}

async function cutIntoBlocks(path: string, size: number): Promise<Block[]> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(1 << 16);
    const read = async (at: number) =>
      buffer.subarray(0, (await file.read(buffer, 0, buffer.length, at)).bytesRead);
    const blocks: Block[] = [];
    const hasMark = (await read(0)).subarray(0, byteOrderMark.length).equals(byteOrderMark);
    for (let start = hasMark ? byteOrderMark.length : 0; start < size; start = blocks.at(-1)!.end) {
      let end = Math.min(size, start + blockSize);
      for (let found = -1; found < 0 && end < size; ) {
        const bytes = await read(end);
        found = bytes.indexOf(lineFeed);
        end = Math.min(size, end + (found < 0 ? bytes.length : found + 1));
      }
      blocks.push({ index: blocks.length, start, end });
    }
    return blocks;
  } finally {
    await file.close();
  }
}
