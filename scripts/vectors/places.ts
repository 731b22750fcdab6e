import {
  type Document,
  escapeSegment,
  type Json,
  type JsonObject,
  type Schema,
} from '../contract/document.ts';
import { mergeReference } from '../contract/schema.ts';
import { smallest, unknownName } from './sample.ts';

/** A place in the documents of a schema that a value can be put in. */
export interface Place {
  /** JSON Pointer to the value. */
  pointer: string;
  /** The same for a reader, such as `findings[0].title`; empty for the whole document. */
  label: string;
  /** What the contract says of the value, references followed. */
  schema: Schema;
  /**
   * The document itself; a part of it, a list's first item among them; a part of another shape in it; or the second item
   * of a list.
   */
  role: 'document' | 'part' | 'inner part' | 'further item';
  /** Puts a value there, into a document that is otherwise the smallest valid one. */
  put: (value: Json) => Json;
}

/**
 * Lists the places in the documents of a schema: the whole document, then everything inside it; if `deep`, also the
 * insides of the schemas it refers to. A schema within itself is listed once.
 */
export function places(document: Document, shape: string, deep: boolean): Place[] {
  const $ref = `#/components/schemas/${shape}`;
  const root = { pointer: '', label: '', role: 'document', put: (value: Json) => value } as const;
  const ends: Place['role'][] = deep ? ['further item'] : ['further item', 'inner part'];
  return descend(document, { ...root, schema: { $ref } }, [], ends);
}

function descend(document: Document, reference: Place, within: string[], ends: Place['role'][]): Place[] {
  const { $ref = '' } = reference.schema;
  const place = { ...reference, schema: mergeReference(document, reference.schema) };
  if (ends.includes(place.role)) return [place];
  const trail = $ref ? [...within, $ref] : within;
  const isOwn = place.role === 'document' || (place.role === 'part' && !$ref);
  const inner = [
    ...memberPlaces(document, place, isOwn ? 'part' : 'inner part'),
    ...itemPlaces(document, place),
  ];
  return [
    place,
    ...inner
      .filter(({ schema }) => timesIn(trail, schema.$ref) < 2)
      .flatMap((part) => descend(document, part, trail, ends)),
  ];
}

function timesIn(trail: string[], $ref: string | undefined): number {
  return trail.filter((reference) => reference === $ref).length;
}

function memberPlaces(
  document: Document,
  { pointer, label, schema, put }: Place,
  role: Place['role'],
): Place[] {
  const { properties = {}, additionalProperties } = schema;
  const members = Object.entries(properties);
  if (typeof additionalProperties === 'object') {
    members.push([unknownName(schema), additionalProperties as Schema]);
  }
  return members.map(([name, member]) => ({
    pointer: `${pointer}/${escapeSegment(name)}`,
    label: /^[\w$]+$/.test(name) ? `${label}${label && '.'}${name}` : `${label}[${JSON.stringify(name)}]`,
    schema: member,
    role,
    put: (value) => put({ ...(smallest(document, schema) as JsonObject), [name]: value }),
  }));
}

function itemPlaces(document: Document, { pointer, label, schema, role, put }: Place): Place[] {
  const { items } = schema;
  if (!items) return [];
  const least = Number(schema['minItems'] ?? 0);
  const list = (length: number) => Array.from({ length }, () => smallest(document, items));
  const place = (index: number, itemRole: Place['role']): Place => ({
    pointer: `${pointer}/${index}`,
    label: `${label}[${index}]`,
    schema: items,
    role: itemRole,
    put: (value) => put([...list(index), value, ...list(Math.max(least - index - 1, 0))]),
  });
  const single = Number(schema['maxItems'] ?? 2) < 2;
  const first = place(0, role === 'inner part' ? 'inner part' : 'part');
  return single ? [first] : [first, place(1, 'further item')];
}
