import { schemaKeywords, schemaListKeywords, schemaMapKeywords } from '../contract/keywords.ts';

/** A schema that is an object; a reference may stand in it beside annotations. */
export interface Schema {
  $ref?: unknown;
  examples?: unknown;
  [keyword: string]: unknown;
}

/** A schema inside a schema: the steps that lead to it, and itself. */
export interface Subschema {
  path: (string | number)[];
  schema: Schema;
}

/**
 * Lists the schemas that stand directly inside a schema of JSON Schema 2020-12.
 *
 * @param schema the schema; a reference is not followed
 * @returns its subschemas, in the order of the keywords; boolean ones left out
 */
export function subschemas(schema: Schema): Subschema[] {
  const candidates: [Subschema['path'], unknown][] = [
    ...schemaKeywords.map((keyword): [string[], unknown] => [[keyword], schema[keyword]]),
    ...[...schemaMapKeywords, ...schemaListKeywords].flatMap((keyword) => inside(keyword, schema[keyword])),
  ];
  return candidates.flatMap(([path, value]) => (isSchema(value) ? [{ path, schema: value }] : []));
}

function inside(keyword: string, value: unknown): [Subschema['path'], unknown][] {
  if (Array.isArray(value)) return value.map((schema, index) => [[keyword, index], schema]);
  return isSchema(value) ? Object.entries(value).map(([name, schema]) => [[keyword, name], schema]) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
