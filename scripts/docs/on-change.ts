import { watch } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** An editor may write a file in several steps; this many milliseconds of quiet end a change. */
const quiet = 50;

/**
 * Does work once, and again after every change in a folder; changes while it works lead to one more round.
 *
 * @param folder path of the folder, watched with everything in it
 * @param work what to do; it must not throw
 * @param signal ends the watching
 * @returns when the watching has ended
 */
export async function onChange(
  folder: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let changed = Promise.withResolvers<void>();
  const watcher = watch(folder, { recursive: true, signal }, () => changed.resolve());
  watcher.on('close', () => changed.resolve());
  while (!signal.aborted) {
    changed = Promise.withResolvers();
    await work();
    await changed.promise;
    await setTimeout(quiet);
  }
}
