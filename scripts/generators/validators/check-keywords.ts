import { Name } from 'ajv/dist/2020.js';
import type { Schema } from '../../contract/document.ts';
import { writeLengthCondition } from './string-length.ts';

/** Writes, as JavaScript, the condition that a keyword states of a value; may call the test of a pattern. */
type Condition = (limit: never, value: string, nameTest: (pattern: string) => string) => string;

interface Scalar {
  test: (value: string) => string;
  conditions: Record<string, Condition>;
}

const bounds: Record<string, Condition> = {
  minimum: (limit, value) => `${value} >= ${limit}`,
  maximum: (limit, value) => `${value} <= ${limit}`,
  exclusiveMinimum: (limit, value) => `${value} > ${limit}`,
  exclusiveMaximum: (limit, value) => `${value} < ${limit}`,
};

/** The types of JSON that have no parts, how to test for them, and what their keywords ask. */
export const scalars: Record<string, Scalar> = {
  null: { test: (value) => `${value} === null`, conditions: {} },
  boolean: { test: (value) => `typeof ${value} === 'boolean'`, conditions: {} },
  integer: { test: (value) => `Number.isInteger(${value})`, conditions: bounds },
  number: { test: (value) => `Number.isFinite(${value})`, conditions: bounds },
  string: {
    test: (value) => `typeof ${value} === 'string'`,
    conditions: {
      minLength: (limit, value) => `${writeLengthCondition('minLength', limit, new Name(value))}`,
      maxLength: (limit, value) => `${writeLengthCondition('maxLength', limit, new Name(value))}`,
      pattern: (pattern, value, nameTest) => `${nameTest(pattern)}(${value})`,
    },
  },
};

const anyScalar = ['$ref', 'type', 'enum', 'const'];
const keywordsOf: Record<string, string[]> = {
  ...Object.fromEntries(
    Object.entries(scalars).map(([type, { conditions }]) => [
      type,
      [...anyScalar, ...Object.keys(conditions)],
    ]),
  ),
  array: ['type', 'items', 'minItems', 'maxItems'],
  object: ['type', 'properties', 'required', 'additionalProperties'],
};

/**
 * Tells whether a check can be written for a schema.
 *
 * @param schema one schema without annotations; what it refers to is not read
 * @returns false when the schema, or one inside it, has a keyword that the checks do not know
 */
export function isCheckable(schema: Schema): boolean {
  if (typeof schema !== 'object') return false;
  const { type, properties = {}, items, additionalProperties, const: constant = null } = schema;
  const known = type === undefined ? anyScalar : keywordsOf[type];
  const values = [...(schema.enum ?? []), constant];
  return (
    known !== undefined &&
    Object.keys(schema).every((keyword) => known.includes(keyword)) &&
    values.every((value) => typeof value !== 'object' || value === null) &&
    ['undefined', 'boolean'].includes(typeof additionalProperties) &&
    [...Object.values(properties), ...(items === undefined ? [] : [items])].every(isCheckable)
  );
}
