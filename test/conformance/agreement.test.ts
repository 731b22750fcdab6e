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
import type { Validator as Generated } from '../../scripts/runtime/validation/types.ts';
import { contract, files, readGenerated, type Suite, suites } from './artifacts.ts';

/** Tells whether a document is valid, and if the validator says so, what is wrong: places with keywords. */
type Validator = (document: Json) => { valid: boolean; faults?: string[] };
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
      return { valid: output.valid, faults: output.valid ? [] : (output.errors ?? []).map(hyperjumpFault) };
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

test('the files keep to their own schema', () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(files.get('conformance/schema.json')!));
  const broken = suites.filter((suite: unknown) => !validate(suite));
  expect(broken).toEqual([]);
});

test('every shape has a file, and every vector a description and a document of its own', () => {
  expect(suites.map(({ shape }) => shape).sort()).toEqual(Object.keys(contract.components.schemas).sort());
  for (const { vectors } of suites) {
    expect(new Set(vectors.map(({ description }) => description)).size).toBe(vectors.length);
    expect(new Set(vectors.map(({ document }) => JSON.stringify(document))).size).toBe(vectors.length);
  }
});

function withAjvErrors(validate: AjvFunction): Validator {
  return (document) => ({
    valid: validate(document),
    faults: (validate.errors ?? []).map(({ instancePath, keyword }) => fault(instancePath, keyword)),
  });
}

/**
 * Where `additionalProperties` is false, it names the member that nothing may be, and ajv the object that has it.
 * The specification knows both: the keyword fails on the object because its schema, `false`, fails on the member.
 */
function hyperjumpFault({ instanceLocation, absoluteKeywordLocation }: OutputUnit): string {
  const keyword = absoluteKeywordLocation.split('/').at(-1)!;
  const place = decodeURIComponent(instanceLocation.slice('#'.length));
  return fault(keyword === 'additionalProperties' ? place.replace(/\/[^/]*$/, '') : place, keyword);
}

function fault(instancePath: string, keyword: string): string {
  return `${instancePath} ${keyword}`;
}

/** A vector promises every fault: what a validator reports besides is as wrong as what it leaves out. */
function disagreements({ vectors }: Suite, validate: Validator): object[] {
  return vectors.flatMap(({ description, document, valid, errors = [] }) => {
    const { faults: reported, ...verdict } = validate(document);
    const promised = errors.map(({ instancePath, keyword }) => fault(instancePath, keyword)).sort();
    const found = reported && [...new Set(reported)].sort();
    const agrees = verdict.valid === valid && (!found || String(found) === String(promised));
    return agrees ? [] : [{ description, promised, found: found ?? verdict }];
  });
}
