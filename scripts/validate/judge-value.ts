import { describeFault, type Judge, type Source } from './judge.ts';
import type { Shapes } from './shapes.ts';
import { findStatement } from './statement.ts';
import type { Recorder } from './tally.ts';

/**
 * Judges a value; of an array where the shape is none, each item.
 *
 * @param shapes the contract's shapes
 * @param judge the judge
 * @param value the value
 * @param source where it comes from
 * @param recorder records the verdicts
 */
export function judgeValue(
  shapes: Shapes,
  judge: Judge,
  value: unknown,
  source: Source,
  recorder: Recorder,
): void {
  if (Array.isArray(value) && !acceptsArrays(shapes, judge.shape)) {
    for (const [index, item] of value.entries())
      judgeOne(shapes, judge, item, { ...source, path: [...source.path, String(index)] }, recorder);
  } else {
    judgeOne(shapes, judge, value, source, recorder);
  }
}

function judgeOne(shapes: Shapes, judge: Judge, value: unknown, source: Source, recorder: Recorder): void {
  recorder.value(judge.judge(value), (error) => describeFault(shapes, judge.shape, error, value, source));
}

function acceptsArrays({ document }: Shapes, shape: string): boolean {
  const type = findStatement(document, shape, [])?.schema.type;
  return type === undefined || [type].flat().includes('array');
}
