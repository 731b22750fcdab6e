import { styleText } from 'node:util';
import type { Io } from './command.ts';

type Stream = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'>>;

/** Whether to color a stream: NO_COLOR and FORCE_COLOR come first, otherwise only a terminal is colored. */
export function isColored(stream: Stream, env: Io['env']): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return !['', '0', 'false'].includes(env['FORCE_COLOR']);
  return stream.isTTY === true && stream.hasColors?.() !== false;
}

/** Colors a text, or leaves it as it is. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export function createPaint(colored: boolean): Paint {
  return (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text);
}

/** A line that shows how far long work is. */
export interface Progress {
  show(line: string): void;
  /** Removes the line, before something else is written. */
  clear(): void;
}

/**
 * Makes a progress line, which a terminal shows after half a second and a pipe never.
 *
 * @param now the time in milliseconds
 */
export function createProgress(stream: Stream, now: () => number = () => performance.now()): Progress {
  let next = now() + 500;
  let shown = false;
  return {
    show(line) {
      if (!stream.isTTY || now() < next) return;
      next = now() + 100;
      shown = true;
      stream.write(`\r\x1b[K${line}`);
    },
    clear() {
      if (shown) stream.write('\r\x1b[K');
      shown = false;
    },
  };
}
