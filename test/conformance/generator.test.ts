import { describe, expect, it, test } from 'vitest';
import type { Document, Schema } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { generateConformance } from '../../scripts/generators/conformance.ts';
import { places } from '../../scripts/vectors/vectors.ts';
import { contract, files, suites } from './artifacts.ts';
import { patternMutants, sameStrings } from './pattern-mutants.ts';

function generateFor(schema: Schema): ReturnType<typeof generateConformance> {
  const document: Document = { ...contract, paths: {}, components: { schemas: { Shape: schema } } };
  return generateConformance({ document, yaml: '' });
}

test('the same contract gives the same vectors', async () => {
  expect(await generateConformance({ document: structuredClone(contract), yaml: '' })).toEqual(files);
});

test.for(
  listOperations(contract).flatMap(({ request, response }) => [request, response].filter((name) => !!name)),
)('the vectors of the body %s break something at every place in it', (body) => {
  const { vectors } = suites.find(({ shape }) => shape === body)!;
  const broken = new Set(
    vectors.flatMap(({ errors = [] }) => errors.map(({ instancePath }) => instancePath)),
  );
  const untried = places(contract, body!, true).filter(({ pointer }) => !broken.has(pointer));
  expect(untried.map(({ pointer }) => pointer)).toEqual([]);
});

test('the vector files stay small enough for plain JSON', () => {
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(bytes / files.size).toBeLessThan(40_000);
});

test('the alternatives of a pattern have vectors with different descriptions', async () => {
  const generated = await generateFor({ type: 'string', pattern: '^(?:ab|cb)$', examples: ['ab'] });
  const { vectors } = JSON.parse(generated.get('conformance/Shape.json')!);
  const descriptions: string[] = vectors.map(({ description }: { description: string }) => description);
  expect(new Set(descriptions).size).toBe(descriptions.length);
  expect(descriptions.some((description) => description.endsWith(' (2)'))).toBe(true);
});

describe('no vectors are created for', () => {
  it('an assertion that is not known', async () => {
    const schema = { type: 'object', properties: { sizes: { type: 'array', uniqueItems: true } } };
    await expect(generateFor(schema)).rejects.toThrow(/^Shape\/sizes: .*`uniqueItems`/);
  });

  it('a pattern with a look-ahead', async () => {
    await expect(generateFor({ type: 'string', pattern: '^(?=a)b$', examples: ['b'] })).rejects.toThrow(
      /\(\?=a\)b/,
    );
  });

  it('a schema that no value is found for', async () => {
    await expect(generateFor({ type: 'string', minLength: 3, maxLength: 2 })).rejects.toThrow(
      /no valid value/,
    );
  });
});

describe('a changed pattern counts as changed unless it describes the same strings', () => {
  it.each([
    ['^aws+[^:]*$', '^aws[^:]*$', true],
    ['^(?:-[a-z-]+)*$', '^(?:-[a-z-]+)?$', true],
    ['^a{1,3}$', '^(?:a|aa|aaa)$', true],
    ['b|a', '[ab]', true],
    ['^[a-z]{1,1024}$', '^[a-z]{1,1025}$', false],
    ['^a', 'a', false],
    ['a$', '^a$', false],
    ['^aw?s[^:]*$', '^aws[^:]*$', false],
    ['^(?!a)[ab]*$', '^(?:b[ab]*)?$', true],
    ['^(?!a)[ab]*$', '^(?!ab)[ab]*$', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(sameStrings(one, other, true)).toBe(same);
  });

  it('and only such changes are left out', () => {
    const changed = patternMutants('^as[^:]*$', true).map(({ text }) => text);
    expect(changed).not.toContain('^as+[^:]{0,}$');
    expect(changed).toContain('^as?[^:]{0,}$');
  });
});
