import { constants } from 'node:buffer';

/** A line that is longer than a string can be; its content was skipped. */
export interface SkippedLine {
  skippedBytes: number;
}

/**
 * Cuts a stream of bytes at its line ends, holding no more than a chunk and the line that it breaks off in.
 *
 * @param chunks the bytes; a chunk may be overwritten once the next one is asked for
 * @param longest the most bytes of one line, default what a JavaScript string can hold
 * @returns batches of whole lines, each line but the stream's last with its line end; a batch is to be read before
 *   the next one is asked for
 */
export async function* cutAtLineEnds(
  chunks: AsyncIterable<Buffer>,
  longest: number = constants.MAX_STRING_LENGTH,
): AsyncGenerator<Buffer | SkippedLine> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const takeLine = (rest: Buffer) => {
    const bytes = pendingBytes + rest.length;
    const line = bytes > longest ? { skippedBytes: bytes } : Buffer.concat([...pending, rest], bytes);
    pending = [];
    pendingBytes = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    if (pendingBytes > 0) {
      start = chunk.indexOf(10) + 1;
      if (start > 0) yield takeLine(chunk.subarray(0, start));
    }
    const end = chunk.lastIndexOf(10) + 1;
    if (end > start) yield chunk.subarray(start, end);
    const rest = chunk.subarray(Math.max(start, end));
    pendingBytes += rest.length;
    if (pendingBytes > longest) pending = [];
    else if (rest.length > 0) pending.push(Buffer.from(rest));
  }
  if (pendingBytes > 0) yield takeLine(Buffer.alloc(0));
}
