/** An inclusive range of code points; one character is a range from itself to itself. */
export interface Range {
  from: number;
  to: number;
}

/** A part of a regular expression. */
export type Part =
  | { kind: 'literal'; character: string }
  | { kind: 'set'; negated: boolean; ranges: Range[] }
  | { kind: 'group'; alternatives: Part[][] }
  /** What may not follow; it takes no character. */
  | { kind: 'not-ahead'; alternatives: Part[][] }
  /** In strings made of it, the part stands `usual` times, by default `least`. */
  | { kind: 'repeat'; part: Part; least: number; most: number; usual?: number }
  | { kind: 'start' }
  | { kind: 'end' };

const last = 0x10ffff;
const digit: Range[] = [{ from: 0x30, to: 0x39 }];
const word: Range[] = [
  ...digit,
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
const space: Range[] = [
  { from: 0x09, to: 0x0d },
  ...[' ', '\u00a0', '\u1680'].map(single),
  { from: 0x2000, to: 0x200a },
  ...['\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff'].map(single),
];
const classes: Record<string, { negated: boolean; ranges: Range[] }> = {
  d: { negated: false, ranges: digit },
  D: { negated: true, ranges: digit },
  w: { negated: false, ranges: word },
  W: { negated: true, ranges: word },
  s: { negated: false, ranges: space },
  S: { negated: true, ranges: space },
};
const controls: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };
const lineEnds = ['\n', '\r', '\u2028', '\u2029'].map(single);

/**
 * Takes a regular expression of the `pattern` keyword apart.
 *
 * @param source the expression, as ECMA-262 reads it with the flag `u`
 * @returns its alternatives, each a sequence of parts
 * @throws {Error} when it uses what is not known here, such as a look-behind, with the place
 */
export function parsePattern(source: string): Part[][] {
  const parser = new Parser(source);
  const alternatives = parser.alternatives();
  parser.end();
  return alternatives;
}

/**
 * Tells whether a set takes a code point.
 *
 * @param set the set
 * @param point the code point
 */
export function contains(set: { negated: boolean; ranges: Range[] }, point: number): boolean {
  return set.ranges.some(({ from, to }) => from <= point && point <= to) !== set.negated;
}

function single(character: string): Range {
  const point = character.codePointAt(0)!;
  return { from: point, to: point };
}

class Parser {
  private readonly source: string;
  private readonly text: string[];
  private position = 0;

  constructor(source: string) {
    this.source = source;
    this.text = [...source];
  }

  alternatives(): Part[][] {
    const found: Part[][] = [];
    do found.push(this.sequence());
    while (this.take('|'));
    return found;
  }

  end(): void {
    if (this.position < this.text.length) this.fail();
  }

  private sequence(): Part[] {
    const parts: Part[] = [];
    while (this.position < this.text.length && this.peek() !== '|' && this.peek() !== ')') {
      parts.push(this.repeated(this.atom()));
    }
    return parts;
  }

  private atom(): Part {
    const character = this.next();
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    if (character === '(') return this.group();
    if (character === '[') return this.set();
    if (character === '.') return { kind: 'set', negated: true, ranges: lineEnds };
    if (character !== '\\')
      return '*+?{}]'.includes(character) ? this.fail() : { kind: 'literal', character };
    const named = classes[this.peek()];
    if (named) this.next();
    return named ? { kind: 'set', ...named } : { kind: 'literal', character: this.escaped() };
  }

  private group(): Part {
    const special = this.take('?');
    const kind = special && this.take('!') ? 'not-ahead' : 'group';
    if (special && kind === 'group' && !this.take(':')) this.fail();
    const alternatives = this.alternatives();
    if (!this.take(')')) this.fail();
    return { kind, alternatives };
  }

  private set(): Part {
    const negated = this.take('^');
    const ranges: Range[] = [];
    while (!this.take(']')) ranges.push(...this.members());
    return { kind: 'set', negated, ranges };
  }

  private members(): Range[] {
    const first = this.member();
    const isRange = this.peek() === '-' && this.text[this.position + 1] !== ']' && first.length === 1;
    if (!isRange || first[0]!.from !== first[0]!.to) return first;
    this.next();
    const [end] = this.member();
    return [{ from: first[0]!.from, to: end!.to }];
  }

  private member(): Range[] {
    const character = this.next();
    if (character !== '\\') return [single(character)];
    const named = classes[this.peek()];
    if (!named) return [single(this.escaped())];
    this.next();
    return named.negated ? complement(named.ranges) : named.ranges;
  }

  /** Escapes that stand for one character; any other letter or digit means something else. */
  private escaped(): string {
    const character = this.next();
    if (character in controls) return controls[character]!;
    if (character === 'x') return this.codePoint(2);
    if (character === 'u' && !this.take('{')) return this.codePoint(4);
    if (character === 'u') return this.codePoint(this.text.indexOf('}', this.position) - this.position, '}');
    return /[A-Za-z0-9]/.test(character) ? this.fail() : character;
  }

  private codePoint(digits: number, end = ''): string {
    const point = this.hexadecimal(digits, end);
    // Of two escaped halves of a surrogate pair the flag `u` makes one character.
    const isHighHalf = point >= 0xd800 && point <= 0xdbff && end === '';
    if (!isHighHalf || this.text.slice(this.position, this.position + 2).join('') !== '\\u') {
      return String.fromCodePoint(point);
    }
    this.position += 2;
    return String.fromCharCode(point, this.hexadecimal(4));
  }

  private hexadecimal(digits: number, end = ''): number {
    const text = this.text.slice(this.position, this.position + digits).join('');
    const point = Number.parseInt(text, 16);
    if (!/^[0-9a-f]+$/i.test(text) || text.length < digits || point > last) this.fail();
    this.position += digits + end.length;
    return point;
  }

  private repeated(part: Part): Part {
    const bounds = this.bounds();
    if (!bounds) return part;
    this.take('?');
    return { kind: 'repeat', part, ...bounds };
  }

  private bounds(): { least: number; most: number } | undefined {
    if (this.take('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.take('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.take('?')) return { least: 0, most: 1 };
    if (!this.take('{')) return undefined;
    const least = this.number();
    if (this.take('}')) return { least, most: least };
    if (!this.take(',')) this.fail();
    const most = this.peek() === '}' ? Number.POSITIVE_INFINITY : this.number();
    return this.take('}') ? { least, most } : this.fail();
  }

  private number(): number {
    let digits = '';
    while (/[0-9]/.test(this.peek())) digits += this.next();
    return digits ? Number(digits) : this.fail();
  }

  private peek(): string {
    return this.text[this.position] ?? '';
  }

  private next(): string {
    if (this.position >= this.text.length) this.fail();
    return this.text[this.position++]!;
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }

  private fail(): never {
    const rest = this.text.slice(this.position).join('') || 'its end';
    throw new Error(
      `no test strings can be made for the pattern ${this.source}: not understood before ${rest}`,
    );
  }
}

function complement(ranges: Range[]): Range[] {
  const sorted = ranges.toSorted((a, b) => a.from - b.from);
  const starts = [0, ...sorted.map(({ to }) => to + 1)];
  const ends = [...sorted.map(({ from }) => from - 1), last];
  return starts.map((from, index) => ({ from, to: ends[index]! })).filter(({ from, to }) => from <= to);
}
