import type { Json } from './document.ts';

/** A stretch of a text in UTF-16 code units, its end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** Why a text is not JSON, in the words of `JSON.parse`, and where. */
interface JsonError {
  offset: number;
  message: string;
}

const space = /[ \t\n\r]*/y;
const quoteOrBracket = /["{}[\]]/g;
const quoteOrBrace = /["{}]/g;
const endOfName = /"\s*:/g;
const endOfScalar = /[,\]} \t\n\r]|$/g;

/** A property's value, or an item: where it starts, and where its name is. */
interface Child {
  start: number;
  name?: Span;
}

/** A JSON text that remembers where it has looked, so that the next place in a long text is found from the last. */
export class JsonText {
  readonly text: string;
  readonly #properties = new Map<number, Map<string, Child>>();
  readonly #lastItems = new Map<number, { index: number; start: number }>();
  #lastLine = { number: 0, start: 0, end: -1 };

  constructor(text: string) {
    this.text = text;
  }

  /**
   * Finds a value. The text must be one that `JSON.parse` accepts.
   *
   * @param path the properties and indexes that lead to the value
   * @param ofName find the property's name instead of its value
   * @returns the span, undefined when the path leads nowhere; of a property given twice the last, as in `JSON.parse`
   */
  locate(path: readonly (string | number)[], ofName = false): Span | undefined {
    let child: Child = { start: skip(space, this.text, 0) };
    for (const segment of path) {
      const found =
        this.text[child.start] === '{'
          ? this.#listProperties(child.start).get(String(segment))
          : this.#findItem(child.start, Number(segment));
      if (!found) return undefined;
      child = found;
    }
    return ofName && child.name
      ? child.name
      : { start: child.start, end: endOfValue(this.text, child.start) };
  }

  /** Finds the line and the column of an offset, both counted from 1. */
  position(offset: number): { line: number; column: number } {
    if (offset < this.#lastLine.start) this.#lastLine = { number: 1, start: 0, end: this.#endOfLine(0) };
    while (this.#lastLine.end < offset) {
      const { number, end } = this.#lastLine;
      this.#lastLine = { number: number + 1, start: end + 1, end: this.#endOfLine(end + 1) };
    }
    return { line: this.#lastLine.number, column: offset - this.#lastLine.start + 1 };
  }

  #endOfLine(start: number): number {
    const end = this.text.indexOf('\n', start);
    return end < 0 ? this.text.length : end;
  }

  #listProperties(object: number): Map<string, Child> {
    const known = this.#properties.get(object);
    if (known) return known;
    const { text } = this;
    const properties = new Map<string, Child>();
    this.#properties.set(object, properties);
    let at = skip(space, text, object + 1);
    while (text[at] === '"') {
      const name = { start: at, end: endOfString(text, at) };
      const start = skip(space, text, skip(space, text, name.end) + 1);
      properties.set(JSON.parse(text.slice(name.start, name.end)), { start, name });
      at = skip(space, text, endOfValue(text, start));
      if (text[at] === ',') at = skip(space, text, at + 1);
    }
    return properties;
  }

  #findItem(array: number, index: number): Child | undefined {
    const { text } = this;
    if (text[array] !== '[') return undefined;
    const last = this.#lastItems.get(array);
    let item = last && last.index <= index ? last : { index: 0, start: skip(space, text, array + 1) };
    while (item.index < index) {
      const comma = skip(space, text, endOfValue(text, item.start));
      if (text[comma] !== ',') return undefined;
      item = { index: item.index + 1, start: skip(space, text, comma + 1) };
    }
    this.#lastItems.set(array, item);
    return text[item.start] === ']' ? undefined : item;
  }
}

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== '{' && text[start] !== '[') return find(endOfScalar, text, start);
  let depth = 0;
  let at = start;
  do {
    at = find(quoteOrBracket, text, at);
    if (text[at] === '"') {
      at = endOfString(text, at);
      continue;
    }
    depth += text[at] === '{' || text[at] === '[' ? 1 : -1;
    at++;
  } while (depth > 0);
  return at;
}

function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
}

