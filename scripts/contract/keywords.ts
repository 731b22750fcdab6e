import type { Schema } from './document.ts';

/** Keywords of JSON Schema whose value is a schema. */
export const schemaKeywords = [
  ...['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'contains'],
  ...['propertyNames', 'not', 'if', 'then', 'else'],
];
/** Keywords whose value maps names to schemas. */
export const schemaMapKeywords = ['properties', 'patternProperties', 'dependentSchemas', '$defs'];
/** Keywords whose value is a list of schemas. */
export const schemaListKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];

/** Keywords that OpenAPI adds to JSON Schema, and `format`, whose OpenAPI values a plain validator does not know. */
const openApiKeywords = ['discriminator', 'example', 'externalDocs', 'format', 'xml'];

/** The formats of numbers, for ajv: what they say of a value is said by AWS's types as well. */
export const numberFormats = { int32: true, int64: true, double: true } as const;

/** Keywords of JSON Schema that tell a reader something and a validator nothing. */
export const annotations = [
  ...['$comment', 'title', 'description', 'default', 'examples'],
  ...['deprecated', 'readOnly', 'writeOnly'],
];

/**
 * Takes away what is not JSON Schema: the keywords of OpenAPI and every `x-` extension.
 *
 * @param schema one schema; it is not modified, nor are schemas inside it
 * @param besides further keywords to take away
 * @returns a copy with the keywords that are left, in their order
 */
export function plainSchema(schema: Schema, besides: string[] = []): Schema {
  const omitted = new Set([...openApiKeywords, ...besides]);
  const kept = Object.entries(schema).filter(
    ([keyword]) => !keyword.startsWith('x-') && !omitted.has(keyword),
  );
  return Object.fromEntries(kept);
}
