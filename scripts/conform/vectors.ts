import type { Document, Json, Schema } from '../contract/document.ts';
import { faults, unknownKeywords } from './faults.ts';
import { type Place, places } from './place.ts';
import type { Trial } from './trials/trial.ts';
import { trials } from './trials/trials.ts';

/** One fault of a document. */
export interface Fault {
  /** JSON Pointer to the value that is at fault; empty for the whole document. */
  instancePath: string;
  /** The keyword of JSON Schema that the value breaks. */
  keyword: string;
}

/** A document, whether it is valid, and what it shows. */
export interface Vector {
  description: string;
  valid: boolean;
  /** Every fault of an invalid document. */
  errors?: Fault[];
  document: Json;
}

/**
 * Makes the test vectors of a shape: for everything that the contract says of the places in its documents, documents
 * that are just right and documents with one thing wrong.
 *
 * @param document the bundled contract
 * @param shape the name of a schema component
 * @param deep whether to try the very inside too, instead of leaving it to the vectors of the shapes it refers to
 * @returns the vectors, the whole document's first; the same contract gives the same vectors
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

/** The alternatives of a pattern are tried in the same words. */
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
    throw new Error(`no vectors can be made for \`${unknown}\` yet; see scripts/conform/faults.ts`);
  const all = trials({ document, schema, thorough: role === 'document' });
  return role === 'document' || role === 'part' ? all : oneOfEachVerdict(schema, all);
}

function oneOfEachVerdict(schema: Schema, all: Trial[]): Trial[] {
  const verdicts = all.map((trial): [string, Trial] => [String(faults(schema, trial.value)), trial]);
  return [...new Map(verdicts.toReversed()).values()].toReversed();
}

function toVector({ pointer, label, schema, put }: Place, { what, value }: Trial): Vector {
  const broken = faults(schema, value);
  return {
    description: label ? `${label}: ${what}` : what,
    valid: broken.length === 0,
    ...(broken.length && { errors: broken.map((keyword) => ({ instancePath: pointer, keyword })) }),
    document: put(value),
  };
}
