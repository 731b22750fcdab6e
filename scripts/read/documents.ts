import { constants, isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { Json } from '../contract/document.ts';
import { JsonText, parseJson, splitDocuments } from '../contract/json-text.ts';
import type { Source } from '../contract/violation.ts';
import { type Input, type Peek, peek, ReadError, readBytes } from './files.ts';

/** One JSON document of a file, or why there is none. */
export type ReadDocument = { source: Source } & (
  | { value: Json; problem?: never }
  | { problem: { offset: number; message: string } }
);

const lineFeed = 10;
const tooLong = `one JSON document may have ${constants.MAX_STRING_LENGTH.toLocaleString('en-US')} bytes; NDJSON has no limit: jq -c '.[]' turns an array into it`;

/**
 * Reads the JSON documents of an input: one, several one after the other, or one per line (NDJSON).
 *
 * @param stdin standard input
 * @param onBytes called with the number of bytes read so far
 * @returns the documents in batches, so that NDJSON of any size is read in constant memory
 * @throws {ReadError} when the input cannot be read
 */
export async function* readDocuments(
  input: Input,
  stdin: Readable,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Iterable<ReadDocument>> {
  const bytes = readBytes(input, stdin, onBytes);
  try {
    const start = await peekLines(bytes);
    if (isNdjson(input.name, start)) yield* readLines(start.chunks);
    else yield readWhole(await readAll(start.chunks));
  } finally {
    await bytes.return(undefined);
  }
}

/** Reads the first megabyte, or more where the first line is longer. */
function peekLines(bytes: AsyncGenerator<Buffer>): Promise<Peek> {
  let hasLine = false;
  return peek(bytes, (length, chunk) => {
    hasLine ||= chunk.includes(lineFeed);
    return length >= 64 << 20 || (hasLine && length >= 1 << 20);
  });
}

/** Recognizes newline-delimited JSON by the file's name, or by its first lines. */
function isNdjson(name: string, { head, complete }: Peek): boolean {
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return true;
  const text = head.toString('utf8');
  if (complete && !parseJson(text).error) return false;
  const lines = text.split('\n', 200).filter((line) => /\S/.test(line));
  // The last line may be cut off.
  if (!complete && lines.length > 1 && lines.length < 200) lines.pop();
  const objects = lines.filter((line) => /^\s*[[{]/.test(line) && !parseJson(line).error);
  return objects.length > lines.length / 2;
}

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<ReadDocument>> {
  let line = 1;
  for await (const batch of cutAtLineEnds(chunks)) {
    if ('skippedBytes' in batch) {
      const size = batch.skippedBytes.toLocaleString('en-US');
      const message = `the line has ${size} bytes, more than a string can hold`;
      yield [{ source: { json: new JsonText(''), line, path: [] }, problem: { offset: 0, message } }];
      line++;
    } else {
      yield splitLines(batch, line);
      for (let at = batch.indexOf(lineFeed); at >= 0; at = batch.indexOf(lineFeed, at + 1)) line++;
    }
  }
}

/** A line that is longer than a string can be; its content was skipped. */
interface SkippedLine {
  skippedBytes: number;
}

/**
 * Cuts a stream of bytes at its line ends, holding no more than a chunk and the line that it breaks off in.
 *
 * @param longest the most bytes of one line, default what a JavaScript string can hold
 * @returns batches of whole lines, each line but the stream's last with its line end
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
      start = chunk.indexOf(lineFeed) + 1;
      if (start > 0) yield takeLine(chunk.subarray(0, start));
    }
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end > start) yield chunk.subarray(start, end);
    const rest = chunk.subarray(Math.max(start, end));
    pendingBytes += rest.length;
    if (pendingBytes > longest) pending = [];
    else if (rest.length > 0) pending.push(rest);
  }
  if (pendingBytes > 0) yield takeLine(Buffer.alloc(0));
}

function* splitLines(batch: Buffer, first: number): Generator<ReadDocument> {
  const sound = isUtf8(batch);
  for (let from = 0, line = first; from < batch.length; line++) {
    const end = batch.indexOf(lineFeed, from);
    const to = end < 0 ? batch.length : end;
    const text = batch.toString('utf8', from, to);
    const isSound = sound || isUtf8(batch.subarray(from, to));
    from = to + 1;
    const source = { json: new JsonText(text), line, path: [] };
    if (!isSound) yield { source, problem: notUtf8(text) };
    else if (/\S/.test(text)) yield parseSource(source);
  }
}

function* readWhole(bytes: Buffer): Generator<ReadDocument> {
  const text = bytes.toString('utf8');
  const json = new JsonText(text);
  const source = { json, path: [] };
  const whole = isUtf8(bytes) ? parseSource(source) : { source, problem: notUtf8(text) };
  const documents = whole.problem && isUtf8(bytes) ? splitDocuments(text) : [];
  if (documents.length < 2) yield whole;
  else {
    for (const { text: part, start } of documents) {
      const within = { json: new JsonText(part), pointer: '', place: (offset: number) => start + offset };
      yield parseSource({ json, within, path: [] });
    }
  }
}

/** Goes on from a value to one inside it. */
export function inside(source: Source, ...path: string[]): Source {
  return { ...source, path: [...source.path, ...path] };
}

/** Parses the JSON that a source has in its text, or inside it. */
export function parseSource(source: Source): ReadDocument {
  const { value, error } = parseJson((source.within?.json ?? source.json).text);
  if (!error) return { source, value };
  return { source, problem: { offset: error.offset, message: `not JSON: ${error.message}` } };
}

function notUtf8(text: string): { offset: number; message: string } {
  return { offset: text.indexOf('\uFFFD'), message: 'not JSON: these bytes are not UTF-8' };
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > constants.MAX_STRING_LENGTH) throw new ReadError(tooLong);
    parts.push(chunk);
  }
  return Buffer.concat(parts, bytes);
}
