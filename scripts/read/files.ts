import { createReadStream, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Something to read a file's bytes from. */
export interface Input {
  /** What the user calls it. */
  name: string;
  /** Its path; undefined for standard input. */
  path?: string;
  /** In bytes; undefined while it is not known. */
  size?: number;
  /** Why there is nothing to read. */
  failure?: string;
}

/** A file cannot be read, or not to its end; the message is for its user and leaves the file's name out. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
}

/** The name of standard input on the command line. */
export const standardInput = '-';

const chunkSize = 1 << 18;
const extensions = ['json', 'ndjson', 'jsonl', 'har'];
const anyFile = `**/*.{${extensions.join(',')}}{,.gz}`;
const noSuchFile = 'no such file';

/**
 * Finds the files that the command line names.
 *
 * @param names paths of files or folders, glob patterns, or `-` for standard input
 * @returns an input for each file, those of a folder or a pattern in alphabetical order, none twice. A name that leads
 *   to no file gives an input with a failure
 */
export function findInputs(names: string[]): Input[] {
  const inputs = new Map<string, Input>();
  for (const name of names) for (const input of findInput(name)) inputs.set(input.name, input);
  return [...inputs.values()];
}

function findInput(name: string): Input[] {
  if (name === standardInput) return [{ name: 'stdin' }];
  const found = inspect(name);
  if (found === 'folder') {
    const paths = search(anyFile, name).map((path) => join(name, path));
    return inspectAll(paths, { name, failure: `no *.${extensions.join(', *.')} in this folder` });
  }
  const isPattern = found.failure === noSuchFile && /[*?[{]/.test(name);
  return isPattern ? inspectAll(search(name), { name, failure: 'no file matches' }) : [found];
}

function search(pattern: string, folder?: string): string[] {
  const exclude = (path: string) => /(^|[\\/])(node_modules|\.git)$/.test(path);
  return globSync(pattern, { ...(folder !== undefined && { cwd: folder }), exclude }).sort();
}

function inspectAll(paths: string[], nothing: Input): Input[] {
  const inputs = paths.map(inspect).filter((found) => found !== 'folder');
  return inputs.length > 0 ? inputs : [nothing];
}

/** Waits for the system, since a hundred thousand names would each take a turn of the event loop. */
function inspect(path: string): Input | 'folder' {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return { name: path, failure: noSuchFile };
    if (found.isDirectory()) return 'folder';
    // A pipe, such as one that a shell passes as a file, has a size of 0.
    return { name: path, path, ...(found.isFile() && { size: found.size }) };
  } catch (error) {
    return { name: path, failure: wordFileError(error) };
  }
}

/**
 * Reads an input as UTF-8 without a byte order mark. UTF-16 is converted, gzip is unpacked.
 *
 * @param onBytes called with the number of bytes read so far
 * @throws {ReadError} when the file cannot be read
 */
export function readBytes(
  { path, size = chunkSize, failure }: Input,
  stdin: Readable,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (failure !== undefined) throw new ReadError(failure);
  // Of many small files, most of the time would go into buffers.
  const highWaterMark = Math.min(chunkSize, Math.max(size, 4096));
  return decode(watch(path === undefined ? stdin : createReadStream(path, { highWaterMark }), onBytes));
}

async function* watch(chunks: Readable, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      onBytes(bytes);
      yield chunk;
    }
  } catch (error) {
    throw new ReadError(wordFileError(error));
  }
}

/** The start of a stream, and the whole of it. */
export interface Peek {
  head: Buffer;
  /** The head is all there is. */
  complete: boolean;
  chunks: AsyncGenerator<Buffer>;
}

/** Reads the start of a stream, until a function says that its length or its last chunk is enough. */
export async function peek(
  chunks: AsyncGenerator<Buffer>,
  isEnough: (length: number, chunk: Buffer) => boolean,
): Promise<Peek> {
  const parts: Buffer[] = [];
  let length = 0;
  let complete = false;
  do {
    const { value, done } = await chunks.next();
    complete = done === true;
    if (done) break;
    parts.push(value);
    length += value.length;
  } while (!isEnough(length, parts.at(-1)!));
  const head = Buffer.concat(parts);
  return { head, complete, chunks: prepend(head, chunks) };
}

async function* prepend(head: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* chunks;
}

/** Recognizes an encoding by the first bytes, which a pipe may deliver one by one. */
async function* decode(bytes: AsyncGenerator<Buffer>, packed = true): AsyncGenerator<Buffer> {
  const { head, chunks } = await peek(bytes, (length) => length >= 4);
  const encoding = utf16Of(head);
  if (packed && head[0] === 0x1f && head[1] === 0x8b) yield* decode(unpack(chunks), false);
  else if (encoding) yield* fromUtf16(chunks, encoding);
  else if (head.subarray(0, 3).toString('hex') === 'efbbbf') yield* prepend(head.subarray(3), bytes);
  else yield* chunks;
}

/** The encoding of a byte order mark; without one, of an ASCII character with a zero byte, as JSON starts. */
function utf16Of([first, second]: Buffer): string | undefined {
  if ((first === 0xff && second === 0xfe) || (first! > 0 && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second! > 0) ? 'utf-16be' : undefined;
}

async function* fromUtf16(chunks: AsyncGenerator<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* unpack(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    // An error ends the iteration, so the callback has nothing to do.
    yield* pipeline(chunks, createGunzip(), () => {});
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ReadError(code === 'Z_BUF_ERROR' ? 'the gzip data end too early' : 'the gzip data are damaged');
  }
}

function wordFileError(error: unknown): string {
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOENT: noSuchFile,
    ENOTDIR: noSuchFile,
    ELOOP: 'a symbolic link that leads to itself',
    ENAMETOOLONG: 'the path is too long',
    EMFILE: 'too many open files',
    EISDIR: 'a folder',
  };
  const code = String((error as NodeJS.ErrnoException).code);
  return reasons[code] ?? `cannot be read (${code})`;
}
