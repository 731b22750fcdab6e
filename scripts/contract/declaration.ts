import { componentName, type Document, type Schema } from './document.ts';
import { escapeSegment } from './json-pointer.ts';
import { withFormatBounds } from './schema.ts';

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
  let places = followReferences(document, pointerTo(name));
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
  const rest = target === undefined ? [] : followReferences(document, pointerTo(target));
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
  return { pointer: `${pointer}/additionalProperties`, schema: additionalProperties as Schema };
}

function pointerTo(name: string): string {
  return `#/components/schemas/${name}`;
}
