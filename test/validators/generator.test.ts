import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Document, Schema } from '../../scripts/contract/document.ts';
import { type Files, readFolder } from '../../scripts/files.ts';
import { generateConformance } from '../../scripts/generators/conformance.ts';
import { generateValidators } from '../../scripts/generators/validators.ts';
import { bundle } from '../../scripts/programs/bundle.ts';
import { parseSuites } from '../conformance/artifacts.ts';
import { everyKeyword, withAddedOperations } from '../conformance/other-contracts.ts';
import { listExamples, mutate } from '../pipeline/contract-examples.ts';

type Validators = Record<string, { (value: unknown): boolean; errors?: { keyword: string }[] | null }>;

const files = await readFolder(fileURLToPath(new URL('../../generated/', import.meta.url)));
const document: Document = JSON.parse(files.get('openapi.json')!);
const validators = await load(files.get('validators.js')!);

function load(source: string): Promise<Validators> {
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
}

async function withSchemas(schemas: Record<string, Schema>): Promise<Files> {
  const small = { openapi: '3.1.1', components: { schemas } } as unknown as Document;
  return generateValidators({ document: small, yaml: '' });
}

function plainValidator(shape: string): ValidateFunction {
  return new Ajv2020().compile(JSON.parse(files.get(`json-schema/${shape}.json`)!));
}

test.each(['validators.js', 'validators-strict.js'])(
  '%s has a validator and an assertion per shape',
  async (file) => {
    const shapes = Object.keys(document.components.schemas);
    const names = shapes.flatMap((shape) => [`assert${shape}`, `validate${shape}`]);
    expect(Object.keys(await load(files.get(file)!)).sort()).toEqual(['ContractViolation', ...names].sort());
  },
);

test('every schema has declarations and a JSON Schema', () => {
  for (const shape of Object.keys(document.components.schemas)) {
    expect(files.get('validators.d.ts')).toContain(`validate${shape}: Validator<${shape}>`);
    expect(files.get('validators.d.ts')).toContain(
      `assert${shape}(value: unknown): asserts value is ${shape}`,
    );
    expect(files.has(`json-schema/${shape}.json`), shape).toBe(true);
  }
});

