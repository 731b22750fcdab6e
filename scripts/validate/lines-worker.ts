import { parentPort, workerData } from 'node:worker_threads';
import { type Assignment, type Block, judgeBlock } from './judge-block.ts';
import { loadShapes } from './shapes.ts';
import type { Tally } from './tally.ts';

/** The verdict on a block, its lines counted from its start. */
export interface BlockVerdict {
  block: Block;
  lines: number;
  tally: Tally;
}

const assignment: Assignment = workerData;
const shapes = await loadShapes(assignment.contract);

parentPort!.on('message', async (block: Block) => {
  parentPort!.postMessage(await judgeBlock(shapes, assignment, block));
});
