import {
  componentName,
  type Document,
  escapeSegment,
  type Json,
  referenceTo,
  type Schema,
} from './document.ts';
import type { Validators } from './generated.ts';

const schemaKeywords = [
  ...['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems', 'contains'],
  ...['propertyNames', 'not', 'if', 'then', 'else'],
];
const schemaMapKeywords = ['properties', 'patternProperties', 'dependentSchemas', '$defs'];
const schemaListKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];

/** Keywords that OpenAPI adds to JSON Schema, and `format`, whose OpenAPI values a plain validator does not know. */
const openApiKeywords = ['discriminator', 'example', 'externalDocs', 'format', 'xml'];

const int32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

/** The formats of numbers, for ajv. An int64 is not checked: `JSON.parse` rounds it before. */
const numberFormats = {
  int32: {
    type: 'number',
    validate: (number: number) => number >= int32.minimum && number <= int32.maximum,
  },
  int64: true,
  double: true,
} as const;

/**
 * Compiles the schemas of a contract with ajv. Keywords that ajv does not know are ignored.
 *
 * @returns a function that finds the validator of a schema, which may also be one without a name
 */
export async function compileSchemas(
  { components }: Document,
  options: { logger?: false; unicode?: boolean } = {},
): Promise<(schema: Schema) => Validators[string]> {
  // Imported only here: browsers and most commands use the generated validators, and do not need the package.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: numberFormats, ...options });
  const $id = 'https://contract.invalid/';
  ajv.addSchema({ $id, components });
  const unnamed = new Map<Schema, Validators[string]>();
  return (schema) => {
    const named = schema.$ref && ajv.getSchema($id + schema.$ref);
    if (named) return named;
    const validator = unnamed.get(schema) ?? ajv.compile({ components, allOf: [schema] });
    unnamed.set(schema, validator);
    return validator;
  };
}

/** Keywords of JSON Schema that inform a reader and constrain nothing. */
export const annotations = [
  ...['$comment', 'title', 'description', 'default', 'examples'],
  ...['deprecated', 'readOnly', 'writeOnly'],
];

/** Objects of OpenAPI that map names, under which `x-amzn-requestid` is a name and not an extension. */
const namedNodes = ['headers', 'parameters', 'requestBodies', 'responses'];

/** Changes one schema; the schemas inside it have been changed before. */
type SchemaChange = (schema: Schema) => Schema;

/**
 * Copies a schema without what is not JSON Schema: OpenAPI's keywords, extensions, and any keywords named `besides`.
 * The bounds of its format become keywords.
 */
export function plainSchema(schema: Schema, besides: string[] = []): Schema {
  const omitted = [...openApiKeywords, ...besides];
  return Object.fromEntries(
    Object.entries(withFormatBounds(schema)).filter(
      ([keyword]) => !keyword.startsWith('x-') && !omitted.includes(keyword),
    ),
  );
}

/** Adds the bounds of `format: int32` to a schema as `minimum` and `maximum`, unless it has narrower ones. */
export function withFormatBounds(schema: Schema): Schema {
  if (schema['format'] !== 'int32') return schema;
  const { minimum, maximum } = int32;
  return {
    ...schema,
    ...(!('minimum' in schema || 'exclusiveMinimum' in schema) && { minimum }),
    ...(!('maximum' in schema || 'exclusiveMaximum' in schema) && { maximum }),
  };
}

/**
 * Replaces a reference with the schema it leads to and the keywords beside it; annotations beside it win.
 *
 * @throws {Error} when the reference leads nowhere, or both sides have a constraint with different values
 */
export function mergeReference(document: Document, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const { $ref, ...siblings } = schema;
  const target = document.components.schemas[componentName(schema)!];
  if (!target) throw new Error(`${$ref} is not in this contract`);
  const merged = mergeReference(document, target);
  for (const [keyword, value] of Object.entries(siblings)) {
    const overrides = keyword.startsWith('x-') || annotations.includes(keyword) || !(keyword in merged);
    if (overrides || JSON.stringify(merged[keyword]) === JSON.stringify(value)) continue;
    throw new Error(`${keyword} beside ${$ref} and in it: a constraint is written once, on one of them`);
  }
  // An example of the wider set may be missing from the narrower one.
  const { examples: _, ...narrowed } = merged;
  return { ...(siblings.enum ? narrowed : merged), ...siblings };
}

/** Lists the schemas directly inside a schema, each with the path to it; boolean ones are left out. */
export function subschemas(schema: object): { path: (string | number)[]; schema: Schema }[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const inner: [(string | number)[], unknown][] = schemaKeywords.includes(keyword)
      ? [[[keyword], value]]
      : schemaListKeywords.includes(keyword) && Array.isArray(value)
        ? value.map((item, index) => [[keyword, index], item])
        : schemaMapKeywords.includes(keyword) && isObject(value)
          ? Object.entries(value).map(([name, item]) => [[keyword, name], item])
          : [];
    return inner.flatMap(([path, item]) => (isObject(item) ? [{ path, schema: item as Schema }] : []));
  });
}

/** Changes a copy of a schema and of every schema inside it, the innermost first. `true` and `false` stay as they are. */
export function mapSchema(schema: Schema, change: SchemaChange): Schema {
  return isObject(schema) ? change(mapInner(schema, (inner) => mapSchema(inner, change))) : schema;
}

