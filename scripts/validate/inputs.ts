import { glob, open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CannotValidate } from './cannot-validate.ts';

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

/** The name that standard input has on the command line. */
export const standardInput = '-';

const chunkSize = 1 << 20;
const globCharacters = /[*?[{]/;

/**
 * Finds the files that the command line names.
 *
 * @param names paths, glob patterns, or `-` for standard input
 * @returns one input per file in the order of the names, of a pattern in that of the alphabet; none twice. A name that
 *   leads to no file gives an input with a failure
 */
export async function findInputs(names: string[]): Promise<Input[]> {
  const inputs = new Map<string, Input>();
  for (const name of names)
    for (const input of await findInput(name).catch(asFailure(name))) inputs.set(input.name, input);
  return [...inputs.values()];
}

function asFailure(name: string): (error: unknown) => Input[] {
  return (error) => {
    if (error instanceof CannotValidate) return [{ name, failure: error.message }];
    throw error;
  };
}

async function findInput(name: string): Promise<Input[]> {
  if (name === standardInput) return [{ name: 'stdin' }];
  const found = await inspect(name);
  if (found) return [found];
  if (!globCharacters.test(name)) throw new CannotValidate(`${name}: no such file`);
  const matches: Input[] = [];
  for await (const match of glob(name, {
    exclude: (entry) => entry === 'node_modules' || entry === '.git',
  })) {
    if ((await stat(match)).isFile()) matches.push((await inspect(match))!);
  }
  if (matches.length === 0) throw new CannotValidate(`${name}: no file matches`);
  return matches.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function inspect(path: string): Promise<Input | undefined> {
  const found = await stat(path).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw wordFileError(path, error);
  });
  if (!found) return undefined;
  if (found.isDirectory())
    throw new CannotValidate(
      `${path} is a folder; name its files, such as '${path.replace(/\/$/, '')}/**/*.json'`,
    );
  // A pipe, such as one that a shell puts in the place of a file, has a size of 0.
  return found.isFile() ? { name: path, path, size: found.size } : { name: path, path };
}

/**
 * Reads an input from its start.
 *
 * @param input the input
 * @param stdin what standard input is
 * @returns its bytes without a byte order mark; each chunk is overwritten once the next one is asked for
 * @throws {CannotValidate} when the file cannot be read, or is in UTF-16
 */
export async function* readInput({ path, name }: Input, stdin: Readable): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of path === undefined ? stdin : readRange(path)) {
    yield first ? skipMark(name, Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)) : chunk;
    first = false;
  }
}

/**
 * Reads a part of a file.
 *
 * @param path the file
 * @param start the first byte
 * @param end the byte after the last one, default the end of the file
 * @returns the bytes; each chunk is overwritten once the next one is asked for
 * @throws {CannotValidate} when the file cannot be read
 */
export async function* readRange(
  path: string,
  start?: number,
  end: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  const file = await open(path).catch((error) => {
    throw wordFileError(path, error);
  });
  try {
    const buffer = Buffer.allocUnsafe(chunkSize);
    for (let at = start ?? 0; at < end; ) {
      // A pipe can only be read from where it is.
      const position = start === undefined ? null : at;
      const { bytesRead } = await file.read(buffer, 0, Math.min(chunkSize, end - at), position);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } catch (error) {
    throw wordFileError(path, error);
  } finally {
    await file.close();
  }
}

function skipMark(name: string, bytes: Buffer): Buffer {
  const mark = bytes.subarray(0, 3).toString('hex');
  if (/^(fffe|feff)/.test(mark)) throw new CannotValidate(`${name} is in UTF-16; JSON is UTF-8`);
  return mark === 'efbbbf' ? bytes.subarray(3) : bytes;
}

function wordFileError(path: string, error: unknown): unknown {
  const reasons: Record<string, string> = {
    EACCES: 'may not be read',
    EPERM: 'may not be read',
    ENOENT: 'no such file',
  };
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new CannotValidate(`${path}: ${reasons[code] ?? message}`);
}
