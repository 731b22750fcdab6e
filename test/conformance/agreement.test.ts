import { validator as exodusValidator } from '@exodus/schemasafe';
import {
  validate as hyperjumpValidator,
  type OutputUnit,
  registerSchema,
  type SchemaObject,
} from '@hyperjump/json-schema/draft-2020-12';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import type { Json, Schema } from '../../scripts/contract/document.ts';
import type { Validator as Generated } from '../../scripts/contract/validator.ts';
import { contract, files, readGenerated, type Suite, suites } from './artifacts.ts';

/** Validates a document; `violations` lists places with keywords, if the validator reports them. */
type Validator = (document: Json) => { valid: boolean; violations?: string[] };
/** A validator in ajv's convention. */
type AjvFunction = Pick<Generated<unknown>, 'errors'> & ((value: unknown) => boolean);
/** Makes the validator of a shape. */
type Maker = (shape: string, schema: Schema) => Validator | Promise<Validator>;

const validators: object = await import('../../generated/validators.js');
const generated = validators as Record<string, AjvFunction>;

const makers: Record<string, Maker> = {
  'generated/validators.js': (shape) => withAjvErrors(generated[`validate${shape}`]!),
  'ajv at run time': (_, schema) =>
    withAjvErrors(new Ajv2020({ allErrors: true }).compile(schema) as AjvFunction),
  '@hyperjump/json-schema': async (_, schema) => {
    const uri = String(schema['$id']);
    registerSchema(schema as SchemaObject, uri);
    const validate = await hyperjumpValidator(uri);
    return (document) => {
      const output = validate(document, 'BASIC');
      return {
        valid: output.valid,
        violations: output.valid ? [] : (output.errors ?? []).map(hyperjumpViolation),
      };
    };
  },
  '@exodus/schemasafe': (_, schema) => {
    const validate = exodusValidator(schema as object, { mode: 'spec' });
    return (document) => ({ valid: validate(document) });
  },
};

describe.each(Object.entries(makers))('%s', (_, make) => {
  it.each(suites)('agrees on $shape', async (suite) => {
    const { shape } = suite;
    const validate = await make(shape, JSON.parse(await readGenerated(`json-schema/${shape}.json`)));
    expect(disagreements(suite, validate)).toEqual([]);
  });
});

test('the vector files fulfil generated/conformance/schema.json', () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(files.get('conformance/schema.json')!));
  const broken = suites.filter((suite: unknown) => !validate(suite));
  expect(broken).toEqual([]);
});

test('every schema has a vector file, and every vector its own description and document', () => {
  expect(suites.map(({ shape }) => shape).sort()).toEqual(Object.keys(contract.components.schemas).sort());
  for (const { vectors } of suites) {
    expect(new Set(vectors.map(({ description }) => description)).size).toBe(vectors.length);
    expect(new Set(vectors.map(({ document }) => JSON.stringify(document))).size).toBe(vectors.length);
  }
});

function withAjvErrors(validate: AjvFunction): Validator {
  return (document) => ({
    valid: validate(document),
    violations: (validate.errors ?? []).map(({ instancePath, keyword }) => violation(instancePath, keyword)),
  });
}

/**
 * Where `additionalProperties` is false, it names the member that nothing may be, and ajv the object that has it.
 * The specification knows both: the keyword fails on the object because its schema, `false`, fails on the member.
 */
function hyperjumpViolation({ instanceLocation, absoluteKeywordLocation }: OutputUnit): string {
  const keyword = absoluteKeywordLocation.split('/').at(-1)!;
  const place = decodeURIComponent(instanceLocation.slice('#'.length));
  return violation(keyword === 'additionalProperties' ? place.replace(/\/[^/]*$/, '') : place, keyword);
}

function violation(instancePath: string, keyword: string): string {
  return `${instancePath} ${keyword}`;
}

/** A vector lists every violation: a validator must report no others. */
function disagreements({ vectors }: Suite, validate: Validator): object[] {
  return vectors.flatMap(({ description, document, valid, errors = [] }) => {
    const { violations: reported, ...result } = validate(document);
    const expected = errors.map(({ instancePath, keyword }) => violation(instancePath, keyword)).sort();
    const found = reported && [...new Set(reported)].sort();
    const agrees = result.valid === valid && (!found || String(found) === String(expected));
    return agrees ? [] : [{ description, expected, found: found ?? result }];
  });
}
