import { glob, open, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
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

const chunkSize = 1 << 20;
const globCharacters = /[*?[{]/;
const extensions = ['json', 'ndjson', 'jsonl', 'har'];
const anyFile = `**/*.{${extensions.join(',')}}{,.gz}`;

/**
 * Finds the files that the command line names.
 *
 * @param names paths of files or folders, glob patterns, or `-` for standard input
 * @returns an input for each file, those of a folder or a pattern in alphabetical order, none twice. A name that leads
 *   to no file gives an input with a failure
 */
export async function findInputs(names: string[]): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  for (const name of names) for (const input of await findInput(name)) inputs.set(input.name, input);
  return [...inputs.values()];
}

async function findInput(name: string): Promise<Input[]> {
  if (name === standardInput) return [{ name: 'stdin' }];
  const found = await inspect(name);
  if (found === 'folder') {
    const files = (await search(anyFile, name)).map((file) => join(name, file));
    return inspectAll(files, name, `no *.${extensions.join(', *.')} in this folder`);
  }
  if (!found.missing || !globCharacters.test(name)) return [found];
  return inspectAll(await search(name), name, 'no file matches');
}

async function search(pattern: string, cwd?: string): Promise<string[]> {
  const exclude = (path: string) => /(^|[\\/])(node_modules|\.git)$/.test(path);
  const matches: string[] = [];
  for await (const match of glob(pattern, { ...(cwd !== undefined && { cwd }), exclude }))
    matches.push(match);
  return matches.sort();
}

async function inspectAll(paths: string[], name: string, nothing: string): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    const found = await inspect(path);
    if (found !== 'folder') inputs.push(found);
  }
  return inputs.length > 0 ? inputs : [{ name, failure: nothing }];
}

async function inspect(path: string): Promise<(Input & { missing?: boolean }) | 'folder'> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    // A pipe, such as one that a shell passes as a file, has a size of 0.
    return found.isFile() ? { name: path, path, size: found.size } : { name: path, path };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return { name: path, failure: wordFileError(error), ...(missing && { missing }) };
  }
}

/**
 * Reads an input as UTF-8 without a byte order mark. UTF-16 is converted, gzip is unpacked.
 *
 * @param stdin standard input
 * @param onBytes called with the number of bytes read so far
 * @returns the bytes; each chunk is overwritten once the next one is asked for
 * @throws {ReadError} when the file cannot be read
 */
export function readBytes(
  { path, size, failure }: Input,
  stdin: Readable,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (failure !== undefined) throw new ReadError(failure);
  return decode(watch(path === undefined ? stdin : readFile(path, size), onBytes), true);
}

async function* watch(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onBytes(bytes);
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

async function* readFile(path: string, size = chunkSize): AsyncGenerator<Buffer> {
  const file = await open(path).catch(throwReadError);
  try {
    // Of many small files, most of the time would go into buffers.
    const buffer = Buffer.allocUnsafe(Math.min(chunkSize, Math.max(size, 4096)));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length).catch(throwReadError);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Recognizes an encoding by the first bytes, which a pipe may deliver one by one. */
async function* decode(chunks: AsyncGenerator<Buffer>, packed: boolean): AsyncGenerator<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const all = prepend(head, chunks);
  if (packed && head[0] === 0x1f && head[1] === 0x8b) yield* decode(unpack(all), false);
  else if (utf16Of(head)) yield* fromUtf16(all, utf16Of(head)!);
  else if (head.subarray(0, 3).toString('hex') === 'efbbbf') yield* prepend(head.subarray(3), chunks);
  else yield* all;
}

async function* prepend(head: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* chunks;
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
  // The stream keeps a chunk while the next one is read.
  const copies = Readable.from(copyEach(chunks));
  const unpacked = createGunzip();
  copies.on('error', (error) => unpacked.destroy(error));
  try {
    yield* copies.pipe(unpacked);
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ReadError(code === 'Z_BUF_ERROR' ? 'the gzip data end too early' : 'the gzip data are damaged');
  } finally {
    copies.destroy();
  }
}

async function* copyEach(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

/** Whether a file's name says that it is newline-delimited JSON. */
export function isNamedNdjson(name: string): boolean {
  return ['.ndjson', '.jsonl'].includes(extname(name.replace(/\.gz$/i, '')).toLowerCase());
}

function throwReadError(error: unknown): never {
  throw new ReadError(wordFileError(error));
}

function wordFileError(error: unknown): string {
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOENT: 'no such file',
    ENOTDIR: 'no such file',
    ELOOP: 'a symbolic link that leads to itself',
    ENAMETOOLONG: 'the path is too long',
    EMFILE: 'too many open files',
    EISDIR: 'a folder',
  };
  const code = String((error as NodeJS.ErrnoException).code);
  return reasons[code] ?? `cannot be read (${code})`;
}
