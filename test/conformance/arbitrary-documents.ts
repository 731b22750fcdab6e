import fc, { type Arbitrary } from 'fast-check';
import type { Document, Json, JsonObject, Schema } from '../../scripts/contract/document.ts';
import { mergeReference } from '../../scripts/contract/schema.ts';

/** Describes the valid documents of a schema. */
export function validDocument(contract: Document, schema: Schema): Arbitrary<Json> {
  const settled = mergeReference(contract, schema);
  if (settled.enum) return fc.constantFrom(...settled.enum);
  const make = arbitraries[settled.type ?? ''];
  if (!make) throw new Error(`no arbitrary documents for the type ${settled.type}`);
  return make(settled, contract);
}

const arbitraries: Record<string, (schema: Schema, contract: Document) => Arbitrary<Json>> = {
  boolean: () => fc.boolean(),
  integer: ({ minimum, maximum }) => fc.integer({ ...bounds({ min: minimum, max: maximum }) }),
  number: ({ minimum, maximum }) =>
    fc.double({ noNaN: true, noDefaultInfinity: true, ...bounds({ min: minimum, max: maximum }) }),
  string: strings,
  array: ({ items = {}, minItems, maxItems }, contract) =>
    fc.array(validDocument(contract, items), bounds({ minLength: minItems, maxLength: maxItems })),
  object: objects,
};

function strings({ pattern, minLength, maxLength }: Schema): Arbitrary<Json> {
  const least = Number(minLength ?? 0);
  const most = Number(maxLength ?? 2000);
  if (pattern !== undefined) {
    // fast-check does not know what may not follow.
    const known = String(pattern).replace(/\(\?!.*?\)/g, '');
    const isValid = (text: string) =>
      [...text].length >= least && [...text].length <= most && new RegExp(String(pattern), 'u').test(text);
    return fc.stringMatching(new RegExp(known, 'u')).filter(isValid);
  }
  const short = fc.string({ unit: 'binary', minLength: least, maxLength: Math.min(most, least + 20) });
  // One unit is one code point, of one or two UTF-16 units: its repetition reaches the bounds at little cost.
  const unit = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
  const atBounds = fc.tuple(unit, fc.constantFrom(least, most)).map(([text, count]) => text.repeat(count));
  return fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: atBounds });
}

function objects(
  { properties = {}, required = [], additionalProperties, minProperties, maxProperties }: Schema,
  contract: Document,
): Arbitrary<Json> {
  const known = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, part]) => [name, validDocument(contract, part)]),
    ),
    { requiredKeys: required },
  );
  if (additionalProperties === false) return known;
  const others =
    typeof additionalProperties === 'object'
      ? validDocument(contract, additionalProperties as Schema)
      : anyJson;
  const most = Number(maxProperties ?? 2);
  const further = fc.dictionary(fc.string({ minLength: 1 }), others, {
    ...{
      minKeys: Number(minProperties ?? 0),
      maxKeys: Math.max(Number(minProperties ?? 0), Math.min(most, 2)),
    },
  });
  return fc.tuple(further, known).map(([unknown, members]) => {
    const strangers = Object.entries(unknown).filter(([name]) => !(name in properties));
    return { ...Object.fromEntries(strangers), ...members };
  });
}

const anyJson = fc.jsonValue({ maxDepth: 1 }) as Arbitrary<Json>;

/** Describes documents that are changed in one place, which breaks many of them. */
export function brokenDocument(valid: Arbitrary<Json>): Arbitrary<Json> {
  return fc
    .tuple(valid, fc.nat(), fc.oneof(anyJson, fc.constantFrom('', null, -1, [], {})), fc.nat(3))
    .map(([document, choice, value, way]) => {
      const paths = listPaths(document);
      const path = paths[choice % paths.length]!;
      return change(document, path, (old) => changes[way]!(old, value));
    });
}

const changes: ((old: Json, value: Json) => Json | undefined)[] = [
  (_, value) => value,
  () => undefined,
  (old, value) => (isObject(old) ? { ...old, unknownMember: value } : value),
  (old, value) => {
    if (typeof old === 'string') return old.repeat(1025).slice(0, 70_000);
    if (typeof old === 'number') return -old;
    return Array.isArray(old) ? Array.from({ length: 30 }, () => old[0] ?? value) : value;
  },
];

function listPaths(document: Json): string[][] {
  if (typeof document !== 'object' || document === null) return [[]];
  return [
    [],
    ...Object.entries(document).flatMap(([key, part]) => listPaths(part).map((path) => [key, ...path])),
  ];
}

/** Of a document that is taken away as a whole, null is left. */
function change(document: Json, [key, ...rest]: string[], edit: (old: Json) => Json | undefined): Json {
  if (key === undefined) return edit(document) ?? null;
  const copy = structuredClone(document) as JsonObject;
  if (rest.length > 0) copy[key] = change(copy[key]!, rest, edit);
  else {
    const edited = edit(copy[key]!);
    if (edited === undefined) delete copy[key];
    else copy[key] = edited;
  }
  return copy;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** fast-check does not accept undefined for an absent bound. */
function bounds<Key extends string>(of: Record<Key, unknown>): Partial<Record<Key, number>> {
  return Object.fromEntries(Object.entries(of).filter(([, bound]) => bound !== undefined)) as Partial<
    Record<Key, number>
  >;
}
