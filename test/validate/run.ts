import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll } from 'vitest';
import { type Io, validate } from '../../scripts/validate/command.ts';

/** What a run of the command left behind. */
export interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** How a run differs from one in a pipe with nothing on standard input. */
export interface Setting {
  stdin?: string | Uint8Array;
  terminal?: boolean;
  /** Standard error goes elsewhere than to the terminal. */
  errorsToFile?: boolean;
  env?: Record<string, string>;
  /** The folder of another contract's artifacts. */
  contract?: string;
}

const folder = await mkdtemp(join(tmpdir(), 'validate-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The folder of the test files; paths in reports are relative to it. */
export const root = folder;

/**
 * Writes a file for a test.
 *
 * @param name its name
 * @param content text as it is, anything else as JSON
 * @returns its path
 */
export async function writeInput(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  const plain = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(path, plain ? content : JSON.stringify(content, null, 2));
  return path;
}

/**
 * Runs `scan-findings validate` in this process.
 *
 * @param args its arguments
 * @param setting what surrounds it
 * @returns what it printed and its exit code
 */
export async function run(
  args: string[],
  { stdin = '', terminal = false, errorsToFile = false, env = {}, contract }: Setting = {},
): Promise<Run> {
  const [out, err] = [sink(terminal), sink(terminal && !errorsToFile)];
  const io = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: out.stream,
    stderr: err.stream,
    env: { GITHUB_WORKSPACE: folder, ...env },
  } as unknown as Io;
  const exitCode = await validate(args, io, contract);
  return { exitCode, stdout: out.text(), stderr: err.text() };
}

function sink(isTTY: boolean) {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => written };
}
