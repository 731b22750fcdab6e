import {
  componentName,
  type Document,
  type Json,
  type ParameterObject,
  referenceTo,
  type Schema,
} from '../../contract/document.ts';
import { mergeReference } from '../../contract/schema.ts';
import { describeConstraints, describeKnownValues } from '../../contract/words.ts';
import type { Revision } from '../../redocly/bundle.ts';

/** Where a property is. */
interface Position {
  /** Unique on the page: the names that lead to the property, joined by `-`. */
  id: string;
  /** Such as `findings[].severity`. */
  path: string;
  /** The number of objects and lists around it. */
  depth: number;
  required: boolean;
}

/** A property, a parameter, a header, or the items of a list of scalars. */
export interface Property extends Position {
  /** Such as `string` or `array of CvssScore objects`. */
  type: string;
  /** In words, such as `1 to 1024 characters`. */
  constraints: string[];
  description: string;
  /** Sentences: the allowed or known values, and what AWS changed the constraints to. */
  notes: string[];
  examples: Json[];
}

/** Lists the properties of a named schema and of every schema inside it, each below the one that contains it. */
export function listProperties(document: Document, schema: string, id: string): Property[] {
  return listInside(document, referenceTo(schema), { id, path: '', depth: 0, required: false }, []);
}

/** Describes parameters or headers. */
export function listParameters(
  document: Document,
  parameters: Pick<ParameterObject, 'name' | 'description' | 'required' | 'schema'>[],
  id: string,
): Property[] {
  return parameters.map(({ name, description, required = false, schema = {} }) => {
    const position = { id: `${id}-${name}`, path: name, depth: 0, required };
    const property = describe(document, schema, position);
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

/** Lists the properties inside a schema. The trail has the names of the schemas around it. */
function listInside(document: Document, schema: Schema, position: Position, trail: string[]): Property[] {
  const name = componentName(schema);
  // A schema inside itself is described where it is first.
  if (name !== undefined && trail.includes(name)) return [];
  const inner = name === undefined ? trail : [...trail, name];
  const { id, path, depth } = position;
  const { properties = {}, required = [], items, additionalProperties } = mergeReference(document, schema);
  const named = Object.entries(properties).flatMap(([name, property]) => {
    const own = { id: `${id}-${name}`, path: path ? `${path}.${name}` : name, depth };
    return listProperty(document, property, { ...own, required: required.includes(name) }, inner);
  });
  // Of an object in a list or a map, only the properties are described.
  const listEach = (each: Schema, step: string, kind: string) => {
    const there = { id, path: path + step, depth, required: false };
    if (mergeReference(document, each).properties) return listInside(document, each, there, inner);
    return listProperty(document, each, { ...there, id: `${id}-${kind}` }, inner);
  };
  return [
    ...named,
    ...(items ? listEach(items, '[]', 'item') : []),
    ...(typeof additionalProperties === 'object' ? listEach(additionalProperties, '.*', 'value') : []),
  ];
}

function listProperty(document: Document, schema: Schema, position: Position, trail: string[]): Property[] {
  const inside = listInside(document, schema, { ...position, depth: position.depth + 1 }, trail);
  return [describe(document, schema, position), ...inside];
}

function describe(document: Document, schema: Schema, position: Position): Property {
  const merged = mergeReference(document, schema);
  const allowed = merged.enum?.map((value) => `\`${value}\``).join(', ');
  const values = allowed ? `Allowed values: ${allowed}.` : describeKnownValues(merged);
  return {
    ...position,
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
  return /^\S+$| object$/.test(type) ? `${type}s` : type;
}
