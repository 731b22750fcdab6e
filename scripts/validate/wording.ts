import type { Document, Schema } from '../contract/document.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import { wordPath, wordRule, wordState } from '../contract/words.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import type { ValidationError } from '../runtime/validation/types.ts';
import { findStatement, type Statement } from './statement.ts';
import { unknownMember } from './unknown-members.ts';

/** One fault in words, before anything is known of its place in a text. */
export interface Wording {
  /** The way to what is wrong, its last step a missing or unknown member where there is one. */
  path: string[];
  rule: string;
  /** What is there instead, such as `is null` or `has 1025`; empty for a missing or unknown property. */
  state: string;
  stated: Statement | undefined;
  suggestion?: string;
}

/**
 * Puts a fault that a validator reported into words.
 *
 * @param document the bundled contract
 * @param shape the shape that the value was held against
 * @param error the fault
 * @param value the whole value
 * @returns the fault in words
 */
export function wordError(
  document: Document,
  shape: string,
  error: ValidationError,
  value: unknown,
): Wording {
  const parent = parsePointer(error.instancePath);
  const stated =
    findStatement(document, shape, parent, error.keyword) ?? findStatement(document, shape, parent);
  const found = parent.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], value);
  const schema = stated?.schema ?? {};
  if (error.keyword === unknownMember) return wordUnknown(error, parent, found, stated);
  if (error.keyword === 'required') return wordMissing(error, parent, found, stated);
  const rule = wordRule(error.keyword, schema);
  const suggestion = suggest(error, schema, found);
  return {
    path: parent,
    rule,
    state: wordState(error.keyword, found),
    stated,
    ...(suggestion && { suggestion }),
  };
}

function wordUnknown(
  { params }: ValidationError,
  parent: string[],
  found: unknown,
  stated: Statement | undefined,
): Wording {
  const name = String(params['additionalProperty']);
  const present = Object.keys(found as object);
  const free = Object.keys(stated?.schema.properties ?? {}).filter((known) => !present.includes(known));
  const nearest = nearestName(name, free);
  return {
    path: [...parent, name],
    rule: wordRule(unknownMember, {}, stated?.shape),
    state: '',
    stated,
    ...(nearest && { suggestion: `did you mean ${nearest}?` }),
  };
}

function wordMissing(
  { params }: ValidationError,
  parent: string[],
  found: unknown,
  stated: Statement | undefined,
): Wording {
  const name = String(params['missingProperty']);
  const known = Object.keys(stated?.schema.properties ?? {});
  const nearest = nearestName(
    name,
    Object.keys(found as object).filter((member) => !known.includes(member)),
  );
  return {
    path: [...parent, name],
    rule: wordRule('required', {}),
    state: '',
    stated,
    ...(nearest && { suggestion: `is ${wordPath([nearest])} a typo for it?` }),
  };
}

function suggest({ keyword, params }: ValidationError, schema: Schema, found: unknown): string | undefined {
  if (keyword === 'enum' && typeof found === 'string') {
    const nearest = nearestName(found, (schema.enum ?? []).map(String));
    return nearest && `did you mean ${nearest}?`;
  }
  if (keyword !== 'type' || typeof found !== 'string') return undefined;
  const wanted = [params['type']].flat();
  if (!wanted.some((type) => type === 'number' || type === 'integer')) return undefined;
  if (found.trim() !== '' && Number.isFinite(Number(found))) return `write ${Number(found)} without quotes`;
  const seconds = /^\d{4}-\d\d-\d\dT/.test(found) ? Date.parse(found) / 1000 : Number.NaN;
  return Number.isNaN(seconds)
    ? undefined
    : `as epoch seconds it is ${seconds}; the AWS CLI keeps them with cli_timestamp_format = wire`;
}
