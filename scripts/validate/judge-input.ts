import { constants, isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { CannotValidate } from './cannot-validate.ts';
import type { Fault } from './fault.ts';
import { type Input, readInput } from './inputs.ts';
import { createJudge } from './judge.ts';
import { describeEncoding, judgeLines } from './judge-lines.ts';
import { judgeLinesInParallel } from './judge-lines-in-parallel.ts';
import { judgeText, type Nature, type Terms, workOutShape } from './judge-text.ts';
import { peek, sampleLines } from './peek.ts';
import { createRecorder, type Recorder, type Tally } from './tally.ts';

const tooLong = `one JSON document may have ${constants.MAX_STRING_LENGTH.toLocaleString('en-US')} bytes; NDJSON has no limit (jq -c '.[]' turns an array into it)`;

/** From this size on, in bytes, a second thread saves more time than it takes to start. */
const worthThreads = 64 << 20;

/** The verdict on one file. */
export interface FileResult extends Tally, Nature {
  file: string;
  /** Why the file could not be judged, or not to its end. */
  failure?: string;
}

/** What the judging of a file needs besides the file. */
export interface Surroundings {
  stdin: Readable;
  /** The most faults to describe. */
  limit: number;
  onFault?: (fault: Fault) => void;
  /** How many threads may judge a large file. */
  threads: number;
  /** Hears how many bytes have been read. */
  onBytes?: (bytes: number) => void;
}

/**
 * Judges one file.
 *
 * @param input the file
 * @param terms how to judge it
 * @param surroundings what else is needed
 * @returns the verdict; what kept the file from being judged is in `failure`
 */
export async function judgeInput(
  input: Input,
  terms: Terms,
  surroundings: Surroundings,
): Promise<FileResult> {
  const recorder = createRecorder(surroundings.limit, surroundings.onFault);
  try {
    if (input.failure !== undefined) throw new CannotValidate(input.failure);
    const nature = await judgeBytes(input, terms, surroundings, recorder);
    return { file: input.name, ...nature, ...recorder.tally };
  } catch (error) {
    if (!(error instanceof CannotValidate)) throw error;
    return { file: input.name, shapes: [], ...recorder.tally, failure: error.message };
  }
}

async function judgeBytes(
  input: Input,
  terms: Terms,
  surroundings: Surroundings,
  recorder: Recorder,
): Promise<Nature> {
  const bytes = watch(readInput(input, surroundings.stdin), surroundings.onBytes);
  try {
    const start = await peek(bytes);
    const sample = sampleLines(input.name, start);
    if (!sample) return await judgeDocument(terms, start.chunks, recorder);
    // Of a file without a single value, the faults of its lines say more than that its shape is unknown.
    const nothing = sample.length === 0 && start.complete;
    const shape = terms.as ?? (nothing ? terms.shapes.names[0]! : workOutShape(terms.shapes, sample));
    const lines = isWorthThreads(input, surroundings)
      ? await judgeWithThreads(input, shape, terms, surroundings, recorder)
      : await judgeLines(
          terms.shapes,
          createJudge(terms.shapes, shape, terms.strict),
          start.chunks,
          recorder,
        );
    return { shapes: nothing ? [] : [shape], note: `${lines.toLocaleString('en-US')} lines` };
  } finally {
    await bytes.return(undefined);
  }
}

function isWorthThreads({ path, size }: Input, { threads }: Surroundings): boolean {
  return path !== undefined && (size ?? 0) >= worthThreads && threads > 1;
}

function judgeWithThreads(
  { path, size }: Input,
  shape: string,
  { shapes, strict }: Terms,
  { limit, threads, onBytes }: Surroundings,
  recorder: Recorder,
): Promise<number> {
  const assignment = { path: path!, shape, strict, limit, contract: shapes.folder };
  return judgeLinesInParallel(shapes, assignment, size!, threads, recorder, onBytes);
}

async function* watch(
  chunks: AsyncGenerator<Buffer>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onBytes(bytes);
    yield chunk;
  }
}

async function judgeDocument(
  terms: Terms,
  chunks: AsyncIterable<Buffer>,
  recorder: Recorder,
): Promise<Nature> {
  const bytes = await readAll(chunks);
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return judgeText(terms, text, recorder);
  recorder.unreadable(() => describeEncoding(text));
  return { shapes: [] };
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > constants.MAX_STRING_LENGTH) throw new CannotValidate(tooLong);
    parts.push(Buffer.from(chunk));
  }
  return Buffer.concat(parts, bytes);
}
