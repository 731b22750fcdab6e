import { isUtf8 } from 'node:buffer';
import type { Fault } from './fault.ts';
import { JsonText } from './json-text.ts';
import { describeSyntax, describeUnreadable, type Judge } from './judge.ts';
import { judgeValue } from './judge-value.ts';
import { cutAtLineEnds } from './lines.ts';
import type { Shapes } from './shapes.ts';
import type { Recorder } from './tally.ts';

const lineFeed = 10;

/**
 * Judges newline-delimited JSON: every line that is not blank is a value of its own.
 *
 * @param shapes the contract's shapes
 * @param judge the judge of all lines
 * @param chunks the bytes, from the start of a line; a chunk may be overwritten once the next one is asked for
 * @param recorder records the verdicts, with lines counted from the first chunk
 * @returns the number of lines
 */
export async function judgeLines(
  shapes: Shapes,
  judge: Judge,
  chunks: AsyncIterable<Buffer>,
  recorder: Recorder,
): Promise<number> {
  let line = 0;
  const atLine = (fault: Fault) => ({ ...fault, line });
  const inFile: Recorder = {
    ...recorder,
    value: (errors, describe) => recorder.value(errors, (error) => atLine(describe(error))),
    unreadable: (describe) => recorder.unreadable(() => atLine(describe())),
  };
  for await (const batch of cutAtLineEnds(chunks)) {
    if ('skippedBytes' in batch) {
      line++;
      inFile.unreadable(() => describeSkipped(batch.skippedBytes));
      continue;
    }
    const sound = isUtf8(batch);
    for (let from = 0; from < batch.length; ) {
      const end = batch.indexOf(lineFeed, from);
      const to = end < 0 ? batch.length : end;
      line++;
      const text = batch.toString('utf8', from, to);
      if (sound || isUtf8(batch.subarray(from, to))) judgeLine(shapes, judge, text, inFile);
      else inFile.unreadable(() => describeEncoding(text));
      from = to + 1;
    }
  }
  return line;
}

function judgeLine(shapes: Shapes, judge: Judge, text: string, recorder: Recorder): void {
  const source = { json: new JsonText(text), path: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (/\S/.test(text)) recorder.unreadable(() => describeSyntax(source));
    return;
  }
  judgeValue(shapes, judge, value, source, recorder);
}

/**
 * Tells where a text was not UTF-8.
 *
 * @param text the text as it was decoded, with a replacement character for what could not be
 * @returns the fault
 */
export function describeEncoding(text: string): Fault {
  return describeUnreadable(
    { json: new JsonText(text), path: [] },
    text.indexOf('\uFFFD'),
    'not JSON: these bytes are not UTF-8',
  );
}

function describeSkipped(bytes: number): Fault {
  const size = `${bytes.toLocaleString('en-US')} bytes`;
  return describeUnreadable(
    { json: new JsonText(''), path: [] },
    0,
    `not judged: the line has ${size}, more than a string can hold`,
  );
}
