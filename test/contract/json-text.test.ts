import { parse as parseWithPlaces } from '@humanwhocodes/momoa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findDuplicates,
  JsonText,
  parseJson,
  placeInString,
  splitDocuments,
} from '../../scripts/contract/json-text.ts';

type Node = ReturnType<typeof parseWithPlaces>['body'];

/** Lists every value of a text with its path and its place, as an independent parser sees them. */
function* places(node: Node, path: string[] = []): Generator<{ path: string[]; node: Node }> {
  yield { path, node };
  if (node.type === 'Object') {
    for (const { name, value } of node.members) {
      yield* places(value, [...path, name.type === 'String' ? name.value : name.name]);
    }
  }
  if (node.type === 'Array') {
    for (const [index, { value }] of node.elements.entries()) yield* places(value, [...path, String(index)]);
  }
}

const anyText = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

test('every value of any JSON is found where an independent parser finds it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const json = new JsonText(text);
      for (const { path, node } of places(parseWithPlaces(text).body)) {
        const span = json.locate(path)!;
        expect(span).toEqual({ start: node.loc.start.offset, end: node.loc.end.offset });
        expect(json.position(span.start)).toEqual({
          line: node.loc.start.line,
          column: node.loc.start.column,
        });
      }
    }),
  );
});

test.for<[string, number, string]>([
  ['{"a":1,}', 7, 'Expected double-quoted property name'],
  ['[1,2', 4, "Expected ',' or ']' after array element"],
  ['{"a" 1}', 5, "Expected ':' after property name"],
  ['[1]x', 3, 'Unexpected non-whitespace character'],
  ['{"a":"\n"}', 6, 'Bad control character in string literal'],
  ['["\\x"]', 3, 'Bad escaped character'],
  ['{"a": <x>}', 6, "Unexpected token '<'"],
  ['{"findings": [,]}', 14, "Unexpected token ','"],
  ['[tru]', 4, "Unexpected token ']'"],
  ["['x']", 1, "Unexpected token '''"],
  ['[{"a":"x,x"},NaN]', 13, "Unexpected token 'N'"],
  ['', 0, 'Unexpected end of JSON input'],
  ['{"a":', 5, 'Unexpected end of JSON input'],
  ['["abc', 5, 'Unterminated string'],
])('why %j is not JSON has a place and the words of JSON.parse', ([text, offset, message]) => {
  expect(parseJson(text)).toEqual({ error: { offset, message } });
});

test('an error is where the text stops being the beginning of any JSON', () => {
  const broken = fc.tuple(anyText, fc.nat(), fc.constantFrom('<', "'", '}]', ',,', 'tru ', '\u0001'));
  fc.assert(
    fc.property(broken, ([sound, at, insert]) => {
      const place = at % (sound.length + 1);
      const text = sound.slice(0, place) + insert + sound.slice(place);
      const { error } = parseJson(text);
      if (!error) return;
      expect(error.offset).toBeGreaterThanOrEqual(place);
      expect(error.offset).toBeLessThanOrEqual(text.length);
      expect(error.message).not.toMatch(/position|JSON$(?<!input)/);
    }),
    { numRuns: 1000 },
  );
});

test('documents that were written one after the other are split, whatever is between them', () => {
  const part = fc.tuple(
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify([value], null, 1)),
    fc.constantFrom('', '\n', ' \r\n\t'),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const text = parts.flat().join('');
      const documents = splitDocuments(text);
      expect(documents.map((each) => each.text.trim())).toEqual(parts.map(([json]) => json));
      expect(documents.map((each) => each.text).join('')).toBe(text);
    }),
  );
});

test('exactly the properties that an object has twice are found', () => {
  const names = fc.constantFrom('a', 'b', '"', 'a":', '\u00e9', '');
  const values = fc.constantFrom('1', '"a\\":"', '{"a":1}', '[{"a" : 1},{"a":2}]');
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values), { maxLength: 6 }), (properties) => {
      const written = properties.map(([name, value]) => `${JSON.stringify(name)} : ${value}`);
      const text = `{${written.join(' , ')}}`;
      const all = properties.map(([name]) => name);
      const found = findDuplicates(text, JSON.parse(text), 100);
      expect(found.map(({ name }) => name)).toEqual(all.filter((name, index) => all.indexOf(name) < index));
      for (const { name, span } of found) expect(JSON.parse(text.slice(span.start, span.end))).toBe(name);
    }),
  );
});

test('a place in a string leads to the same character of its literal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (value, at) => {
      const text = JSON.stringify([value]);
      const offset = value.length === 0 ? 0 : at % value.length;
      const place = placeInString(text, { start: 1, end: text.length - 1 }, offset);
      expect(JSON.parse(`"${text.slice(place, -1)}`)).toBe(value.slice(offset));
    }),
  );
});

test('of two members with one name the last is found, as JSON.parse keeps it', () => {
  expect(new JsonText('{"a":1,"a":2}').locate(['a'])).toEqual({ start: 11, end: 12 });
});
