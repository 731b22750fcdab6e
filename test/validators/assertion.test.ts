import { describe, expect, test } from 'vitest';
import * as validators from '../../generated/validators.js';
import {
  assertImageScanFinding,
  assertListImageScanFindingsRequest,
  ContractViolation,
} from '../../generated/validators.js';
import { contract, suites } from '../conformance/artifacts.ts';

const vulnerability = { vulnerabilityId: 'CVE-2024-6387' };

function violation(assert: (value: unknown) => void, value: unknown): ContractViolation {
  try {
    assert(value);
  } catch (error) {
    if (error instanceof ContractViolation) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('an assert narrows the type of a valid value', () => {
  const value: unknown = { packageVulnerabilityDetails: vulnerability };
  assertImageScanFinding(value);
  expect(value.packageVulnerabilityDetails?.vulnerabilityId).toBe('CVE-2024-6387');
});

test('the message of an assert lists every violation with its path, its rule and the value', () => {
  const value = {
    severity: null,
    inspectorScore: -1,
    title: '',
    description: 'x'.repeat(1025),
    packageVulnerabilityDetails: { cvss: [{ baseScore: 1 }, { baseScore: '9.8' }], referenceUrls: [] },
  };
  const error = violation(assertImageScanFinding, value);
  expect(error.message.split('\n')).toEqual([
    'ImageScanFinding does not allow this value:',
    '  description must have at most 1024 characters, has 1025',
    '  title must have at least 1 character, has 0',
    '  severity must be a string, is null',
    '  inspectorScore must be at least 0, is -1',
    '  packageVulnerabilityDetails.vulnerabilityId is required',
    '  packageVulnerabilityDetails.cvss[1].baseScore must be a number, is "9.8"',
    '  packageVulnerabilityDetails.referenceUrls must have at least 1 item, has 0',
  ]);
  expect(error).toMatchObject({ name: 'ContractViolation', shape: 'ImageScanFinding' });
  expect(error.issues.at(-2)).toEqual({
    path: ['packageVulnerabilityDetails', 'cvss', 1, 'baseScore'],
    message: 'must be a number, is "9.8"',
  });
});

test('an assert names a violation of the value itself, an unknown property and a value outside an enum', () => {
  expect(violation(assertImageScanFinding, [1, 2]).message).toMatch(
    /\n {2}the value must be an object, is an array of 2 items$/,
  );
  const request = { filters: [{ name: 'sevrity', values: ['HIGH'] }], 'max/Results ~': { a: 1 } };
  expect(violation(assertListImageScanFindingsRequest, request).message.split('\n').slice(1)).toEqual([
    '  ["max/Results ~"] is not allowed: ListImageScanFindingsRequest has no such property',
    expect.stringMatching(/^ {2}filters\[0\]\.name must be one of "imageBuildVersionArn", .*, is "sevrity"$/),
  ]);
});

test('an assert lists the first hundred of very many violations, and keeps all of them', () => {
  const error = violation(assertImageScanFinding, {
    packageVulnerabilityDetails: { cvss: Array(20_000).fill(1) },
  });
  const lines = error.message.split('\n');
  expect(lines).toHaveLength(102);
  expect(lines.at(-1)).toBe('  and 19,901 more');
  expect(error.issues).toHaveLength(20_001);
});

test('an assert cuts a long text in its message', () => {
  const { message } = violation(validators.assertFilterName, '\u{1F600}'.repeat(500));
  expect(message).toMatch(/, is "\p{Emoji}{30}…" \(500 characters\)$/u);
});

describe('every violation of every vector has a message', () => {
  test.each(suites)('$shape', ({ shape, vectors }) => {
    const assert = (validators as Record<string, unknown>)[`assert${shape}`] as (value: unknown) => void;
    for (const { document, valid, description } of vectors) {
      if (valid) assert(document);
      else
        expect(violation(assert, document).message, description).toMatch(
          /^\w+ does not allow.*(\n {2}.+ (is|has) .+|\n {2}.+ is (required|not allowed))+$/u,
        );
    }
  });

  test.each([undefined, 1n, Symbol('s'), () => 1, Number.NaN, new Date(0)])('as can %s', (value) => {
    for (const shape of Object.keys(contract.components.schemas)) {
      const assert = (validators as Record<string, unknown>)[`assert${shape}`] as (value: unknown) => void;
      if (value instanceof Date && contract.components.schemas[shape]!.type === 'object') continue;
      expect(violation(assert, value).issues).not.toEqual([]);
    }
  });
});
