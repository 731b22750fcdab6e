import { expect, test } from 'vitest';
import type * as Generated from '../../generated/validators.d.ts';
import type { Document, Json, Schema } from '../../scripts/contract/document.ts';
import { generateValidators } from '../../scripts/generators/validators.ts';
import { schemaTree, Walk } from '../../scripts/read/schema-tree.ts';
import { contract, suites } from '../conformance/artifacts.ts';

const [open, strict]: object[] = await Promise.all([
  import('../../generated/validators.js'),
  import('../../generated/validators-strict.js'),
]);

function validatorOf(module: object | undefined, shape: string): Generated.Validator<unknown> {
  return (module as Record<string, Generated.Validator<unknown>>)[`validate${shape}`]!;
}

function violations(validate: Generated.Validator<unknown>, document: Json): string[] {
  validate(document);
  return (validate.errors ?? []).map(
    ({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`,
  );
}

function unknownProperties(shape: string, document: Json) {
  return new Walk(document, schemaTree(contract, shape), 'number', new Set()).unknown;
}

test.each(suites)(
  'the strict validator of $shape reports what the other does, and unknown properties',
  ({ shape, vectors }) => {
    for (const { description, document } of vectors) {
      const unknown = unknownProperties(shape, document).map(
        ({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`,
      );
      const expected = [...violations(validatorOf(open, shape), document), ...unknown].sort();
      expect(violations(validatorOf(strict, shape), document).sort(), description).toEqual(expected);
    }
  },
);

test('some vectors have unknown properties in open schemas', () => {
  const found = suites.flatMap(({ shape, vectors }) =>
    vectors.flatMap(({ document }) => unknownProperties(shape, document)),
  );
  expect(found.length).toBeGreaterThan(20);
});

test.each<Record<string, Schema>>([
  { Both: { type: 'object', properties: { a: {} }, allOf: [{ minProperties: 1, type: 'object' }] } },
  {
    Part: { type: 'object' },
    Whole: { type: 'object', $ref: '#/components/schemas/Part', properties: { a: {} } },
  },
])('an object whose properties are named by several schemas stops the generation: %j', async (schemas) => {
  const document = { openapi: '3.1.1', components: { schemas } } as unknown as Document;
  await expect(generateValidators({ document, yaml: '' })).rejects.toThrow(
    /^(Both combines schemas with allOf|Whole combines schemas with \$ref), so its unknown properties cannot be found$/,
  );
});
