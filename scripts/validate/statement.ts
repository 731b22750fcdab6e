import { componentName, type Document, type Schema } from '../contract/document.ts';
import { escapeSegment } from '../contract/json-pointer.ts';
import { withFormatBounds } from '../contract/schema.ts';

/** Where a contract states a rule, and what it states there. */
export interface Statement {
  /** The named shape that holds the rule, such as `NonEmptyString`. */
  shape: string;
  /** A JSON Pointer into the bundle, such as `#/components/schemas/NonEmptyString/maxLength`. */
  pointer: string;
  /** Everything that the contract asks of the value, references merged. */
  schema: Schema;
}

interface Place {
  pointer: string;
  schema: Schema;
}

/**
 * Follows a value's path through the contract to the schema that states one of its rules.
 *
 * @param document the bundled contract
 * @param shape the shape that the whole value follows
 * @param path the member names and indexes that lead to the value
 * @param keyword the rule, such as `maxLength`; without one the schema itself is meant
 * @returns the statement; undefined when no named schema leads along the path, as with an unknown member
 */
export function findStatement(
  document: Document,
  shape: string,
  path: string[],
  keyword?: string,
): Statement | undefined {
  let places = followReferences(document, pointerTo(shape));
  for (const segment of path) {
    const next = places.map((place) => child(place, segment)).find((place) => place !== undefined);
    if (!next) return undefined;
    places = followReferences(document, next.pointer, next.schema);
  }
  const place = keyword === undefined ? places.at(-1) : places.find(({ schema }) => keyword in schema);
  if (!place) return undefined;
  const schema = withFormatBounds(Object.assign({}, ...places.map((each) => each.schema).reverse()));
  const pointer = keyword === undefined ? place.pointer : `${place.pointer}/${keyword}`;
  return { shape: place.pointer.split('/')[3]!, pointer, schema };
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
  const member = schema.properties;
  if (member && Object.hasOwn(member, segment))
    return { pointer: `${pointer}/properties/${escapeSegment(segment)}`, schema: member[segment]! };
  if (schema.items && /^\d+$/.test(segment)) return { pointer: `${pointer}/items`, schema: schema.items };
  const others = schema['additionalProperties'];
  if (typeof others !== 'object' || others === null) return undefined;
  return { pointer: `${pointer}/additionalProperties`, schema: others as Schema };
}

function pointerTo(shape: string): string {
  return `#/components/schemas/${shape}`;
}
