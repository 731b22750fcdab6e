import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expect, expectTypeOf, test } from 'vitest';
import type { ListImageScanFindingsRequest } from '../../generated/types.ts';
import * as validators from '../../generated/validators.js';
import * as strictValidators from '../../generated/validators-strict.js';
import packageFile from '../../package.json' with { type: 'json' };
import { contract, suites } from '../conformance/artifacts.ts';

const { validateListImageScanFindingsRequest: request } = validators;

/** What a library does with a schema that it knows nothing else of. */
async function parse<Schema extends StandardSchemaV1>(
  schema: Schema,
  value: unknown,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const result = await schema['~standard'].validate(value);
  if (result.issues) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

test('Standard Schema: the types have the input and the output', () => {
  expectTypeOf(request).toExtend<StandardSchemaV1<ListImageScanFindingsRequest>>();
  expectTypeOf<StandardSchemaV1.InferInput<typeof request>>().toEqualTypeOf<ListImageScanFindingsRequest>();
  expectTypeOf<StandardSchemaV1.InferOutput<typeof request>>().toEqualTypeOf<ListImageScanFindingsRequest>();
});

test('Standard Schema: every validator names its vendor and the version', () => {
  for (const module of [validators, strictValidators]) {
    for (const shape of Object.keys(contract.components.schemas)) {
      const schema = (module as Record<string, unknown>)[`validate${shape}`] as StandardSchemaV1;
      expect(schema['~standard']).toMatchObject({ version: 1, vendor: packageFile.name });
    }
  }
});

test('Standard Schema: a valid value comes back unchanged', async () => {
  const value = { maxResults: 25 };
  expect(await parse(request, value)).toBe(value);
});

test('Standard Schema: an issue has a message and the path of a form field', () => {
  const value = { filters: [{ name: 'severity', values: [7] }], maxResult: 5 };
  expect(request['~standard'].validate(value)).toEqual({
    issues: [
      { path: ['maxResult'], message: 'is not allowed' },
      { path: ['filters', 0, 'values', 0], message: 'must be a string, is 7' },
    ],
  });
  const { validatePackageVulnerabilityDetails: details } = validators;
  expect(details['~standard'].validate({})).toEqual({
    issues: [{ path: ['vulnerabilityId'], message: 'is required' }],
  });
});

test.each(suites)('Standard Schema: $shape gives the result of every vector', async ({ shape, vectors }) => {
  const schema = (validators as Record<string, unknown>)[`validate${shape}`] as StandardSchemaV1;
  for (const { document, valid, description } of vectors) {
    const result = await schema['~standard'].validate(document);
    expect(!result.issues, description).toBe(valid);
    for (const { path = [], message } of result.issues ?? []) {
      expect(path.every((segment) => ['string', 'number'].includes(typeof segment))).toBe(true);
      expect(message).not.toBe('');
    }
  }
});
