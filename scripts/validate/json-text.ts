/** A stretch of a text in UTF-16 code units, its end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** Where a JSON text stops being JSON, and what should stand there. */
export interface SyntaxFault {
  offset: number;
  /** Such as `a comma or ] should come here, not "x"`. */
  message: string;
}

const space = /[ \t\n\r]*/y;
const plainCharacters = /[ !#-[\]-\uFFFF]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;
const quoteOrBracket = /["{}[\]]/g;
const endOfScalar = /[,\]} \t\n\r]|$/g;

/** A member's value, or an item: where it starts, and where its name stands. */
interface Child {
  start: number;
  name?: Span;
}

/** A JSON text that remembers where it has looked, so that the next place in a long text is found from the last. */
export class JsonText {
  readonly text: string;
  readonly #members = new Map<number, Map<string, Child>>();
  readonly #lastItems = new Map<number, { index: number; start: number }>();
  #lastLine = { number: 0, start: 0, end: -1 };

  /** @param text any text */
  constructor(text: string) {
    this.text = text;
  }

  /**
   * Finds where a value stands. The text has to be one that `JSON.parse` accepts.
   *
   * @param path the member names and indexes that lead to the value
   * @param ofName the span of the member's name is wanted, not the value's
   * @returns the span; undefined when the path leads nowhere. Of members with the same name, the last, as in `JSON.parse`
   */
  locate(path: string[], ofName = false): Span | undefined {
    let child: Child = { start: skip(space, this.text, 0) };
    for (const segment of path) {
      const found =
        this.text[child.start] === '{'
          ? this.#listMembers(child.start).get(segment)
          : this.#findItem(child.start, Number(segment));
      if (!found) return undefined;
      child = found;
    }
    return ofName && child.name
      ? child.name
      : { start: child.start, end: endOfValue(this.text, child.start) };
  }

  /**
   * Tells the line and the column of a place.
   *
   * @param offset a place in the text, in UTF-16 code units
   * @returns both counted from 1
   */
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

  #listMembers(object: number): Map<string, Child> {
    const known = this.#members.get(object);
    if (known) return known;
    const { text } = this;
    const members = new Map<string, Child>();
    this.#members.set(object, members);
    let at = skip(space, text, object + 1);
    while (text[at] === '"') {
      const name = { start: at, end: endOfString(text, at) };
      const start = skip(space, text, skip(space, text, name.end) + 1);
      members.set(JSON.parse(text.slice(name.start, name.end)), { start, name });
      at = skip(space, text, endOfValue(text, start));
      if (text[at] === ',') at = skip(space, text, at + 1);
    }
    return members;
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
 * Finds the place in a JSON text that stands for a place in one of its strings.
 *
 * @param text a text that `JSON.parse` accepts
 * @param literal the span of a string, its quotes included
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

/** What a place in a JSON text may hold, and what follows when it holds it. */
type Expected = 'a value' | 'a value or ]' | 'a name in double quotes' | 'a name or }' | ':' | 'a comma or';

/**
 * Finds the first place at which a text breaks the syntax of JSON.
 *
 * @param text any text
 * @returns the place; undefined when the text is JSON
 */
export function findSyntaxFault(text: string): SyntaxFault | undefined {
  const open: string[] = [];
  let expected: Expected = 'a value';
  for (let at = skip(space, text, 0); ; at = skip(space, text, at)) {
    const character = text[at];
    const close = open.at(-1);
    if (expected === 'a comma or' && close === undefined)
      return character === undefined ? undefined : fault(text, at, 'nothing more');
    if (character === close && (expected.includes('or') || expected.includes('}'))) {
      open.pop();
      expected = 'a comma or';
      at++;
    } else if (expected === 'a comma or' || expected === ':') {
      if (character !== (expected === ':' ? ':' : ','))
        return fault(text, at, expected === ':' ? expected : `${expected} ${close}`);
      expected = expected === ':' || close === ']' ? 'a value' : 'a name in double quotes';
      at++;
    } else if (expected.startsWith('a value') && (character === '{' || character === '[')) {
      open.push(character === '{' ? '}' : ']');
      expected = character === '{' ? 'a name or }' : 'a value or ]';
      at++;
    } else {
      const end = character === '"' ? checkString(text, at) : endOfOtherScalar(text, at, expected);
      if (typeof end !== 'number') return end;
      expected = expected.startsWith('a name') ? ':' : 'a comma or';
      at = end;
    }
  }
}

function endOfOtherScalar(text: string, at: number, expected: Expected): number | SyntaxFault {
  const end = expected.startsWith('a value') ? skip(scalar, text, at) : at;
  return end > at ? end : fault(text, at, expected);
}

function checkString(text: string, start: number): number | SyntaxFault {
  let at = skip(plainCharacters, text, start + 1);
  while (text[at] === '\\') {
    const end = skip(escaped, text, at);
    if (end === at) return { offset: at, message: `${text.slice(at, at + 2)} is no escape that JSON knows` };
    at = skip(plainCharacters, text, end);
  }
  if (text[at] === '"') return at + 1;
  const message =
    at < text.length ? 'a control character has to be escaped in a string' : 'the string has no end';
  return { offset: at < text.length ? at : start, message };
}

function fault(text: string, offset: number, expected: string): SyntaxFault {
  if (offset >= text.length) return { offset, message: `the text ends where ${expected} should come` };
  if (
    '}]'.includes(text[offset]!) &&
    !expected.includes(text[offset]!) &&
    text.slice(0, offset).trimEnd().endsWith(',')
  )
    return { offset, message: `the comma before ${text[offset]} is one too many` };
  const found = JSON.stringify(/^[\w.+-]+|^./su.exec(text.slice(offset, offset + 24))![0]);
  return { offset, message: `${expected} should come here, not ${found}` };
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
