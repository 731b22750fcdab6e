import type { Document } from '../../contract/document.ts';
import { listOperations } from '../../contract/operations.ts';
import { findNamespace, type SmithyShape } from './model.ts';
import { requestTests } from './requests.ts';
import { errorTests, successTests } from './responses.ts';
import { createSubject, type TestCase, type Tests } from './subject.ts';
import { malformedResponseTests } from './trait.ts';

const requestTraits = ['smithy.test#httpRequestTests', 'smithy.test#httpMalformedRequestTests'] as const;
const responseTraits = ['smithy.test#httpResponseTests', malformedResponseTests] as const;

/** Writes the test vectors of the operations as protocol tests of Smithy, to apply to the shapes of a model. */
export function createTests(document: Document): Record<string, SmithyShape> {
  const subject = createSubject(document);
  const namespace = findNamespace(document);
  const shapes = new Map<string, Record<string, TestCase[]>>();
  for (const operation of listOperations(document)) {
    shapes.set(operation.id, {
      ...writeTraits(`${operation.id}Request`, requestTraits, requestTests(subject, operation)),
      ...writeTraits(`${operation.id}Response`, responseTraits, successTests(subject, operation)),
    });
    for (const error of operation.errors.filter(({ common }) => !common)) {
      const tests = errorTests(subject, operation, error);
      shapes.set(error.name, writeTraits(`${error.name}Response`, responseTraits, tests));
    }
  }
  return Object.fromEntries(
    [...shapes].map(([name, traits]) => [`${namespace}#${name}`, { type: 'apply', traits }]),
  );
}

/** Names each case after what it shows, and leaves out a trait without cases. */
function writeTraits(
  prefix: string,
  [valid, malformed]: readonly [string, string],
  tests: Tests,
): Record<string, TestCase[]> {
  return {
    ...(tests.valid.length > 0 && { [valid]: withIds(prefix, tests.valid) }),
    ...(tests.malformed.length > 0 && { [malformed]: withIds(`Malformed${prefix}`, tests.malformed) }),
  };
}

function withIds(prefix: string, cases: TestCase[]): TestCase[] {
  const used = new Map<string, number>();
  return cases.map((testCase) => {
    const words = String(testCase['documentation']).match(/[a-z0-9]+/gi) ?? [];
    const id = prefix + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
    const times = (used.get(id) ?? 0) + 1;
    used.set(id, times);
    return { id: times > 1 ? `${id}_${times}` : id, protocol: 'aws.protocols#restJson1', ...testCase };
  });
}
