import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { findFile } from '../contract/package-files.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { CannotValidate } from './cannot-validate.ts';
import { writeHelp } from './help.ts';
import { findInputs, standardInput } from './inputs.ts';
import { type FileResult, judgeInput } from './judge-input.ts';
import { createProgress, type Progress } from './progress.ts';
import { reporters } from './report/formats.ts';
import type { Output } from './report/reporter.ts';
import { loadShapes, requireShape } from './shapes.ts';

/** What the command reads from and writes to; `process` is one. */
export type Io = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>;

/** More of them would not fit into the memory that a large file may take. */
const mostThreads = 2;

const formats = Object.keys(reporters);

/** The command `scan-findings validate`. */
export const validateCommand = {
  run: async (args: string[]): Promise<void> => {
    process.exitCode = await validate(args);
  },
};

/**
 * Runs the command.
 *
 * @param args the arguments after its name
 * @param io what to read from and write to
 * @param contract the folder of another contract's `openapi.json` and `validators.js`
 * @returns the exit code: 0 all valid, 1 some invalid, 2 something could not be judged
 */
export async function validate(args: string[], io: Io = process, contract?: string): Promise<number> {
  io.stdout.on('error', endOnBrokenOutput(io));
  try {
    const wanted = readArguments(args, formats);
    const shapes = await loadShapes(contract);
    if (wanted.help) {
      io.stdout.write(writeHelp(shapes, formats));
      return 0;
    }
    return await judgeAll(wanted, shapes, io);
  } catch (error) {
    io.stderr.write(`scan-findings validate: ${error instanceof Error ? error.message : error}\n`);
    return 2;
  }
}

function endOnBrokenOutput({ stderr }: Io): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    // What reads the output may stop before its end, as `head` does.
    if (error.code === 'EPIPE') return;
    stderr.write(`scan-findings validate: the report cannot be written: ${error.message}\n`);
    process.exit(2);
  };
}

async function judgeAll(
  { files, as, strict, format, limit }: Arguments,
  shapes: Awaited<ReturnType<typeof loadShapes>>,
  io: Io,
): Promise<number> {
  if (files.length === 0 && io.stdin.isTTY)
    throw new CannotValidate('name a file, or - for standard input; see --help');
  const terms = { shapes, as: as === undefined ? undefined : requireShape(shapes, as), strict };
  const progress = createProgress(io.stderr.isTTY ? (text) => io.stderr.write(text) : undefined);
  const reporter = reporters[format]!(await openOutput(io, progress));
  const results: FileResult[] = [];
  for (const input of await findInputs(files.length > 0 ? files : [standardInput])) {
    const result = await judgeInput(input, terms, {
      stdin: io.stdin,
      limit,
      threads: Math.min(mostThreads, availableParallelism()),
      onFault: (fault) => reporter.fault?.(input.name, fault),
      onBytes: (bytes) => progress.show(input.name, bytes, input.size),
    });
    progress.clear();
    reporter.file?.(result);
    results.push(result);
  }
  const exitCode = Math.max(...results.map(rate));
  reporter.end(results, exitCode);
  return exitCode;
}

function rate({ failure, unreadable, invalid }: FileResult): number {
  if (failure !== undefined || unreadable > 0) return 2;
  return invalid > 0 ? 1 : 0;
}

async function openOutput({ stdout, stderr, env }: Io, progress: Progress): Promise<Output> {
  const terminal = stdout.isTTY === true;
  const isColored = (stream: Pick<NodeJS.WriteStream, 'isTTY' | 'hasColors'>) => {
    if (env['NO_COLOR']) return false;
    if (env['FORCE_COLOR'] !== undefined) return !['', '0', 'false'].includes(env['FORCE_COLOR']);
    return stream.isTTY === true && stream.hasColors?.() !== false;
  };
  const writeTo = (stream: NodeJS.WritableStream) => (text: string) => {
    progress.clear();
    stream.write(text);
  };
  return {
    out: writeTo(stdout),
    err: writeTo(stderr),
    terminal,
    color: { out: isColored(stdout), err: isColored(stderr) },
    root: env['GITHUB_WORKSPACE'],
    tool: await readTool(),
  };
}

async function readTool(): Promise<Output['tool']> {
  const { name, version } = JSON.parse(await readFile(findFile('package.json'), 'utf8'));
  return { name, version };
}
