import { nearestName } from '../runtime/nearest-name.ts';
import { type Document, escapeSegment, parsePointer } from './document.ts';
import type { JsonText, Span } from './json-text.ts';
import { type Declaration, findDeclaration } from './schema.ts';
import { parseTimestamp } from './timestamps.ts';
import type { ValidationError } from './validator.ts';
import { escapeControls, preview, wordPath, wordRule, wordState } from './words.ts';

/** One place where a document breaks the contract, or probably does. */
export interface Violation {
  level: 'error' | 'warning';
  /** Counted from 1, in lines and UTF-16 code units. */
  line: number;
  column: number;
  endColumn: number;
  /** JSON Pointer to the value, in the JSON text that was validated. */
  pointer: string;
  /** The keyword of JSON Schema that the value breaks; `syntax`, `unrecognized` or `duplicate` where none applies. */
  keyword: string;
  /** All of it in words: `findings[3].severity must be a string, is null`. */
  message: string;
  /** What the contract demands, such as `must be a string`. */
  rule: string;
  /** The value as JSON, cut; undefined where a property or the JSON is missing. */
  value?: string;
  /** Where the contract declares the rule. */
  declared?: { schema: string; pointer: string };
  /** What to do about it. */
  suggestion?: string;
  /** The string of the file that holds the JSON, such as `/log/entries/0/response/content/text` of a recording. */
  within?: string;
  /** The lines around the value. */
  frame?: Frame;
}

/** The lines of a text around a value, cut to what a terminal shows. */
export interface Frame {
  before: string[];
  line: string;
  after: string[];
  /** Where the value is in `line`, and how much of it. */
  from: number;
  length: number;
}

/** A JSON text and where it is in its file. */
export interface Source {
  /** The text of the file, or of one of its lines. */
  json: JsonText;
  /** The number of that line. */
  line?: number;
  /** The part of the text that holds the JSON, when that is not all of it. */
  within?: Within;
  /** The way from the JSON to the value. */
  path: string[];
  /** What a message calls the value. */
  subject?: string;
}

/** A JSON text inside another: in a string, or one of several documents. */
export interface Within {
  json: JsonText;
  /** JSON Pointer to the string; empty for a document. */
  pointer: string;
  /** Finds the place in the outer text that a place in the JSON comes from. */
  place(offset: number): number;
}

/** A rule that a value breaks, with the rule's declaration if the contract has one. */
export interface BrokenRule extends Partial<Declaration> {
  /** The properties and indexes that lead to the value, or to a missing or unknown property. */
  path: string[];
  keyword: string;
  /** The value; undefined for a missing property. */
  value: unknown;
}

/** Finds the rule that an error of a validator is about, in the schema that the whole value was validated as. */
export function findBrokenRule(
  document: Document,
  name: string,
  { keyword, instancePath, params }: ValidationError,
  whole: unknown,
): BrokenRule {
  const parent = parsePointer(instancePath);
  const property = params['missingProperty'] ?? params['additionalProperty'];
  const path = property === undefined ? parent : [...parent, String(property)];
  const declaration =
    findDeclaration(document, name, parent, keyword) ?? findDeclaration(document, name, parent);
  return { ...declaration, path, keyword, value: path.reduce<unknown>(step, whole) };
}

/**
 * Describes a violation that a validator found: where it is, what it is, and what may help.
 *
 * @param name the schema that the value was validated as
 */
export function describeViolation(
  document: Document,
  name: string,
  error: ValidationError,
  whole: unknown,
  source: Source,
): Violation {
  const broken = findBrokenRule(document, name, error, whole);
  const { path, keyword, value, pointer } = broken;
  const parent = parsePointer(error.instancePath);
  const missing = keyword === 'required';
  const existing = [...source.path, ...(missing ? parent : path)];
  const span = locate(source, existing, path.length > parent.length);
  const words = wordError(error, broken, textAt(source, span));
  const suggestion = suggest(broken, parent.reduce<unknown>(step, whole));
  const where = wordPath([...source.path, ...path]) || 'the document';
  return {
    level: 'error',
    ...placeOf(source, span),
    pointer: pointerTo(existing),
    keyword,
    message: `${source.subject ? `${source.subject}: ` : ''}${where} ${words.rule}${words.state && `, ${words.state}`}`,
    rule: words.rule,
    ...(!missing && { value: preview(value) }),
    ...(pointer !== undefined && { declared: { schema: broken.name!, pointer } }),
    ...(suggestion && { suggestion }),
  };
}

/** Describes why there is no value to validate: the text is not JSON, or not what the contract describes. */
export function describeUnreadable(
  source: Source,
  keyword: string,
  span: Span | number,
  message: string,
  suggestion?: string,
): Violation {
  return {
    level: 'error',
    ...placeOf(source, typeof span === 'number' ? { start: span, end: span + 1 } : span),
    pointer: pointerTo(source.path),
    keyword,
    message: `${source.subject ? `${source.subject}: ` : ''}${escapeControls(message)}`,
    rule: keyword === 'syntax' ? 'must be JSON' : 'must be what the contract describes',
    ...(suggestion && { suggestion }),
  };
}

