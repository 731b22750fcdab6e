import type { Schema } from '../../contract/document.ts';
import { faults } from '../faults.ts';
import type { Trial } from './trial.ts';

const newcomers = ['NOT_KNOWN_YET', 'notKnownYet', 'x'];

/**
 * Makes values that try which values a schema lists, and whether the list is closed.
 *
 * @param schema the schema, its reference already followed
 * @returns every listed value, and values that are not listed
 */
export function knownValueTrials(schema: Schema): Trial[] {
  const { enum: closed = [], 'x-extensible-enum': open = [] } = schema;
  const newcomer = newcomers.find((value) => !open.includes(value) && faults(schema, value).length === 0);
  return [
    ...closed.map((value) => ({ what: `the allowed value \`${value}\``, value })),
    ...closed.filter((value) => typeof value === 'string').flatMap(nearMisses),
    ...open.map((value) => ({ what: `the known value \`${value}\``, value })),
    ...(open.length && newcomer
      ? [{ what: 'a value that the contract does not know yet', value: newcomer }]
      : []),
  ];
}

function nearMisses(value: string): Trial[] {
  const otherCase = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
  return [
    { what: `\`${value}\` in other letter case`, value: otherCase },
    { what: `\`${value}\` and a letter more`, value: `${value}s` },
    { what: `a letter more and \`${value}\``, value: `s${value}` },
    { what: `\`${value}\` without its last letter`, value: value.slice(0, -1) },
  ];
}
