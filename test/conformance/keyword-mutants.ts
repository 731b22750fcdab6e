import type { Schema } from '../../scripts/contract/document.ts';
import { annotations, plainSchema } from '../../scripts/contract/schema.ts';
import { nextDown, nextUp } from '../../scripts/vectors/sample.ts';
import { allowedTypes, type JsonType, jsonTypes } from '../../scripts/vectors/violations.ts';
import { anchorMutants, patternMutants } from './pattern-mutants.ts';

/** A schema with one constraint changed. */
export interface Mutant {
  /** What was changed, such as `maxLength: 1024 → 1025`. */
  what: string;
  schema: Schema;
}

/** One way to change a keyword: the keywords that take its place. */
interface Change {
  what: string;
  instead: Record<string, unknown>;
}

/** Keywords that only mutants have: other ways to count a length. */
export const otherCounts: Record<string, (limit: number, text: string) => boolean> = {
  minCodeUnits: (limit, text) => text.length >= limit,
  maxCodeUnits: (limit, text) => text.length <= limit,
  minBytes: (limit, text) => Buffer.byteLength(text) >= limit,
  maxBytes: (limit, text) => Buffer.byteLength(text) <= limit,
};

const changes: Record<string, (schema: Schema, written: boolean) => Change[]> = {
  type: typeChanges,
  enum: enumChanges,
  // Dropped, it would make no difference: it asserts nothing.
  'x-extensible-enum': (schema) => [{ what: 'closed', instead: { enum: schema['x-extensible-enum'] } }],
  minLength: (schema) => [...leastChanges(schema, 'minLength'), ...otherCountChanges(schema, 'min')],
  maxLength: (schema) => [...mostChanges(schema, 'maxLength'), ...otherCountChanges(schema, 'max')],
  minItems: (schema) => leastChanges(schema, 'minItems'),
  maxItems: (schema) => mostChanges(schema, 'maxItems'),
  minProperties: (schema) => leastChanges(schema, 'minProperties'),
  maxProperties: (schema) => mostChanges(schema, 'maxProperties'),
  minimum: (schema) => boundChanges(schema, 'minimum', 'exclusiveMinimum'),
  maximum: (schema) => boundChanges(schema, 'maximum', 'exclusiveMaximum'),
  exclusiveMinimum: (schema) => boundChanges(schema, 'exclusiveMinimum', 'minimum'),
  exclusiveMaximum: (schema) => boundChanges(schema, 'exclusiveMaximum', 'maximum'),
  required: ({ required = [] }) =>
    required.map((name) => ({
      what: `${name} dropped`,
      instead: { required: required.filter((other) => other !== name) },
    })),
  properties: propertiesChanges,
  additionalProperties: ({ additionalProperties }) => [
    dropped,
    ...(additionalProperties === false ? [] : [{ what: 'closed', instead: { additionalProperties: false } }]),
  ],
  items: (schema) => [
    dropped,
    // A list of at most one item has no other item that could go unseen.
    ...(Number(schema['maxItems'] ?? 2) > 1
      ? [{ what: 'only the first', instead: { prefixItems: [schema.items] } }]
      : []),
  ],
  pattern: ({ pattern, minLength = 0 }, written) => [
    dropped,
    ...(written ? patternMutants : anchorMutants)(String(pattern), minLength === 0).map(({ what, text }) => ({
      what,
      instead: { pattern: text },
    })),
  ],
};

const dropped: Change = { what: 'dropped', instead: {} };

/**
 * Loosens, tightens and drops every constraint of a schema in turn. Changes only the anchors of a pattern unless it is
 * `written` in this schema: the others are changed where it is.
 */
export function keywordMutants(schema: Schema, written: boolean): Mutant[] {
  const unknown = Object.keys(plainSchema(schema, annotations)).find((keyword) => !(keyword in changes));
  if (unknown) throw new Error(`there are no changes for the keyword ${unknown}`);
  return Object.keys(schema).flatMap((keyword) => {
    const { [keyword]: _, ...others } = schema;
    const found = changes[keyword]?.(schema, written) ?? [];
    return found.map(({ what, instead }) => ({
      what: `${keyword}: ${what}`,
      schema: { ...others, ...instead },
    }));
  });
}

