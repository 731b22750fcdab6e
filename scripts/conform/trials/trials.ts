import { allowedTypes, type JsonType } from '../json-types.ts';
import { smallest } from '../sample.ts';
import { knownValueTrials } from './known-values.ts';
import { listTrials } from './lists.ts';
import { numberTrials } from './numbers.ts';
import { objectTrials } from './objects.ts';
import { stringTrials } from './strings.ts';
import type { Subject, Trial } from './trial.ts';
import { wrongTypes } from './types.ts';

const typeTrials: Record<JsonType, (subject: Subject) => Trial[]> = {
  null: () => [{ what: 'null', value: null }],
  boolean: () => [true, false].map((value) => ({ what: String(value), value })),
  integer: numberTrials,
  number: numberTrials,
  string: stringTrials,
  array: listTrials,
  object: objectTrials,
};

/**
 * Makes values that try everything a schema says of a value itself: its type, bounds, pattern, known values, members
 * and number of items.
 *
 * @param subject the schema
 * @returns the values; whether one is valid, `faults` tells
 * @throws {Error} when no valid value is found, or no test strings can be made for a pattern
 */
export function trials(subject: Subject): Trial[] {
  const { document, schema } = subject;
  return [
    ...allowedTypes(schema).flatMap((type) => typeTrials[type](subject)),
    ...knownValueTrials(schema),
    { what: 'a valid value', value: smallest(document, schema) },
    ...wrongTypes(subject),
  ];
}
