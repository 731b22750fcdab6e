import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from './random.ts';

/**
 * Reads how long answers are to take.
 *
 * @param latency milliseconds as `MS` or `MIN-MAX`; undefined for no delay
 * @param seed makes the delays of a range the same in every run
 * @returns a function that waits as long as the next answer is to take
 * @throws {Error} when it is neither form, or the range is upside down
 */
export function createLatency(latency: string | undefined, seed: number): () => Promise<void> {
  if (latency === undefined) return async () => undefined;
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(latency) ?? [];
  const [least, most] = [Number(from), Number(to)];
  if (from === undefined || least > most) {
    throw new Error(`latency ${latency}: it is milliseconds such as 200, or a range such as 50-300`);
  }
  const random = createRandom(seed);
  return () => sleep(least + random.below(most - least + 1));
}
