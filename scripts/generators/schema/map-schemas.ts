import type { Document, Schema } from '../../contract/document.ts';
import { schemaKeywords, schemaListKeywords, schemaMapKeywords } from '../../contract/keywords.ts';

const namedNodes = new Set(['headers', 'parameters', 'requestBodies', 'responses']);

/** Changes one schema; its subschemas have been changed before it. */
export type SchemaChange = (schema: Schema) => Schema;

/**
 * Changes every schema of a document: the components and those of bodies, headers and parameters.
 *
 * @param document the bundled contract; it is not modified
 * @param change gets each schema, the innermost first
 * @returns a copy of the document with the changed schemas
 */
export function mapSchemas(document: Document, change: SchemaChange): Document {
  return mapNode(document, change) as Document;
}

/**
 * Changes one schema and every schema inside it.
 *
 * @param schema a schema; it is not modified. `true` and `false` are returned as they are
 * @param change gets each schema, the innermost first
 * @returns what `change` made of the schema
 */
export function mapSchema(schema: Schema, change: SchemaChange): Schema {
  if (!isObject(schema)) return schema;
  return change(mapEntries(schema, (value, keyword) => mapKeyword(keyword, value, change)) as Schema);
}

function mapKeyword(keyword: string, value: unknown, change: SchemaChange): unknown {
  const inner = (schema: unknown) => mapSchema(schema as Schema, change);
  if (schemaKeywords.includes(keyword)) return inner(value);
  if (schemaListKeywords.includes(keyword)) return (value as unknown[]).map(inner);
  return schemaMapKeywords.includes(keyword) ? mapEntries(value as object, inner) : value;
}

function mapNode(node: unknown, change: SchemaChange): unknown {
  if (Array.isArray(node)) return node.map((item) => mapNode(item, change));
  if (!isObject(node)) return node;
  return mapEntries(node, (value, key) => {
    // In a map of names, `x-amzn-requestid` is a name and no extension.
    if (namedNodes.has(key) && isObject(value)) return mapEntries(value, (named) => mapNode(named, change));
    // Examples and extensions hold data, in which `schema` is a name like any other.
    if (key === 'example' || key === 'examples' || key.startsWith('x-')) return value;
    if (key === 'schema') return mapSchema(value as Schema, change);
    if (key !== 'schemas') return mapNode(value, change);
    return mapEntries(value as object, (schema) => mapSchema(schema as Schema, change));
  });
}

function mapEntries(object: object, change: (value: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
