import { parse as parseWithPlaces } from '@humanwhocodes/momoa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSyntaxFault, JsonText, placeInString } from '../../scripts/validate/json-text.ts';

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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
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

test('a text has a syntax fault exactly when JSON.parse refuses it', () => {
  const broken = fc
    .tuple(
      anyText,
      fc.nat(),
      fc.nat(2),
      fc.constantFrom('', ',', ']', '}', '"', '\\', '\n', ':', '0', '-', 'e', '[', 'tru', '\u0001'),
    )
    .map(([text, at, cut, insert]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + cut);
    });
  fc.assert(
    fc.property(broken, (text) => {
      expect(findSyntaxFault(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 3000 },
  );
});

test('a syntax fault stands where JSON.parse sees it', () => {
  for (const text of ['{"a":1,}', '[1,2', '{"a" 1}', '[1]x', '{"a":"\n"}', '[1 2]']) {
    const [, position] = /at position (\d+)/.exec(refusal(text))!;
    expect(findSyntaxFault(text)?.offset, text).toBe(Number(position));
  }
});

function refusal(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${text} is JSON`);
}

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
