import type { Document, Json } from '../contract/document.ts';
import { faults, unknownKeywords } from './faults.ts';
import { type Place, places } from './place.ts';
import type { Trial } from './trials/trial.ts';
import { trials } from './trials/trials.ts';
import { wrongTypes } from './trials/types.ts';

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
 * Makes the test vectors of a shape: for everything that the contract says of any place in its documents, documents
 * that are just right and documents with one thing wrong.
 *
 * @param document the bundled contract
 * @param shape the name of a schema component
 * @returns the vectors, the whole document's first; the same contract gives the same vectors
 * @throws {Error} when a schema uses a keyword or a pattern for which no vectors can be made, with the place
 */
export function shapeVectors(document: Document, shape: string): Vector[] {
  const vectors = places(document, shape).flatMap((place) => {
    try {
      return placeTrials(document, place).map((trial) => toVector(place, trial));
    } catch (cause) {
      throw new Error(`${shape}${place.pointer}: ${(cause as Error).message}`, { cause });
    }
  });
  const seen = new Set<string>();
  return vectors.filter((vector) => {
    const text = JSON.stringify(vector.document);
    return !seen.has(text) && seen.add(text);
  });
}

function placeTrials(document: Document, { schema, role }: Place): Trial[] {
  const [unknown] = unknownKeywords(schema);
  if (unknown)
    throw new Error(`no vectors can be made for \`${unknown}\` yet; see scripts/conform/faults.ts`);
  const subject = { document, schema, thorough: role === 'document' };
  return role === 'further item' ? wrongTypes(subject) : trials(subject);
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
