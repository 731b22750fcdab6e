import {
  at,
  type Document,
  escapeSegment,
  type Json,
  parsePointer,
  type Schema,
} from '../contract/document.ts';
import { wordPermitted } from '../contract/generated.ts';
import type { Operation } from '../contract/operations.ts';
import { findDeclaration, mergeReference } from '../contract/schema.ts';
import type { ValidationError } from '../contract/validator.ts';
import { count, wordPath, wordReason } from '../contract/words.ts';
import type { PrismViolation } from './prism.ts';
import { RequestError } from './response.ts';

const mostReported = 5;

/** A value that breaks the contract. */
export interface Violation {
  path: (string | number)[];
  keyword: string;
  value: unknown;
  schema: Schema;
  /** The name of the schema that a property is unknown to. */
  owner?: string | undefined;
  /** The date of the first revision that permits the value. */
  permittedSince?: string | undefined;
}

/** Describes a violation that a validator found in a body. */
export function violationOfBody(
  document: Document,
  request: string,
  body: Json | undefined,
  { keyword, instancePath, params }: ValidationError,
): Violation {
  const property = params['missingProperty'] ?? params['additionalProperty'];
  const pointer =
    property === undefined ? instancePath : `${instancePath}/${escapeSegment(String(property))}`;
  const declared = findDeclaration(document, request, parsePointer(instancePath), keyword);
  return {
    ...{ path: parsePointer(pointer), keyword, value: at(body, pointer) },
    ...{ schema: declared?.schema ?? {}, owner: declared?.name },
  };
}

/** Describes what Prism found in the URL. It has the names of parameters in lower case. */
export function violationsOfUrl(
  document: Document,
  { parameters }: Operation,
  url: Record<string, string | string[]>,
  violations: PrismViolation[],
): Violation[] {
  return violations.flatMap(({ code, path: [place, lowerName, index] = [] }): Violation[] => {
    if (place !== 'query' && place !== 'path') return [];
    if (lowerName === undefined) {
      const missing = parameters.filter(
        ({ name, required, in: where }) => where === place && required && !(name in url),
      );
      return missing.map(({ name }) => ({ path: [name], keyword: 'required', value: undefined, schema: {} }));
    }
    const parameter = parameters.find(({ name }) => name.toLowerCase() === lowerName);
    const list = mergeReference(document, parameter?.schema ?? {});
    const schema = index === undefined ? list : mergeReference(document, list.items ?? {});
    const name = parameter?.name ?? lowerName;
    const text = index === undefined ? url[name] : [url[name]].flat()[Number(index)];
    const path = index === undefined ? [name] : [name, Number(index)];
    return [{ path, keyword: String(code), value: readNumber(schema, text), schema }];
  });
}

function readNumber({ type }: Schema, text: unknown): unknown {
  const isNumber = type === 'integer' || type === 'number';
  return isNumber && text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Only the most serious kind is reported: a value that cannot be read at all has no constraints to break. */
export function wordViolations(violations: Violation[]): RequestError | undefined {
  const unreadable = violations.filter(isUnreadable);
  if (unreadable.length > 0) {
    return new RequestError(
      'syntax',
      join(unreadable, (path, reason) => `${path || 'The body'} ${reason}.`),
    );
  }
  if (violations.length === 0) return undefined;
  const words = (path: string, reason: string) =>
    `The value supplied for parameter '${path}' is not valid. It ${reason}.`;
  return new RequestError('constraint', join(violations, words));
}

function join(violations: Violation[], word: (path: string, reason: string) => string): string {
  const sentences = violations
    .slice(0, mostReported)
    .map(({ path, keyword, schema, value, owner, permittedSince: date }) =>
      word(
        wordPath(path),
        wordReason(keyword, schema, value, owner) + (date ? `; ${wordPermitted(date)}` : ''),
      ),
    );
  const more = violations.length - sentences.length;
  return [...sentences, ...(more > 0 ? [`And ${count(more, 'violation')} more.`] : [])].join(' ');
}

/** A JSON value of another type than the contract's, or a number that its type cannot hold. */
function isUnreadable({ keyword, value, schema }: Violation): boolean {
  if (keyword === 'type' || keyword === 'format') return true;
  if (typeof value !== 'number') return false;
  return !Number.isFinite(value) || (schema['format'] === 'int32' && Math.abs(value) > 2 ** 31);
}

/** What Prism alone finds, in its own words. */
export function wordOthers(violations: PrismViolation[]): RequestError | undefined {
  const others = violations.filter(({ code }) => code !== 401 && code !== 415);
  if (others.length === 0) return undefined;
  const words = others.slice(0, mostReported).map(({ message }) => `${message.replace(/\.$/, '')}.`);
  return new RequestError('constraint', words.join(' '));
}
