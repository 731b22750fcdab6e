import type { Document, Json, Schema } from '../../contract/document.ts';

/** A value worth trying at a place, and what it is, in words. */
export interface Trial {
  what: string;
  value: Json;
}

/** A schema to try values of. */
export interface Subject {
  document: Document;
  /** Its own reference is followed, those of its parts are not. */
  schema: Schema;
  /** Try everything, as the file of the schema itself does; where the schema is only used, its bounds do. */
  thorough: boolean;
}

/**
 * Puts a count into words.
 *
 * @param count how many
 * @param unit what is counted, in the singular
 * @param remark what to say of the count, such as `one too many`
 */
export function counted(count: number, unit: string, remark: string): string {
  return `${count} ${unit}${count === 1 || unit === 'emoji' ? '' : 's'}, ${remark}`;
}
