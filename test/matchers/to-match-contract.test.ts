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

test('a negated failure names the shape', () => {
  expect({ ...finding, severity: null }).not.toMatchContract('ImageScanFinding');
  expect(failure(() => expect(finding).not.toMatchContract('ImageScanFinding'))).toBe(
    'expected value not to match ImageScanFinding',
  );
});

test('it can stand inside another expectation, and wait for a promise', async () => {
  expect({ status: 200, body: finding }).toEqual({
    status: 200,
    body: expect.toMatchContract('ImageScanFinding'),
  });
  await expect(Promise.resolve(finding)).resolves.toMatchContract('ImageScanFinding');
});

test('a name that is no shape is an error, also of the compiler', () => {
  // @ts-expect-error The contract has no such shape.
  expect(() => expect(finding).toMatchContract('Finding')).toThrow(
    new TypeError('the contract has no shape Finding'),
  );
  // @ts-expect-error A member that every object has is no shape either.
  expect(() => expect(finding).not.toMatchContract('constructor')).toThrow(TypeError);
  expectTypeOf<'ImageScanFinding'>().toExtend<matchers.ShapeName>();
});

describe('it gives the verdict of every vector', () => {
  test.each(suites)('$shape', ({ shape, vectors }) => {
    for (const { document, valid, description } of vectors) {
      const { pass, message } = matchers.toMatchContract(document, shape as matchers.ShapeName);
      expect({ description, pass }).toEqual({ description, pass: valid });
      expect(message()).toContain(shape);
    }
  });

  test('of every shape', () => {
    expect(suites.length).toBe(Object.keys(contract.components.schemas).length);
  });
});
