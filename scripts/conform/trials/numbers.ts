import type { Schema } from '../../contract/document.ts';
import { allowedTypes } from '../json-types.ts';
import { beside } from '../sample.ts';
import type { Subject, Trial } from './trial.ts';

/**
 * Makes numbers that try the bounds of a schema.
 *
 * @param subject the schema
 * @returns the numbers at and next to each bound, and where there is none, numbers far out
 */
export function numberTrials({ schema }: Subject): Trial[] {
  const bounded = (keywords: string[]) => keywords.filter((keyword) => typeof schema[keyword] === 'number');
  const lower = bounded(['minimum', 'exclusiveMinimum']);
  const upper = bounded(['maximum', 'exclusiveMaximum']);
  return [
    ...[...lower, ...upper].flatMap((keyword) => atBound(schema, keyword)),
    // No further than an int32 reaches, which is all that a format may allow.
    ...(lower.length ? [] : [{ what: 'a negative number', value: -(2 ** 31) }]),
    ...(upper.length ? [] : [{ what: 'a large number', value: 2 ** 31 - 1 }]),
    ...(allowedTypes(schema).includes('number') ? [fractionTrial(schema)] : []),
  ];
}

/**
 * Makes a number that is no integer.
 *
 * @param schema a schema, its reference already followed
 * @returns a number half a step inside one of its bounds
 */
export function fractionTrial(schema: Schema): Trial {
  const lower = schema['minimum'] ?? schema['exclusiveMinimum'];
  const upper = schema['maximum'] ?? schema['exclusiveMaximum'];
  const fromAbove = lower === undefined && typeof upper === 'number';
  return { what: 'a number with a fraction', value: fromAbove ? upper - 0.5 : Number(lower ?? 1) + 0.5 };
}

function atBound(schema: Schema, keyword: string): Trial[] {
  const [below, at, above] = beside(schema, schema[keyword] as number);
  return [
    { what: `the next number below \`${keyword}\``, value: below },
    { what: `exactly \`${keyword}\``, value: at },
    { what: `the next number above \`${keyword}\``, value: above },
  ];
}