function typeChanges(schema: Schema): Change[] {
  const own = allowedTypes(schema);
  // Every integer is a number: what takes numbers takes integers already.
  const further = jsonTypes.filter(
    (type) => !own.includes(type) && !(type === 'integer' && own.includes('number')),
  );
  const narrower: JsonType[] = own.includes('number') ? ['integer'] : [];
  return [
    dropped,
    ...further.map((type) => ({ what: `${own} or ${type}`, instead: { type: [...own, type] } })),
    ...[...further, ...narrower].map((type) => ({ what: `${own} → ${type}`, instead: { type } })),
  ];
}

function enumChanges({ enum: members = [] }: Schema): Change[] {
  const texts = members.filter((member) => typeof member === 'string');
  const choice = texts.map((text) => text.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const open = texts.length === members.length ? [`^(?:${choice})`, `(?:${choice})$`] : [];
  // JSON Schema has no enum without members.
  const fewer = members.length > 1 ? members.map((_, index) => members.toSpliced(index, 1)) : [];
  const others = texts.flatMap((text, index) => [
    members.with(index, `${text}s`),
    [...members, otherCase(text)],
  ]);
  return [
    dropped,
    ...[...fewer, ...others].map((value) => ({ what: value.join(', '), instead: { enum: value } })),
    ...open.map((pattern) => ({ what: `only ${pattern}`, instead: { allOf: [{ pattern }] } })),
  ];
}

function otherCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

function leastChanges(schema: Schema, keyword: string): Change[] {
  // A least count of zero says nothing: it can only be tightened.
  return Number(schema[keyword]) === 0
    ? countChanges(schema, keyword, [1])
    : [dropped, ...countChanges(schema, keyword, [-1, 1])];
}

function mostChanges(schema: Schema, keyword: string): Change[] {
  return [dropped, ...countChanges(schema, keyword, Number(schema[keyword]) === 0 ? [1] : [-1, 1])];
}

function countChanges(schema: Schema, keyword: string, steps: number[]): Change[] {
  const count = Number(schema[keyword]);
  return steps.map((step) => ({ what: `${count} → ${count + step}`, instead: { [keyword]: count + step } }));
}

function otherCountChanges(schema: Schema, end: 'min' | 'max'): Change[] {
  const limit = Number(schema[`${end}Length`]);
  // A text without characters has neither units nor bytes and any other has both, so 0 and a least of 1 count alike;
  // and a pattern may leave only characters of one unit and one byte.
  if (limit < (end === 'min' ? 2 : 1) || schema['pattern'] !== undefined) return [];
  return ['CodeUnits', 'Bytes'].map((unit) => ({ what: `counts ${unit}`, instead: { [end + unit]: limit } }));
}

function boundChanges(schema: Schema, keyword: string, other: string): Change[] {
  const bound = schema[keyword] as number;
  const isInteger = !allowedTypes(schema).includes('number');
  const neighbours = isInteger ? [bound - 1, bound + 1] : [nextDown(bound), nextUp(bound)];
  return [
    dropped,
    ...neighbours.map((value) => ({ what: `${bound} → ${value}`, instead: { [keyword]: value } })),
    { what: `${bound} as ${other}`, instead: { [other]: bound } },
  ];
}

function propertiesChanges({ properties = {}, required = [], additionalProperties }: Schema): Change[] {
  const names = Object.keys(properties);
  const others = (name: string) =>
    Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name));
  const optional = names.filter((name) => !required.includes(name));
  return [
    ...names.map((name) => ({ what: `${name} dropped`, instead: { properties: others(name) } })),
    ...optional.map((name) => ({
      what: `${name} required`,
      instead: { properties, required: [...required, name] },
    })),
    ...(additionalProperties === undefined
      ? [{ what: 'closed', instead: { properties, additionalProperties: false } }]
      : []),
  ];
}