/**
 * Finds the place in a JSON text that a place in one of its strings comes from.
 *
 * @param text a text that `JSON.parse` accepts
 * @param literal the span of a string, quotes included
 * @param offset a place in the string's value
 * @returns the place in the text, at the start of an escape where the character is escaped
 */
export function placeInString(text: string, literal: Span, offset: number): number {
  let at = literal.start + 1;
  for (let left = offset; left > 0; left--) {
    if (text[at] !== '\\') at++;
    else at += text[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}

/**
 * Finds the properties that an object of the text has twice: `JSON.parse` keeps the last, other readers the first.
 *
 * @param text a text that `JSON.parse` accepts
 * @param value what `JSON.parse` makes of it
 * @param most stop after as many
 * @returns the span of each repeated name
 */
export function findDuplicates(text: string, value: Json, most: number): { name: string; span: Span }[] {
  // A name ends with a quote and a colon; text in a string may look the same, but adds to the count.
  let names = 0;
  for (endOfName.lastIndex = 0; endOfName.test(text); ) names++;
  return names > countProperties(value) ? searchDuplicates(text, most) : [];
}

/** Counts without recursion: a document may be nested deeper than the stack. */
function countProperties(value: Json): number {
  let properties = 0;
  const open = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const children = Array.isArray(node) ? node : Object.values(node);
    if (!Array.isArray(node)) properties += children.length;
    for (const child of children) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return properties;
}

function searchDuplicates(text: string, most: number): { name: string; span: Span }[] {
  const duplicates: { name: string; span: Span }[] = [];
  const open: Set<string>[] = [];
  for (let at = find(quoteOrBrace, text, 0); at < text.length; at = find(quoteOrBrace, text, at)) {
    if (text[at] === '{') open.push(new Set());
    if (text[at] === '}') open.pop();
    const span = { start: at, end: text[at] === '"' ? endOfString(text, at) : at + 1 };
    at = span.end;
    if (text[span.start] !== '"' || text[skip(space, text, at)] !== ':') continue;
    const name = JSON.parse(text.slice(span.start, span.end));
    const names = open.at(-1)!;
    if (names.has(name)) duplicates.push({ name, span });
    if (duplicates.length === most) break;
    names.add(name);
  }
  return duplicates;
}

/** Parses a text that may not be JSON. */
export function parseJson(
  text: string,
): { value: Json; error?: never } | { value?: never; error: JsonError } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const { message } = error as SyntaxError;
    // What follows quotes the text, or repeats the place.
    const [reason] = /^.*?(?= (?:in|after) JSON at position|, (?:"|\.\.\.)|$)/s.exec(message)!;
    return { error: { offset: errorOffset(text, message), message: reason } };
  }
}

function errorOffset(text: string, message: string): number {
  const position = positionIn(message);
  if (position !== undefined) return position;
  if (message.startsWith('Unexpected end')) return text.length;
  // V8 leaves out where an unexpected token is: at the end of the shortest beginning of the text that is not merely
  // incomplete.
  let [incomplete, refused] = [0, text.length];
  while (refused - incomplete > 1) {
    const middle = (incomplete + refused) >> 1;
    if (isIncomplete(text.slice(0, middle))) incomplete = middle;
    else refused = middle;
  }
  return incomplete;
}

function isIncomplete(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    return message.startsWith('Unexpected end') || (positionIn(message) ?? -1) >= text.length;
  }
}

function positionIn(message: string): number | undefined {
  const [, position] = /^[^"]* (?:in|after) JSON at position (\d+)/.exec(message) ?? [];
  return position === undefined ? undefined : Number(position);
}

/** Splits JSON documents that were written one after the other; what is not JSON is in the last part. */
export function splitDocuments(text: string): { text: string; start: number }[] {
  const documents: { text: string; start: number }[] = [];
  for (let start = 0; ; ) {
    const rest = text.slice(start);
    const end = endOfDocument(rest);
    documents.push({ text: rest.slice(0, end), start });
    if (end === rest.length) return documents;
    start += end;
  }
}

function endOfDocument(text: string): number {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    if (message.startsWith('Unexpected non-whitespace')) return positionIn(message)!;
  }
  return text.length;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
