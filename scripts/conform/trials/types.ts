import { allowedTypes, isOfType } from '../json-types.ts';
import { smallest } from '../sample.ts';
import { fractionTrial } from './numbers.ts';
import type { Subject, Trial } from './trial.ts';

/**
 * Makes a value of each type that a schema does not allow.
 *
 * @param subject the schema
 * @returns the values, among them those that a lenient reader would turn into the right type
 */
export function wrongTypes({ document, schema }: Subject): Trial[] {
  const valid = smallest(document, schema);
  const all: Trial[] = [
    { what: 'null', value: null },
    { what: 'a boolean', value: true },
    { what: 'a whole number', value: 1 },
    fractionTrial(schema),
    { what: 'a text', value: 'text' },
    { what: 'a valid value as a text', value: JSON.stringify(valid) },
    { what: 'a list', value: [] },
    { what: 'a list with a valid value', value: [valid] },
    { what: 'an object', value: {} },
  ];
  const types = allowedTypes(schema);
  return all.filter(({ value }) => !types.some((type) => isOfType(value, type)));
}
