import { expect, test } from 'vitest';
import type { Document } from '../../scripts/contract/document.ts';
import { generateConformance } from '../../scripts/generators/conformance.ts';
import { contract, parseSuites, suites } from './artifacts.ts';
import { everyKeyword, withAddedOperations } from './other-contracts.ts';
import { runMutants } from './run-mutants.ts';

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
