import { describe, expect, expectTypeOf, test } from 'vitest';
import * as matchers from '../../scripts/matchers/matchers.ts';
import { contract, suites } from '../conformance/artifacts.ts';

expect.extend(matchers);

const finding = { severity: 'HIGH', packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2024-6387' } };

function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion did not fail');
}

test('a value that the contract allows matches', () => {
  expect(finding).toMatchContract('ImageScanFinding');
  expect([finding]).toMatchContract('ImageScanFindingsList');
});

test('a failure lists every violation', () => {
  const message = failure(() =>
    expect({ ...finding, severity: null, title: '' }).toMatchContract('ImageScanFinding'),
  );
  expect(message.split('\n')).toEqual([
    'ImageScanFinding does not allow this value:',
    '  title must have at least 1 character, has 0',
    '  severity must be a string, is null',
  ]);
});

test('a Date gets a hint, since SDK output has it where the wire has epoch seconds', () => {
  const message = failure(() =>
    expect({ ...finding, updatedAt: new Date(0) }).toMatchContract('ImageScanFinding'),
  );
  expect(message.split('\n').slice(1)).toEqual([
    '  updatedAt must be a number, is a Date',
    expect.stringContaining('date.getTime() / 1000'),
  ]);
});

test('a negated failure names the schema', () => {
  expect({ ...finding, severity: null }).not.toMatchContract('ImageScanFinding');
  expect(failure(() => expect(finding).not.toMatchContract('ImageScanFinding'))).toBe(
    'expected value not to match ImageScanFinding',
  );
});

test('the matcher works inside another expectation, and with a promise', async () => {
  expect({ status: 200, body: finding }).toEqual({
    status: 200,
    body: expect.toMatchContract('ImageScanFinding'),
  });
  await expect(Promise.resolve(finding)).resolves.toMatchContract('ImageScanFinding');
});

test('an unknown schema is an error, also of the compiler', () => {
  // @ts-expect-error The contract has no such shape.
  expect(() => expect(finding).toMatchContract('Finding')).toThrow(
    new TypeError('the contract has no schema Finding'),
  );
  // @ts-expect-error A member that every object has is no shape either.
  expect(() => expect(finding).not.toMatchContract('constructor')).toThrow(TypeError);
  expectTypeOf<'ImageScanFinding'>().toExtend<matchers.ShapeName>();
});

const page = { findings: Array.from({ length: 60 }, () => finding) };

test('a value that a later revision allows fails with that revision', () => {
  const message = failure(() => expect(page).toMatchContract('ListImageScanFindingsResponse'));
  expect(message.split('\n').slice(1)).toEqual([
    '  findings must have at most 25 items, has 60',
    "The value is allowed since 2026-11-11: pass { revision: '2026-11-11' }",
  ]);
});

test.for(['2026-11-11', 'latest'])('with the revision %s a page of 60 findings matches', (revision) => {
  expect(page).toMatchContract('ListImageScanFindingsResponse', { revision });
});

test('an unknown revision is an error', () => {
  expect(() => expect(page).toMatchContract('ListImageScanFindingsResponse', { revision: '2027' })).toThrow(
    new TypeError('the revisions are base, 2026-11-11, latest, not 2027'),
  );
});

describe('the matcher gives the result of every vector', () => {
  test.each(suites)('$shape', ({ shape, vectors }) => {
    for (const { document, valid, description } of vectors) {
      const { pass, message } = matchers.toMatchContract(document, shape as matchers.ShapeName);
      expect({ description, pass }).toEqual({ description, pass: valid });
      expect(message()).toContain(shape);
    }
  });

  test('there are vectors of every schema', () => {
    expect(suites.length).toBe(Object.keys(contract.components.schemas).length);
  });
});
