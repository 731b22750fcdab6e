import type { Document, Json, Schema } from '../contract/document.ts';
import { type Place, places } from './places.ts';
import { type Trial, trials } from './trials.ts';
import { unknownKeywords, violatedKeywords } from './violations.ts';

/** One violation in a document. */
export interface Violation {
  /** JSON Pointer to the value; empty for the whole document. */
  instancePath: string;
  /** The keyword of JSON Schema that the value violates. */
  keyword: string;
}

/** A document, whether it is valid, and what it shows. */
export interface Vector {
  description: string;
  valid: boolean;
  /** Every violation in an invalid document. */
  errors?: Violation[];
  document: Json;
}

/**
 * Creates the test vectors of a schema: for everything that the contract says about the places in its documents,
 * documents that are just valid and documents with one violation. If `deep`, they go into the schemas it refers to.
 *
 * @throws {Error} when a schema uses a keyword or a pattern for which no vectors can be made, with the place
 */
export function shapeVectors(document: Document, shape: string, deep: boolean): Vector[] {
  const vectors = places(document, shape, deep).flatMap((place) => {
    try {
      return placeTrials(document, place).map((trial) => toVector(place, trial));
    } catch (cause) {
      throw new Error(`${shape}${place.pointer}: ${(cause as Error).message}`, { cause });
    }
  });
  const seen = new Set<string>();
  const distinct = vectors.filter((vector) => {
    const text = JSON.stringify(vector.document);
    return !seen.has(text) && seen.add(text);
  });
  return numberAlike(distinct);
}

/** The alternatives of a pattern have the same descriptions. */
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
  const all = trials({ document, schema, thorough: role === 'document' });
  return role === 'document' || role === 'part' ? all : oneOfEachResult(schema, all);
}

function oneOfEachResult(schema: Schema, all: Trial[]): Trial[] {
  const results = all.map((trial): [string, Trial] => [String(violatedKeywords(schema, trial.value)), trial]);
  return [...new Map(results.toReversed()).values()].toReversed();
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