/** Changes a copy of the schemas directly inside a schema. */
export function mapInner(schema: Schema, change: SchemaChange): Schema {
  return mapEntries(schema, (value, keyword) => mapKeyword(keyword, value, change)) as Schema;
}

function mapKeyword(keyword: string, value: unknown, change: SchemaChange): unknown {
  const inner = (schema: unknown) => change(schema as Schema);
  if (schemaKeywords.includes(keyword)) return inner(value);
  if (schemaListKeywords.includes(keyword)) return (value as unknown[]).map(inner);
  return schemaMapKeywords.includes(keyword) ? mapEntries(value as object, inner) : value;
}

/** Changes a copy of every schema of a document: the components and those of bodies, headers and parameters. */
export function mapSchemas(document: Document, change: SchemaChange): Document {
  return mapNode(document, change) as Document;
}

function mapNode(node: unknown, change: SchemaChange): unknown {
  if (Array.isArray(node)) return node.map((item) => mapNode(item, change));
  if (!isObject(node)) return node;
  return mapEntries(node, (value, key) => {
    if (namedNodes.includes(key) && isObject(value)) {
      return mapEntries(value, (named) => mapNode(named, change));
    }
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

/** Keywords under which other schemas may name further properties of the same object. */
const combining = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'dependentSchemas'];

/**
 * Closes a copy of a schema: every object in it that names its properties allows no others.
 *
 * @throws {Error} when an object's properties are named by several schemas, none of which can be closed alone
 */
export function closeSchema(name: string, schema: Schema): Schema {
  return mapSchema(schema, (one) => {
    const combined = combining.find((keyword) => keyword in one && (keyword !== '$ref' || one.properties));
    if (combined) {
      throw new Error(`${name} combines schemas with ${combined}, so its unknown properties cannot be found`);
    }
    const open = !('additionalProperties' in one || 'unevaluatedProperties' in one);
    return one.type === 'object' && open ? { ...one, additionalProperties: false } : one;
  });
}

/** Whether a value is nested deeper than so many levels. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Drops the properties that are null from a request, as AWS's services do.
 *
 * The entries of a list or a map may not be null, so they stay and break the contract.
 */
export function dropNulls(document: Document, reference: Schema | undefined, value: Json): Json {
  if (!reference || typeof value !== 'object' || value === null) return value;
  const { items, properties, additionalProperties } = mergeReference(document, reference);
  if (Array.isArray(value)) return value.map((item) => dropNulls(document, items, item));
  const entries = isObject(additionalProperties) ? additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, property]) => property !== null || entries)
      .map(([name, property]) => [name, dropNulls(document, properties?.[name] ?? entries, property)]),
  );
}

/** Where the contract declares a rule, and everything that it declares there. */
export interface Declaration {
  /** The named schema that holds the rule, such as `NonEmptyString`. */
  name: string;
  /** A JSON Pointer into the bundle, such as `#/components/schemas/NonEmptyString/maxLength`. */
  pointer: string;
  /** Everything that the contract demands of the value, references merged. */
  schema: Schema;
}

interface Place {
  pointer: string;
  schema: Schema;
}

/**
 * Follows a value's path through the contract to the schema that declares one of its rules.
 *
 * @param name the schema of the whole value
 * @param path the properties and indexes that lead to the value
 * @param keyword the rule, such as `maxLength`; without it the schema itself is meant
 * @returns the declaration; undefined where no schema leads along the path, as for an unknown property
 */
export function findDeclaration(
  document: Document,
  name: string,
  path: string[],
  keyword?: string,
): Declaration | undefined {
  let places = followReferences(document, referenceTo(name).$ref);
  for (const segment of path) {
    const next = places.map((place) => child(place, segment)).find((place) => place !== undefined);
    if (!next) return undefined;
    places = followReferences(document, next.pointer, next.schema);
  }
  const place = keyword === undefined ? places.at(-1) : places.find(({ schema }) => keyword in schema);
  if (!place) return undefined;
  const schema = withFormatBounds(Object.assign({}, ...places.map((each) => each.schema).reverse()));
  const pointer = keyword === undefined ? place.pointer : `${place.pointer}/${keyword}`;
  return { name: place.pointer.split('/')[3]!, pointer, schema };
}

/** A schema, and those that it refers to or is made of: each may add keywords. */
function followReferences(document: Document, pointer: string, schema?: Schema): Place[] {
  const here = schema ?? document.components.schemas[pointer.split('/').at(-1)!];
  if (!here) return [];
  const target = componentName(here);
  const rest = target === undefined ? [] : followReferences(document, referenceTo(target).$ref);
  const parts = ((here['allOf'] ?? []) as Schema[]).flatMap((part, index) =>
    followReferences(document, `${pointer}/allOf/${index}`, part),
  );
  return [{ pointer, schema: here }, ...rest, ...parts];
}

function child({ pointer, schema }: Place, segment: string): Place | undefined {
  const { properties, items, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, segment))
    return { pointer: `${pointer}/properties/${escapeSegment(segment)}`, schema: properties[segment]! };
  if (items && /^\d+$/.test(segment)) return { pointer: `${pointer}/items`, schema: items };
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return undefined;
  return { pointer: `${pointer}/additionalProperties`, schema: additionalProperties };
}
