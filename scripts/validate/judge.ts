import { escapeSegment } from '../contract/json-pointer.ts';
import { preview, wordPath } from '../contract/words.ts';
import type { ValidationError } from '../runtime/validation/types.ts';
import type { Fault } from './fault.ts';
import { syntax } from './fault.ts';
import { frameOf } from './frame.ts';
import { findSyntaxFault, type JsonText, type Span } from './json-text.ts';
import type { Shapes } from './shapes.ts';
import { unknownMember, unknownMembersOf } from './unknown-members.ts';
import { wordError } from './wording.ts';

/** Holds values against one shape. */
export interface Judge {
  shape: string;
  /** Every fault of a value, in ajv's form; empty when it is valid. */
  judge(value: unknown): ValidationError[];
}

/** A JSON text inside a string of a file. */
export interface Within {
  /** JSON Pointer to the string. */
  pointer: string;
  json: JsonText;
  /** Finds the place in the file that stands for a place in the string. */
  place(offset: number): number;
}

/** A JSON text and where it stands in the text of its file. */
export interface Source {
  /** The text of the file, or of one of its lines. */
  json: JsonText;
  /** The string of the file that holds the judged JSON, when that is not the file itself. */
  within?: Within;
  /** The way from the judged JSON to the judged value. */
  path: string[];
  /** What the judged value is called in a message. */
  subject?: string;
}

/**
 * Makes a judge of one shape.
 *
 * @param shapes the contract's shapes
 * @param shape the shape's name
 * @param strict unknown members of open shapes are faults too
 * @returns the judge
 */
export function createJudge(shapes: Shapes, shape: string, strict: boolean): Judge {
  const validate = shapes.validators[shape]!;
  const findUnknown = strict ? unknownMembersOf(shapes.document, shape) : undefined;
  const judge = (value: unknown) => {
    const errors = validate(value) ? [] : (validate.errors ?? []);
    return findUnknown ? [...errors, ...findUnknown(value)] : errors;
  };
  return { shape, judge };
}

/**
 * Tells everything about a fault that a validator reported: where it stands and what it is, in words.
 *
 * @param shapes the contract's shapes
 * @param shape the shape that the value was held against
 * @param error the fault
 * @param value the value
 * @param source where the value comes from
 * @returns the fault
 */
export function describeFault(
  shapes: Shapes,
  shape: string,
  error: ValidationError,
  value: unknown,
  source: Source,
): Fault {
  const { path, rule, state, stated, suggestion } = wordError(shapes.document, shape, error, value);
  const missing = error.keyword === 'required';
  const existing = [...source.path, ...(missing ? path.slice(0, -1) : path)];
  const { json } = source.within ?? source;
  const span = json.locate(existing, missing || error.keyword === unknownMember) ?? { start: 0, end: 1 };
  const name = wordPath([...source.path, ...path]) || 'the document';
  const found = existing.slice(source.path.length).reduce<unknown>(step, value);
  return {
    ...place(source, span),
    pointer: existing.map((segment) => `/${escapeSegment(segment)}`).join(''),
    keyword: error.keyword,
    message: `${source.subject ? `${source.subject}: ` : ''}${name} ${rule}${state && `, ${state}`}`,
    rule,
    ...(!missing && { value: preview(found) }),
    ...(stated && { stated: { shape: stated.shape, pointer: stated.pointer } }),
    ...(suggestion && { suggestion }),
  };
}

function step(node: unknown, name: string): unknown {
  return (node as Record<string, unknown>)[name];
}

/**
 * Tells where and why a text is not JSON.
 *
 * @param source the text that `JSON.parse` refused
 * @returns the fault
 */
export function describeSyntax(source: Source): Fault {
  const fault = findSyntaxFault((source.within ?? source).json.text);
  return describeUnreadable(
    source,
    fault?.offset ?? 0,
    `not JSON: ${fault?.message ?? 'it is nested too deep'}`,
  );
}

/**
 * Tells why there is no value to judge.
 *
 * @param source the text in which a value was looked for
 * @param offset where the text goes wrong
 * @param message what is wrong
 * @returns the fault
 */
export function describeUnreadable(source: Source, offset: number, message: string): Fault {
  return {
    ...place(source, { start: offset, end: offset + 1 }),
    pointer: '',
    keyword: syntax,
    message: `${source.subject ? `${source.subject}: ` : ''}${message}`,
    rule: 'must be JSON',
  };
}

function place({ json, within }: Source, span: Span) {
  const outer = within ? { start: within.place(span.start), end: within.place(span.end) } : span;
  const frame = frameOf(json.text, outer);
  const { line, column } = json.position(outer.start);
  return { line, column, endColumn: column + frame.length, frame, ...(within && { within: within.pointer }) };
}
