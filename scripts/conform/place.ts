import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { mergeReference } from '../generators/schema/merge-reference.ts';
import { smallest, unknownName } from './sample.ts';

/** A place in the documents of a shape where a value stands. */
export interface Place {
  /** JSON Pointer to the value. */
  pointer: string;
  /** The same for a reader, such as `findings[0].title`; empty for the whole document. */
  label: string;
  /** What the contract says of the value, references followed. */
  schema: Schema;
  /** The document itself, a part of it, or the second item of a list whose first is a part. */
  role: 'document' | 'part' | 'further item';
  /** Puts a value there, into a document that is otherwise the smallest valid one. */
  put: (value: Json) => Json;
}

/**
 * Lists every place in the documents of a shape.
 *
 * @param document the bundled contract
 * @param shape the name of a schema component
 * @returns the whole document, then the places inside it; a shape within itself only once
 * @throws {Error} when a reference leads nowhere
 */
export function places(document: Document, shape: string): Place[] {
  const $ref = `#/components/schemas/${shape}`;
  const root = { pointer: '', label: '', role: 'document', put: (value: Json) => value } as const;
  return descend(document, { ...root, schema: { $ref } }, []);
}

function descend(document: Document, reference: Place, within: string[]): Place[] {
  const { $ref = '' } = reference.schema;
  const place = { ...reference, schema: mergeReference(document, reference.schema) };
  if (place.role === 'further item') return [place];
  const trail = $ref ? [...within, $ref] : within;
  const inner = [...memberPlaces(document, place), ...itemPlaces(document, place)];
  return [
    place,
    ...inner
      .filter(({ schema }) => timesIn(trail, schema.$ref) < 2)
      .flatMap((part) => descend(document, part, trail)),
  ];
}

function timesIn(trail: string[], $ref: string | undefined): number {
  return trail.filter((reference) => reference === $ref).length;
}

function memberPlaces(document: Document, { pointer, label, schema, put }: Place): Place[] {
  const { properties = {}, additionalProperties } = schema;
  const members = Object.entries(properties);
  if (typeof additionalProperties === 'object') {
    members.push([unknownName(schema), additionalProperties as Schema]);
  }
  return members.map(([name, member]) => ({
    pointer: `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    label: /^[\w$]+$/.test(name) ? `${label}${label && '.'}${name}` : `${label}[${JSON.stringify(name)}]`,
    schema: member,
    role: 'part',
    put: (value) => put({ ...(smallest(document, schema) as JsonObject), [name]: value }),
  }));
}

function itemPlaces(document: Document, { pointer, label, schema, put }: Place): Place[] {
  const { items } = schema;
  if (!items) return [];
  const least = Number(schema['minItems'] ?? 0);
  const list = (length: number) => Array.from({ length }, () => smallest(document, items));
  const place = (index: number, role: Place['role']): Place => ({
    pointer: `${pointer}/${index}`,
    label: `${label}[${index}]`,
    schema: items,
    role,
    put: (value) => put([...list(index), value, ...list(Math.max(least - index - 1, 0))]),
  });
  const single = Number(schema['maxItems'] ?? 2) < 2;
  return single ? [place(0, 'part')] : [place(0, 'part'), place(1, 'further item')];
}