test.each(['validators.js', 'validators-strict.js'])('%s loads nothing and names no folder', (file) => {
  expect(files.get(file)).not.toMatch(/\brequire\b|\bimport\b|\beval\b|\bFunction\b|#region|scripts\//);
});

test('importing the validator of requests brings no code for responses', async () => {
  const from = "from 'imagebuilder-scan-findings/validators';";
  const [everything] = await bundle(`export * ${from}`);
  const [request] = await bundle(`export { validateListImageScanFindingsRequest } ${from}`);
  expect(everything!.code).toContain('packageVulnerabilityDetails');
  expect(request!.code).not.toContain('packageVulnerabilityDetails');
  expect(request!.code.length).toBeLessThan(everything!.code.length / 5);
});

test('every int32 has 32 bits, whatever its schema says besides', () => {
  const shapes = Object.entries(document.components.schemas).filter(([, { format }]) => format === 'int32');
  expect(shapes.length).toBeGreaterThan(0);
  for (const [shape] of shapes) {
    for (const number of [2 ** 31, -(2 ** 31) - 1])
      expect(validators[`validate${shape}`]!(number), shape).toBe(false);
  }
});

test('an int32 without bounds reaches from -2147483648 to 2147483647', async () => {
  const made = await withSchemas({ Count: { type: 'integer', format: 'int32' } });
  const { validateCount } = await load(made.get('validators.js')!);
  const results = [-2147483649, -2147483648, 2147483647, 2147483648].map((number) => validateCount!(number));
  expect(results).toEqual([false, true, true, false]);
});

test('the time for many violations below references is in proportion to their number', async () => {
  const $ref = '#/components/schemas/';
  const made = await withSchemas({
    Item: { type: 'object', properties: { id: {}, name: { $ref: `${$ref}Name` } }, required: ['id'] },
    List: { type: 'array', items: { $ref: `${$ref}Item` } },
    Name: { type: 'string' },
  });
  const { validateList } = await load(made.get('validators.js')!);
  const start = performance.now();
  expect(validateList!(Array.from({ length: 100_000 }, () => ({ name: 1 })))).toBe(false);
  // Copying the errors for every item took half a minute.
  expect(performance.now() - start).toBeLessThan(5000);
  expect(validateList!.errors).toHaveLength(200_000);
});

test('violations below references are those that ajv lists', () => {
  const [shape, examples] = [...Map.groupBy(listExamples(document), (example) => example.shape)].at(0)!;
  const plain = new Ajv2020({ allErrors: true }).compile(JSON.parse(files.get(`json-schema/${shape}.json`)!));
  const validate = validators[`validate${shape}`]!;
  const listed = (errors: { keyword: string; instancePath?: string }[] | null | undefined) =>
    (errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
  for (const candidate of examples.flatMap(({ value }) => mutate(value))) {
    if (!validate(candidate)) {
      plain(candidate);
      expect(listed(validate.errors)).toEqual(listed(plain.errors));
    }
  }
});

test('the validators give the result of every vector of a contract that uses more of JSON Schema', async () => {
  const bundle = { document: everyKeyword(await withAddedOperations(document)), yaml: '' };
  const others = await load((await generateValidators(bundle)).get('validators.js')!);
  const suites = parseSuites(await generateConformance(bundle));
  expect(suites.length).toBeGreaterThan(Object.keys(document.components.schemas).length);
  for (const { shape, vectors } of suites) {
    const wrong = vectors.filter(({ document, valid }) => others[`validate${shape}`]!(document) !== valid);
    expect(wrong, shape).toEqual([]);
  }
});

test('a schema that would make the module load code stops the generation', async () => {
  const items = { type: 'object', description: 'An item.' };
  const schemas = { Bag: { type: 'array', uniqueItems: true, items } };
  await expect(withSchemas(schemas)).rejects.toThrow(/would load code: require\(/);
});

test('a validator supports unevaluatedProperties', async () => {
  const properties = { a: { type: 'string' } };
  const patternProperties = { '^x-': { type: 'string' } };
  const closed = { type: 'object', properties, patternProperties, unevaluatedProperties: false };
  const { validateClosed } = await load((await withSchemas({ Closed: closed })).get('validators.js')!);
  expect(validateClosed!({ a: '', 'x-b': '' })).toBe(true);
  expect(validateClosed!({ a: '', b: '' })).toBe(false);
  expect(validateClosed!.errors).toMatchObject([{ keyword: 'unevaluatedProperties' }]);
});

test('a schema that does not compile stops the generation', async () => {
  await expect(withSchemas({ Typo: { type: 'string', maxLenght: 1 } })).rejects.toThrow(/maxLenght/);
});

test('every JSON Schema compiles in ajv without options and has its own id', () => {
  const schemas = [...files].filter(([path]) => path.startsWith('json-schema/'));
  const ids = new Set<string>();
  for (const [path, text] of schemas) {
    const schema = JSON.parse(text);
    expect(() => new Ajv2020().compile(schema), path).not.toThrow();
    ids.add(schema.$id);
  }
  expect(ids.size).toBe(schemas.length);
});

test('a JSON Schema defines what it refers to and nothing else', () => {
  for (const [path, text] of files) {
    if (!path.startsWith('json-schema/')) continue;
    const defined = Object.keys(JSON.parse(text).$defs ?? {});
    const used = new Set([...text.matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name));
    expect(defined.sort(), path).toEqual([...used].sort());
  }
});

test('the validators accept every example of the contract', () => {
  const examples = listExamples(document);
  expect(examples.length).toBeGreaterThan(0);
  for (const { shape, name, value } of examples) {
    expect(validators[`validate${shape}`]!(value), `${shape}: ${name}`).toBe(true);
  }
});

test('validators and JSON Schemas agree on examples and on documents that differ from them in one place', () => {
  const results = { accepted: 0, rejected: 0 };
  for (const { shape, name, value } of listExamples(document)) {
    const plain = plainValidator(shape);
    for (const candidate of [value, ...mutate(value)]) {
      const accepted = validators[`validate${shape}`]!(candidate);
      if (accepted !== plain(candidate)) {
        expect.fail(`${shape}, ${name}: ${JSON.stringify(candidate)} is ${accepted ? '' : 'not '}accepted`);
      }
      results[accepted ? 'accepted' : 'rejected'] += 1;
    }
  }
  expect(results.accepted).toBeGreaterThan(100);
  expect(results.rejected).toBeGreaterThan(100);
});

describe('a length counts code points', () => {
  const units = ['a', 'é', '\u{1F600}', '\uD800'];
  const strings = [''].concat(
    ...Array.from({ length: 7 }, (_, count) =>
      units.flatMap((first) => units.map((rest) => `${first}${rest.repeat(count)}`)),
    ),
  );

  test.each([0, 1, 2, 3, 4, 5])('with bounds around %i', async (limit) => {
    const made = await withSchemas({
      Least: { type: 'string', minLength: limit },
      Most: { type: 'string', maxLength: limit },
    });
    const { validateLeast, validateMost } = await load(made.get('validators.js')!);
    for (const string of strings) {
      const length = [...string].length;
      expect(validateLeast!(string), `${JSON.stringify(string)} has ${length}`).toBe(length >= limit);
      expect(validateMost!(string), `${JSON.stringify(string)} has ${length}`).toBe(length <= limit);
    }
  });

  test('at the bounds of every string of the contract', () => {
    const bounded = Object.entries(document.components.schemas).filter(
      ([, schema]) => schema['maxLength'] && !schema['pattern'],
    );
    expect(bounded.length).toBeGreaterThan(0);
    for (const [shape, schema] of bounded) {
      const longest = '\u{1F600}'.repeat(schema['maxLength'] as number);
      const validate = validators[`validate${shape}`]!;
      expect(validate(longest), shape).toBe(true);
      expect(validate(`${longest}a`), shape).toBe(false);
      expect(validate.errors?.map(({ keyword }) => keyword)).toEqual(['maxLength']);
    }
  });
});
