import { extname } from 'node:path';

/** The start of a stream, and the whole of it from that start on. */
export interface Peek {
  head: Buffer;
  /** The head is all there is. */
  complete: boolean;
  chunks: AsyncGenerator<Buffer>;
}

const enough = 1 << 20;
const longest = 64 << 20;

/**
 * Reads the start of a stream without taking it away.
 *
 * @param chunks the bytes; a chunk may be overwritten once the next one is asked for
 * @returns the first megabyte, or more where the first line is longer
 */
export async function peek(chunks: AsyncGenerator<Buffer>): Promise<Peek> {
  const parts: Buffer[] = [];
  let bytes = 0;
  let lines = false;
  let complete = false;
  while (bytes < longest && (bytes < enough || !lines)) {
    const { value, done } = await chunks.next();
    complete = done === true;
    if (done) break;
    parts.push(Buffer.from(value));
    bytes += value.length;
    lines ||= value.includes(10);
  }
  const head = Buffer.concat(parts);
  return { head, complete, chunks: continueFrom(head, chunks) };
}

async function* continueFrom(head: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* chunks;
}

/**
 * Tells newline-delimited JSON from a JSON document, by the file's name or else by its first lines.
 *
 * @param name the file's name
 * @param peek its start
 * @returns some values of the lines when it is newline-delimited; undefined for anything else
 */
export function sampleLines(name: string, { head, complete }: Peek): unknown[] | undefined {
  const named = ['.ndjson', '.jsonl'].includes(extname(name).toLowerCase());
  const text = head.toString('utf8');
  if (!named && complete && parse(text) !== undefined) return undefined;
  const lines = text.split('\n', 200).filter((line) => /\S/.test(line));
  // The last line may be cut off.
  if (!complete && lines.length > 1 && lines.length < 200) lines.pop();
  const values = lines.map(parse).filter((value) => typeof value === 'object' && value !== null);
  return named || values.length > lines.length / 2 ? values : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
