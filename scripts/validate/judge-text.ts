import { CannotValidate } from './cannot-validate.ts';
import { detectShape } from './detect-shape.ts';
import { readEntries } from './har.ts';
import { JsonText } from './json-text.ts';
import { createJudge, describeSyntax } from './judge.ts';
import { judgeRecording } from './judge-har.ts';
import { judgeValue } from './judge-value.ts';
import type { Shapes } from './shapes.ts';
import type { Recorder } from './tally.ts';

/** How values are held against the contract. */
export interface Terms {
  shapes: Shapes;
  /** The shape that the user gave. */
  as: string | undefined;
  strict: boolean;
}

/** What a text turned out to be. */
export interface Nature {
  /** The shapes that values were held against; none when the text was not JSON. */
  shapes: string[];
  /** Anything else to say, such as how much of a recording was judged. */
  note?: string;
}

/**
 * Judges a text that holds one JSON document: a value, an array of values or a HAR recording.
 *
 * @param terms how to judge
 * @param text the text
 * @param recorder records the verdicts
 * @returns what the text was
 * @throws {CannotValidate} when its shape was neither given nor can be worked out
 */
export function judgeText({ shapes, as, strict }: Terms, text: string, recorder: Recorder): Nature {
  const source = { json: new JsonText(text), path: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    recorder.unreadable(() => describeSyntax(source));
    return { shapes: as ? [as] : [] };
  }
  const entries = as === undefined ? readEntries(value) : undefined;
  if (entries) {
    const recording = judgeRecording(shapes, entries, source.json, strict, recorder);
    const note = `${recording.matched} of ${recording.entries} recorded exchanges are the contract's`;
    return { shapes: recording.shapes, note };
  }
  if (as === undefined && Array.isArray(value) && value.length === 0)
    return { shapes: [], note: 'an empty array' };
  const shape = as ?? workOutShape(shapes, [value]);
  judgeValue(shapes, createJudge(shapes, shape, strict), value, source, recorder);
  return { shapes: [shape] };
}

/**
 * Works out the shape of values, of which an array counts as its items.
 *
 * @param shapes the contract's shapes
 * @param values some values of one file
 * @returns the shape's name
 * @throws {CannotValidate} when it cannot be worked out
 */
export function workOutShape(shapes: Shapes, values: unknown[]): string {
  const shape = detectShape(shapes, values.flat().slice(0, 100));
  if (shape === undefined)
    throw new CannotValidate(
      `cannot work out which shape this is; name one with --as: ${shapes.names.slice(0, 4).join(', ')} …`,
    );
  return shape;
}
