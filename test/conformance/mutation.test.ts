import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Document, Schema } from '../../scripts/contract/document.ts';
import { annotations, mapSchema, mapSchemas, plainSchema } from '../../scripts/contract/schema.ts';
import { generateConformance } from '../../scripts/generators/conformance.ts';
import { contract, parseSuites, type Suite, suites } from './artifacts.ts';
import { otherCounts } from './keyword-mutants.ts';
import { shapeMutants } from './mutants.ts';
import { everyKeyword, withAddedOperations } from './other-contracts.ts';

test('every change of a constraint is caught by a committed vector of its shape', () => {
  const { mutants, survivors } = runMutants(contract, suites);
  console.log(`${mutants} mutants of ${suites.length} shapes, ${survivors.length} survivors`);
  expect(survivors).toEqual([]);
});

test.each<[string, Document]>([
  ['a second operation', await withAddedOperations(contract)],
  ['every keyword that vectors are made for', everyKeyword(contract)],
])('every change is caught as well in the vectors of a contract with %s', async (_, other) => {
  const added = (shape: string) => !(shape in contract.components.schemas);
  const made = parseSuites(await generateConformance({ document: other, yaml: '' }));
  const { mutants, survivors } = runMutants(
    other,
    made.filter(({ shape }) => added(shape)),
  );
  console.log(`${mutants} mutants, ${survivors.length} survivors`);
  expect(survivors).toEqual([]);
});

/** Changes every constraint of a contract in turn, and lists the changes that no vector of the schema catches. */
function runMutants(contract: Document, suites: Suite[]): { mutants: number; survivors: string[] } {
  const compile = compiler(contract);
  let mutants = 0;
  const survivors: string[] = [];
  for (const { shape, vectors } of suites) {
    for (const { what, schema } of shapeMutants(contract, shape)) {
      mutants++;
      const validate = compile(schema);
      const isCaught = vectors.some(({ document, valid }) => validate(document) !== valid);
      if (!isCaught) survivors.push(`${shape} ${what}`);
    }
  }
  return { mutants, survivors };
}

/** Compiles changed schemas against the unchanged shapes, which are compiled once. */
function compiler(contract: Document): (schema: Schema) => ValidateFunction {
  // Each is used on a few hundred documents at most: time goes into compiling, not into validating.
  const ajv = new Ajv2020({
    strict: false,
    inlineRefs: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  for (const [keyword, validate] of Object.entries(otherCounts)) {
    ajv.addKeyword({ keyword, type: 'string', validate });
  }
  const { schemas } = mapSchemas(contract, (schema) => plainSchema(schema, annotations)).components;
  ajv.addSchema({ $id: 'contract', components: { schemas } });
  for (const shape of Object.keys(schemas)) ajv.getSchema(`contract#/components/schemas/${shape}`);
  const toContract = (part: Schema) =>
    plainSchema(part.$ref ? { ...part, $ref: `contract${part.$ref}` } : part);
  return (schema) => ajv.compile(mapSchema(schema, toContract));
}
