import {
  type Document,
  escapeSegment,
  type Json,
  type JsonObject,
  referenceTo,
  type Schema,
} from '../contract/document.ts';
import { mergeReference } from '../contract/schema.ts';
import type { ValidationError } from '../contract/validator.ts';
import { firstOfEach, smallest, unknownName } from './sample.ts';
import { type Trial, trials } from './trials.ts';
import { unknownKeywords, violatedKeywords } from './violations.ts';

/** A document to test a validator with. */
export interface Vector {
  description: string;
  valid: boolean;
  /** Every violation in an invalid document. */
  errors?: Pick<ValidationError, 'instancePath' | 'keyword'>[];
  document: Json;
}

/**
 * Creates the test vectors of a schema: for each constraint, documents that just fulfil it and documents that just
 * violate it. If `deep`, also for the schemas that it refers to.
 *
 * @throws {Error} when no vectors can be made for a keyword or a pattern, with its place
 */
export function shapeVectors(document: Document, shape: string, deep: boolean): Vector[] {
  const vectors = places(document, shape, deep).flatMap((place) => {
    try {
      return placeTrials(document, place).map((trial) => toVector(place, trial));
    } catch (cause) {
      throw new Error(`${shape}${place.pointer}: ${(cause as Error).message}`, { cause });
    }
  });
  return numberAlike(firstOfEach(vectors, (vector) => JSON.stringify(vector.document)));
}

/** Numbers equal descriptions, which the alternatives of a pattern have. */
function numberAlike(vectors: Vector[]): Vector[] {
  const counts = new Map<string, number>();
  return vectors.map((vector) => {
    const count = (counts.get(vector.description) ?? 0) + 1;
    counts.set(vector.description, count);
    return count > 1 ? { ...vector, description: `${vector.description} (${count})` } : vector;
  });
}

function placeTrials(document: Document, { schema, role }: Place): Trial[] {
  const [unknown] = unknownKeywords(schema);
  if (unknown)
    throw new Error(`no vectors can be made for \`${unknown}\` yet; see scripts/vectors/violations.ts`);
  const all = [...trials({ document, schema, thorough: role === 'document' })];
  if (role === 'document' || role === 'part') return all;
  return firstOfEach(all, ({ value }) => String(violatedKeywords(schema, value)));
}

function toVector({ pointer, label, schema, put }: Place, { what, value }: Trial): Vector {
  const broken = violatedKeywords(schema, value);
  return {
    description: label ? `${label}: ${what}` : what,
    valid: broken.length === 0,
    ...(broken.length && { errors: broken.map((keyword) => ({ instancePath: pointer, keyword })) }),
    document: put(value),
  };
}

/** A place for values in the documents of a schema. */
export interface Place {
  /** JSON Pointer to the value. */
  pointer: string;
  /** The pointer in words, such as `findings[0].title`; empty for the whole document. */
  label: string;
  /** The schema of the value, with references followed. */
  schema: Schema;
  /** The first item of a list is a `part`, the second a `further item`; an `inner part` belongs to another shape. */
  role: 'document' | 'part' | 'inner part' | 'further item';
  /** Puts a value into a document that is otherwise as small as possible. */
  put: (value: Json) => Json;
}

/**
 * Lists the places in the documents of a schema: the whole document, then its parts. If `deep`, also the parts of the
 * schemas it refers to. A schema inside itself is listed once.
 */
export function places(document: Document, shape: string, deep: boolean): Place[] {
  const root = { pointer: '', label: '', role: 'document', put: (value: Json) => value } as const;
  const ends: Place['role'][] = deep ? ['further item'] : ['further item', 'inner part'];
  return descend(document, { ...root, schema: referenceTo(shape) }, [], ends);
}

function descend(document: Document, reference: Place, within: string[], ends: Place['role'][]): Place[] {
  const { $ref = '' } = reference.schema;
  const place = { ...reference, schema: mergeReference(document, reference.schema) };
  if (ends.includes(place.role)) return [place];
  const trail = $ref ? [...within, $ref] : within;
  const isOwn = place.role === 'document' || (place.role === 'part' && !$ref);
  const inner = [
    ...propertyPlaces(document, place, isOwn ? 'part' : 'inner part'),
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

function propertyPlaces(
  document: Document,
  { pointer, label, schema, put }: Place,
  role: Place['role'],
): Place[] {
  const { properties = {}, additionalProperties } = schema;
  const entries = Object.entries(properties);
  if (typeof additionalProperties === 'object') {
    entries.push([unknownName(schema), additionalProperties as Schema]);
  }
  return entries.map(([name, property]) => ({
    pointer: `${pointer}/${escapeSegment(name)}`,
    label: /^[\w$]+$/.test(name) ? `${label}${label && '.'}${name}` : `${label}[${JSON.stringify(name)}]`,
    schema: property,
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
