import {
  componentName,
  type Document,
  type Json,
  type ParameterObject,
  type Schema,
} from '../../contract/document.ts';
import { mergeReference } from '../../contract/schema.ts';
import { describeConstraints, describeKnownValues } from '../../contract/words.ts';
import type { Revision } from '../../redocly/bundle.ts';

/** Where a property is. */
interface Place {
  /** Unique on the page: the names that lead to the property, joined by `-`. */
  id: string;
  /** Such as `findings[].severity`. */
  path: string;
  /** The number of objects and lists around it. */
  depth: number;
  required: boolean;
}

/** A property, a parameter, a header, or the items of a list of scalars. */
export interface Property extends Place {
  /** Such as `string` or `array of CvssScore objects`. */
  type: string;
  /** In words, such as `1 to 1024 characters`. */
  constraints: string[];
  description: string;
  /** Sentences: the allowed or known values, and what AWS changed the constraints to. */
  notes: string[];
  examples: Json[];
}

/** Lists the properties of a schema and of every schema inside it, each below the one that contains it. */
export function listProperties(document: Document, schema: string, id: string): Property[] {
  return listInside(
    document,
    document.components.schemas[schema]!,
    { id, path: '', depth: 0, required: false },
    [schema],
  );
}

/** Describes parameters or headers. */
export function listParameters(
  document: Document,
  parameters: Pick<ParameterObject, 'name' | 'description' | 'required' | 'schema'>[],
  id: string,
): Property[] {
  return parameters.map(({ name, description, required = false, schema = {} }) => {
    const place = { id: `${id}-${name}`, path: name, depth: 0, required };
    const property = describe(document, schema, place);
    return { ...property, description: description ?? property.description };
  });
}

/** Adds a note to each property for each revision that changes its constraints. */
export function addChanges(
  properties: Property[],
  revisions: Revision[],
  list: (document: Document) => Property[],
): Property[] {
  const words = ({ constraints }: Property) => constraints.join(', ') || 'no constraint';
  const later = revisions.map(({ date, document }) => {
    return { date, known: new Map(list(document).map((property) => [property.id, words(property)])) };
  });
  return properties.map((property) => {
    let last = words(property);
    const notes = later.flatMap(({ date, known }) => {
      const next = known.get(property.id) ?? last;
      if (next === last) return [];
      last = next;
      return [`Since ${date}: ${next}.`];
    });
    return { ...property, notes: [...property.notes, ...notes] };
  });
}

function listInside(document: Document, schema: Schema, place: Place, trail: string[]): Property[] {
  const { properties = {}, required = [], items, additionalProperties } = schema;
  const { id, path, depth } = place;
  const named = Object.entries(properties).flatMap(([name, property]) => {
    const inner = { id: `${id}-${name}`, path: path ? `${path}.${name}` : name, depth };
    return listProperty(document, property, { ...inner, required: required.includes(name) }, trail);
  });
  const inItems = items ? listEach(document, items, { ...place, path: `${path}[]` }, 'item', trail) : [];
  const inValues =
    typeof additionalProperties === 'object'
      ? listEach(document, additionalProperties, { ...place, path: `${path}.*` }, 'value', trail)
      : [];
  return [...named, ...inItems, ...inValues];
}

/** Of an object in a list or a map, only the properties are described. */
function listEach(
  document: Document,
  schema: Schema,
  place: Place,
  name: string,
  trail: string[],
): Property[] {
  const merged = mergeReference(document, schema);
  const there = { ...place, required: false };
  if (!merged.properties)
    return listProperty(document, schema, { ...there, id: `${place.id}-${name}` }, trail);
  const inner = extend(trail, schema);
  return inner ? listInside(document, merged, there, inner) : [];
}

function listProperty(document: Document, schema: Schema, place: Place, trail: string[]): Property[] {
  const inner = extend(trail, schema);
  const own = describe(document, schema, place);
  // A schema inside itself is described where it is first.
  if (!inner) return [own];
  return [
    own,
    ...listInside(document, mergeReference(document, schema), { ...place, depth: place.depth + 1 }, inner),
  ];
}

function extend(trail: string[], schema: Schema): string[] | undefined {
  const name = componentName(schema);
  if (name === undefined) return trail;
  return trail.includes(name) ? undefined : [...trail, name];
}

function describe(document: Document, schema: Schema, place: Place): Property {
  const merged = mergeReference(document, schema);
  const allowed = merged.enum?.map((value) => `\`${value}\``).join(', ');
  const values = allowed ? `Allowed values: ${allowed}.` : describeKnownValues(merged);
  return {
    ...place,
    type: nameType(document, schema),
    constraints: merged.enum ? [] : describeConstraints(merged),
    description: merged.description ?? '',
    notes: values ? [values] : [],
    examples: merged.examples ?? [],
  };
}

function nameType(document: Document, schema: Schema): string {
  const { type = 'any', items, additionalProperties, properties } = mergeReference(document, schema);
  if (items) return `array of ${plural(nameType(document, items))}`;
  if (typeof additionalProperties === 'object')
    return `map of ${plural(nameType(document, additionalProperties))}`;
  return properties && schema.$ref ? `${componentName(schema)} object` : [type].flat().join(' or ');
}

function plural(type: string): string {
  return type
    .replace(/^\S+(?= object$|$)/, (word) => (type === word ? `${word}s` : word))
    .replace(/ object$/, ' objects');
}
