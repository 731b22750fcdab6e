import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type * as Generated from '../../generated/validators.d.ts';
import { brokenDocument, validDocument } from './arbitrary-documents.ts';
import { contract, readGenerated } from './artifacts.ts';

const validators: object = await import('../../generated/validators.js');
const generated = validators as Record<string, Generated.Validator<unknown>>;

/** fast-check prints the seed and the path of a failure; this seed makes every run the same. */
const parameters = { seed: 20191202, numRuns: 25 };

it.each(Object.keys(contract.components.schemas))('the validator of %s and ajv agree', async (shape) => {
  const ajv = new Ajv2020().compile(JSON.parse(await readGenerated(`json-schema/${shape}.json`)));
  const validate = generated[`validate${shape}`]!;
  const valid = validDocument(contract, { $ref: `#/components/schemas/${shape}` });
  fc.assert(
    fc.property(valid, (document) => {
      expect(ajv(document)).toBe(true);
      expect(validate(document)).toBe(true);
    }),
    parameters,
  );
  const results = new Set<boolean>();
  fc.assert(
    fc.property(brokenDocument(valid), (document) => {
      results.add(validate(document));
      expect(validate(document)).toBe(ajv(document));
    }),
    { ...parameters, numRuns: 3 * parameters.numRuns },
  );
  expect(results, 'a random change breaks some documents').toContain(false);
});
