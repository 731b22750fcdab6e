import type { Json } from '../contract/document.ts';
import type { Constraints, Shape, Target } from './model.ts';

type JsonSchema = { [keyword: string]: Json };

const types: Record<string, JsonSchema> = {
  byte: { type: 'integer' },
  short: { type: 'integer' },
  integer: { type: 'integer', format: 'int32' },
  long: { type: 'integer', format: 'int64' },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  timestamp: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  document: {},
};

/** Which keywords hold a shape's bounds. */
const bounds: Record<string, [min: string, max: string]> = {
  list: ['minItems', 'maxItems'],
  map: ['minProperties', 'maxProperties'],
  number: ['minimum', 'maximum'],
  string: ['minLength', 'maxLength'],
};

/** Names the keywords that hold the bounds of a type. */
export function boundKeywords(type: string): [min: string, max: string] {
  return bounds[type] ?? bounds[types[type] ? 'number' : 'string']!;
}

/** Writes shapes as JSON Schemas that refer to each other in `#/components/schemas`. Structures are closed. */
export function toSchemas(shapes: Map<string, Shape>): Record<string, JsonSchema> {
  return Object.fromEntries([...shapes].map(([name, shape]) => [name, toSchema(shape)]));
}

/** Writes one shape as a JSON Schema. */
export function toSchema(shape: Shape): JsonSchema {
  return { ...typeKeywords(shape), ...constraintKeywords(shape, shape.type) };
}

function typeKeywords({ type, members, item, key, value }: Shape): JsonSchema {
  if (item) return { type: 'array', items: toReference(item) };
  if (value) {
    const names = key && { propertyNames: toReference(key) };
    return { type: 'object', additionalProperties: toReference(value), ...names };
  }
  if (!members) return types[type] ?? { type: 'string' };
  const body = [...members].filter(([, member]) => member.in === 'body');
  const required = body.filter(([, member]) => member.required).map(([name]) => name);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(body.map(([name, member]) => [name, toReference(member)])),
    ...(required.length > 0 && { required }),
  };
}

/** Refers to a shape; `min` and `max` beside a reference are left to the shape, which has the type. */
export function toReference(target: Target): JsonSchema {
  const { pattern, enum: values } = target;
  return {
    $ref: `#/components/schemas/${target.shape}`,
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
  };
}

function constraintKeywords(constraints: Constraints, type: string): JsonSchema {
  const { min, max, pattern, enum: values } = constraints;
  const [least, most] = boundKeywords(type);
  return {
    ...(min !== undefined && { [least]: min }),
    ...(max !== undefined && { [most]: max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
  };
}
