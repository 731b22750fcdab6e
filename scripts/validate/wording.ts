import type { Document, Schema } from '../contract/document.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import { describeConstraints } from '../generators/schema/constraints.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import type { ValidationError } from '../runtime/validation/types.ts';
import { findStatement, type Statement } from './statement.ts';
import { unknownMember } from './unknown-members.ts';

/** One fault in words, before anything is known of its place in a text. */
export interface Wording {
  /** The way to what is wrong, its last step a missing or unknown member where there is one. */
  path: string[];
  rule: string;
  /** What is there instead, such as `is null` or `has 1025`. */
  state: string;
  stated: Statement | undefined;
  suggestion?: string;
}

const longestValue = 60;
const families = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ['pattern'],
  ['multipleOf'],
];

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
  const rule = wordRule(error, schema);
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
    rule: `must not be there: ${stated?.shape ?? 'the contract'} has no such member`,
    state: `is ${preview((found as Record<string, unknown>)[name])}`,
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
    rule: 'must be there',
    state: 'is missing',
    stated,
    ...(nearest && { suggestion: `is ${nearest} meant to be it?` }),
  };
}

function wordRule({ keyword, params, message }: ValidationError, schema: Schema): string {
  if (keyword === 'type') return `must be ${wordTypes(params['type'] as string | string[])}`;
  if (keyword === 'enum') return `must be one of ${schema.enum?.map((value) => preview(value)).join(', ')}`;
  if (keyword === 'const') return `must be ${preview(schema['const'])}`;
  const family = families.find((keywords) => keywords.includes(keyword)) ?? [keyword];
  const bounds = Object.fromEntries(family.map((name) => [name, schema[name]]));
  const [phrase] = describeConstraints(bounds);
  if (phrase === undefined) return message ?? `must fulfil ${keyword}`;
  if (keyword === 'pattern') return phrase.replace('matches', 'must match');
  return `must ${/Length|Items|Properties/.test(keyword) ? 'have' : 'be'} ${phrase}`;
}

function wordTypes(types: string | string[]): string {
  const withArticle = (type: string) =>
    type === 'null' ? type : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
  return [types].flat().map(withArticle).join(' or ');
}

function wordState(keyword: string, found: unknown): string {
  if (typeof found === 'string' && keyword.endsWith('Length')) return `has ${[...found].length}`;
  if (Array.isArray(found) && keyword.endsWith('Items')) return `has ${found.length}`;
  return `is ${preview(found)}`;
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

/**
 * Shows a value in a message.
 *
 * @param value any JSON value
 * @returns a scalar as JSON, cut after 60 characters; of a list or an object, its size
 */
export function preview(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${count(value.length, 'item')}`;
  if (typeof value === 'object' && value !== null) {
    return `an object of ${count(Object.keys(value).length, 'member')}`;
  }
  const text =
    typeof value === 'string' ? JSON.stringify(value.slice(0, longestValue)) : JSON.stringify(value);
  const long = typeof value === 'string' && value.length > longestValue;
  return long ? `${text.slice(0, -1)}…" (${[...value].length} characters)` : text;
}

/**
 * Counts in words.
 *
 * @param number how many
 * @param unit what, in the singular
 * @returns such as `1 item` or `2,000 items`
 */
export function count(number: number, unit: string): string {
  return `${number.toLocaleString('en-US')} ${unit}${number === 1 ? '' : 's'}`;
}

/**
 * Writes a path as JavaScript would.
 *
 * @param path member names and indexes
 * @returns such as `findings[3].severity`; empty for no path
 */
export function wordPath(path: string[]): string {
  return path
    .map((segment) => {
      if (/^(?:0|[1-9]\d*)$/.test(segment)) return `[${segment}]`;
      return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