/** Finds a value of a source, or its property's name, in the source's JSON. */
export function locate({ json, within }: Source, path: string[], ofName = false): Span {
  return (within?.json ?? json).locate(path, ofName) ?? { start: 0, end: 1 };
}

function textAt({ json, within }: Source, { start, end }: Span): string {
  return (within?.json ?? json).text.slice(start, end);
}

function step(node: unknown, name: string): unknown {
  return (node as Record<string, unknown>)[name];
}

export function pointerTo(path: readonly string[]): string {
  return path.map((segment) => `/${escapeSegment(segment)}`).join('');
}

function wordError(
  { schemaPath, message }: ValidationError,
  { keyword, schema = {}, name, value }: BrokenRule,
  literal: string,
): { rule: string; state: string } {
  // Only an error that no schema declares has its own words.
  const own = schemaPath === '' ? message : undefined;
  const rule = own ?? wordRule(keyword, schema, name);
  const overflows = typeof value === 'number' && !Number.isFinite(value);
  return { rule, state: overflows ? `is ${literal}, too large for a number` : wordState(keyword, value) };
}

/** Suggests a correction; the parent is the object that lacks a property or has an unknown one. */
function suggest({ keyword, path, schema = {}, value }: BrokenRule, parent: unknown): string | undefined {
  const didYouMean = (name: string, names: string[]) => {
    const nearest = nearestName(name.slice(0, 100), names);
    return nearest && `did you mean ${wordPath([nearest])}?`;
  };
  const known = Object.keys(schema.properties ?? {});
  const present = typeof parent === 'object' && parent !== null ? parent : {};
  if (keyword === 'additionalProperties')
    return didYouMean(
      path.at(-1)!,
      known.filter((name) => !Object.hasOwn(present, name)),
    );
  if (keyword === 'required') {
    const unknown = Object.keys(present).filter((name) => !known.includes(name));
    const nearest = nearestName(path.at(-1)!, unknown.slice(0, 100));
    return nearest && `is ${wordPath([nearest])} a typo for it?`;
  }
  if (keyword === 'enum' && typeof value === 'string')
    return didYouMean(value, (schema.enum ?? []).map(String));
  if (keyword === 'type') return suggestType([schema.type].flat(), value);
  return (schema['x-uncertain'] as Record<string, string> | undefined)?.[keyword];
}

function suggestType(types: unknown[], found: unknown): string | undefined {
  if (found === null)
    return "leave it out; jq 'del(.. | nulls)' removes the nulls that --query of the AWS CLI writes";
  if (typeof found !== 'string' || !types.some((type) => type === 'number' || type === 'integer'))
    return undefined;
  if (found.trim() !== '' && Number.isFinite(Number(found))) return `write ${Number(found)} without quotes`;
  const seconds = parseTimestamp(found);
  if (seconds === undefined) return undefined;
  return `as epoch seconds it is ${seconds}, which the AWS CLI writes with cli_timestamp_format = wire`;
}

function placeOf({ json, line: lineOfFile, within }: Source, span: Span) {
  const outer = within ? { start: within.place(span.start), end: within.place(span.end) } : span;
  const frame = frameOf(json.text, outer);
  const { line, column } = json.position(outer.start);
  return {
    line: lineOfFile ?? line,
    column,
    endColumn: column + frame.length,
    frame,
    ...(within?.pointer && { within: within.pointer }),
  };
}

const longestLine = 100;
const leading = 30;
const reach = 1000;

/** Cuts the lines around a value out of a text; of a value of several lines the first is marked. */
function frameOf(text: string, { start, end }: Span): Frame {
  const first = startOfLine(text, start);
  const last = endOfLine(text, start);
  const left = start - first > longestLine - leading ? start - leading : first;
  const right = Math.min(last, left + longestLine);
  const [head, tail] = [left > first ? '…' : '', right < last ? '…' : ''];
  const from = head.length + start - left;
  return {
    before: text[first - 1] === '\n' ? [lineAt(text, startOfLine(text, first - 1))] : [],
    line: head + printable(text.slice(left, right)) + tail,
    after: text[last] === '\n' && last < text.length - 1 ? [lineAt(text, last + 1)] : [],
    from,
    length: Math.max(1, Math.min(end, right) - start),
  };
}

function lineAt(text: string, start: number): string {
  const end = endOfLine(text, start);
  return (
    printable(text.slice(start, Math.min(end, start + longestLine))) + (end > start + longestLine ? '…' : '')
  );
}

// Of a long line only a part is shown, and looking for its ends could take as long as reading the text.
function startOfLine(text: string, offset: number): number {
  const least = Math.max(0, offset - reach);
  return least + text.slice(least, offset).lastIndexOf('\n') + 1;
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from, from + reach).indexOf('\n');
  return end < 0 ? Math.min(text.length, from + reach) : from + end;
}

/** Replaces control and invisible characters, so that a text keeps its length on a terminal. */
function printable(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (found) => '·'.repeat(found.length));
}
