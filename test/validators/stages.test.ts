import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../scripts/contract/document.ts';
import { annotations, closeSchema, mapSchema, plainSchema } from '../../scripts/contract/schema.ts';
import { generateConformance } from '../../scripts/generators/conformance.ts';
import { writeChecks } from '../../scripts/generators/validators/checks.ts';
import { writeCollectors } from '../../scripts/generators/validators/collectors.ts';
import { brokenDocument, validDocument } from '../conformance/arbitrary-documents.ts';
import { contract, parseSuites, suites } from '../conformance/artifacts.ts';
import { everyKeyword, withAddedOperations } from '../conformance/other-contracts.ts';

interface Stages {
  accept: (value: unknown) => boolean;
  collect: (value: unknown) => boolean;
  /** The first stage with collectors that throw. */
  acceptAlone: (value: unknown) => boolean;
}

const runtime = new URL('../../scripts/generators/validators/runtime/', import.meta.url).href;
const parameters = { seed: 20191202, numRuns: 100 };

async function loadStages(document: Document, close = false): Promise<Record<string, Stages>> {
  const entries = Object.entries(document.components.schemas).map(([shape, schema]) => {
    const plain = mapSchema(schema, (one) => plainSchema(one, annotations));
    return [shape, close ? closeSchema(shape, plain) : plain];
  });
  const schemas = Object.fromEntries(entries);
  const shapes = Object.keys(schemas);
  const collectors = toUrl(writeCollectors(schemas));
  const throwing = toUrl(
    shapes.map((shape) => `export function collect${shape}() { throw new Error('collected'); }`).join('\n'),
  );
  const checksWith = (url: string) =>
    toUrl(writeChecks(schemas).replace('"collectors"', JSON.stringify(url)));
  const [collect, accept, acceptAlone] = await Promise.all(
    [collectors, checksWith(collectors), checksWith(throwing)].map((url) => import(/* @vite-ignore */ url)),
  );
  return Object.fromEntries(
    shapes.map((shape) => [
      shape,
      {
        accept: accept[`accept${shape}`],
        collect: collect[`collect${shape}`],
        acceptAlone: acceptAlone[`accept${shape}`],
      },
    ]),
  );
}

function toUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source.replaceAll('"runtime/', `"${runtime}`))}`;
}

const stages = await loadStages(contract);
const strictStages = await loadStages(contract, true);
const otherContract = everyKeyword(await withAddedOperations(contract));
const otherStages = await loadStages(otherContract);

test('the first stage needs no collector for a schema of the contract, except for maps', () => {
  const checked = suites.filter(({ shape }) => {
    return typeof contract.components.schemas[shape]!['additionalProperties'] !== 'object';
  });
  expect(checked.length).toBeGreaterThan(0);
  for (const { shape, vectors } of checked) {
    for (const { document, valid } of vectors) expect(stages[shape]!.acceptAlone(document)).toBe(valid);
  }
});

test('the first stage leaves a schema with an unknown keyword to its collector', () => {
  expect(() => otherStages['Tags']!.acceptAlone({})).toThrow('collected');
  expect(otherStages['Tree']!.acceptAlone({})).toBe(otherStages['Tree']!.collect({}));
});

describe('both stages give the result of every vector', () => {
  test.each(suites)('$shape', ({ shape, vectors }) => {
    const { accept, collect } = stages[shape]!;
    for (const { description, document, valid } of vectors) {
      expect({ description, accept: accept(document), collect: collect(document) }).toEqual({
        description,
        accept: valid,
        collect: valid,
      });
    }
  });

  test('of a contract that uses more of JSON Schema', async () => {
    const others = parseSuites(await generateConformance({ document: otherContract, yaml: '' }));
    expect(others.length).toBeGreaterThan(suites.length);
    for (const { shape, vectors } of others) {
      const { accept, collect } = otherStages[shape]!;
      const wrong = vectors.filter(
        ({ document, valid }) => accept(document) !== valid || collect(document) !== valid,
      );
      expect(wrong, shape).toEqual([]);
    }
  });
});

test.each(suites)(
  'both stages of the strict validator of $shape agree on every vector',
  ({ shape, vectors }) => {
    const { accept, collect } = strictStages[shape]!;
    for (const { description, document } of vectors)
      expect(accept(document), description).toBe(collect(document));
  },
);

describe.each(Object.keys(contract.components.schemas))('both stages of %s agree', (shape) => {
  const { accept, collect } = stages[shape]!;
  const agree = (document: unknown) => {
    expect(accept(document)).toBe(collect(document));
  };

  test('on documents with one random change', () => {
    const valid = validDocument(contract, { $ref: `#/components/schemas/${shape}` });
    fc.assert(fc.property(brokenDocument(valid), agree), parameters);
  });

  test('on what no JSON text can hold', () => {
    const [document] = fc.sample(
      validDocument(contract, { $ref: `#/components/schemas/${shape}` }),
      parameters,
    );
    const odd = [
      undefined,
      Number.NaN,
      Infinity,
      -0,
      1n,
      Symbol('s'),
      () => 1,
      new Date(),
      new Map(),
      new Array(1),
      Object,
    ];
    for (const value of [...odd, ...odd.map((one) => [one]), Object.create(Object(document))]) agree(value);
    fc.assert(fc.property(fc.anything({ withBigInt: true, withSparseArray: true }), agree), parameters);
  });
});
