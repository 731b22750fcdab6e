import type { Schema } from '../../contract/document.ts';
import { mapSchema } from '../schema/map-schemas.ts';

/** Keywords under which other schemas may name further members of the same object. */
const combining = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'dependentSchemas'];

/**
 * Closes every object that names its members: other members become faults.
 *
 * @param schemas schemas by shape; they are not modified
 * @returns copies, in which only objects that name no member or say themselves what others may be, are left as they are
 * @throws {Error} when an object's members are named in several schemas, none of which can be closed alone
 */
export function closeSchemas(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([shape, schema]) => [shape, mapSchema(schema, (one) => close(shape, one))]),
  );
}

function close(shape: string, schema: Schema): Schema {
  const combined = combining.find(
    (keyword) => keyword in schema && (keyword !== '$ref' || schema.properties),
  );
  if (combined) {
    throw new Error(
      `${shape} combines schemas with ${combined}: the strict validators cannot tell its unknown members`,
    );
  }
  const open = !('additionalProperties' in schema || 'unevaluatedProperties' in schema);
  // Without members it is a structure that has none yet, such as the answer of an operation with nothing to say.
  return schema.type === 'object' && open ? { ...schema, additionalProperties: false } : schema;
}
