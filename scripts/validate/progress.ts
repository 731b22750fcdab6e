import { printable } from './frame.ts';

/** Tells a person on a terminal how far the reading is. */
export interface Progress {
  show(file: string, bytes: number, size: number | undefined): void;
  /** Takes the line away, before something else is written. */
  clear(): void;
}

const patience = 500;
const interval = 100;

/**
 * Makes a line of progress that first shows after half a second.
 *
 * @param write writes to the terminal; undefined when nobody is there to read it
 * @param now the time in milliseconds
 * @returns the progress
 */
export function createProgress(
  write: ((text: string) => void) | undefined,
  now: () => number = () => performance.now(),
): Progress {
  const started = now();
  let next = started + patience;
  let shown = false;
  return {
    show(file, bytes, size) {
      if (!write || now() < next) return;
      next = now() + interval;
      shown = true;
      const share = size ? `${Math.floor((bytes / size) * 100)} %, ` : '';
      const speed = (bytes / 1e6 / ((now() - started) / 1000)).toFixed(0);
      write(`\r\x1b[K${share}${(bytes / 1e6).toFixed(0)} MB, ${speed} MB/s  ${printable(file)}`);
    },
    clear() {
      if (shown) write?.('\r\x1b[K');
      shown = false;
    },
  };
}
