import type { Document } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';
import { createModel, findNamespace, type SmithyShape } from './smithy/model.ts';
import {
  createTestSource,
  errorTests,
  requestTests,
  successTests,
  type TestCase,
  type Tests,
} from './smithy/tests.ts';

/** Creates a Smithy model of the contract, and the test vectors of its operations as Smithy's protocol tests. */
export async function generateSmithy({ document }: Bundle): Promise<Files> {
  const suppression = {
    id: 'UnstableTrait.smithy.test#httpMalformedRequestTests',
    namespace: findNamespace(document),
    reason: 'There is no other trait for requests that a server refuses.',
  };
  return new Map([
    ['smithy/model.json', `${JSON.stringify({ smithy: '2.0', shapes: createModel(document) }, null, 2)}\n`],
    [
      'smithy/tests.json',
      `{
  "smithy": "2.0",
  "metadata": ${JSON.stringify({ suppressions: [suppression] })},
  "shapes": {
${writeShapes({ ...malformedResponseTrait, ...(await createTests(document)) })}
  }
}
`,
    ],
  ]);
}

/** Writes one test case per line, so that a diff shows the tests that a change of the contract affects. */
function writeShapes(shapes: Record<string, SmithyShape>): string {
  const texts = Object.entries(shapes).map(([id, shape]) => {
    if (shape.type !== 'apply') return `    ${JSON.stringify(id)}: ${JSON.stringify(shape)}`;
    const traits = Object.entries(shape.traits ?? {}).map(([trait, cases]) => {
      const lines = (cases as object[]).map((one) => `        ${JSON.stringify(one)}`);
      return `      ${JSON.stringify(trait)}: [\n${lines.join(',\n')}\n      ]`;
    });
    return `    ${JSON.stringify(id)}: { "type": "apply", "traits": {\n${traits.join(',\n')}\n    } }`;
  });
  return texts.join(',\n');
}

const testNamespace = 'imagescanfindings.test';

/** Smithy has no trait for responses that break the contract, so the tests define one. */
const malformedResponseTests = `${testNamespace}#httpMalformedResponseTests`;

const text = { target: 'smithy.api#String' };
const required = { 'smithy.api#required': {} };
const internal = { 'smithy.api#private': {} };

/** The trait, with those properties of Smithy's own traits that apply. */
const malformedResponseTrait: Record<string, SmithyShape> = {
  [malformedResponseTests]: {
    type: 'list',
    member: { target: `${testNamespace}#HttpMalformedResponseTestCase` },
    traits: {
      'smithy.api#documentation':
        'Responses that break the contract. A client that validates them has to report the violations.',
      'smithy.api#trait': { selector: ':test(operation, structure[trait|error])' },
      'smithy.api#length': { min: 1 },
    },
  },
  [`${testNamespace}#HttpMalformedResponseTestCase`]: {
    type: 'structure',
    members: {
      id: { ...text, traits: { ...required, 'smithy.api#pattern': '^[A-Za-z_][A-Za-z0-9_]+$' } },
      protocol: {
        ...text,
        traits: {
          ...required,
          'smithy.api#idRef': { failWhenMissing: true, selector: '[trait|protocolDefinition]' },
        },
      },
      documentation: text,
      code: {
        target: 'smithy.api#Integer',
        traits: { ...required, 'smithy.api#range': { min: 100, max: 599 } },
      },
      headers: { target: `${testNamespace}#Headers` },
      body: { ...text, traits: required },
      bodyMediaType: text,
      violations: {
        target: `${testNamespace}#Violations`,
        traits: { 'smithy.api#documentation': 'Every violation in the body; absent if that is not JSON.' },
      },
    },
    traits: internal,
  },
  [`${testNamespace}#Headers`]: { type: 'map', key: text, value: text, traits: internal },
  [`${testNamespace}#Violations`]: {
    type: 'list',
    member: { target: `${testNamespace}#Violation` },
    traits: internal,
  },
  [`${testNamespace}#Violation`]: {
    type: 'structure',
    members: {
      instancePath: { ...text, traits: { ...required, 'smithy.api#documentation': 'A JSON Pointer.' } },
      keyword: { ...text, traits: { ...required, 'smithy.api#documentation': 'A keyword of JSON Schema.' } },
    },
    traits: internal,
  },
};

const requestTraits = ['smithy.test#httpRequestTests', 'smithy.test#httpMalformedRequestTests'] as const;
const responseTraits = ['smithy.test#httpResponseTests', malformedResponseTests] as const;

/** Writes the test vectors of the operations, to apply to the shapes of a model. */
async function createTests(document: Document): Promise<Record<string, SmithyShape>> {
  const source = await createTestSource(document);
  const namespace = findNamespace(document);
  const shapes = new Map<string, Record<string, TestCase[]>>();
  for (const operation of listOperations(document)) {
    shapes.set(operation.id, {
      ...writeTraits(`${operation.id}Request`, requestTraits, requestTests(source, operation)),
      ...writeTraits(`${operation.id}Response`, responseTraits, successTests(source, operation)),
    });
    for (const error of operation.errors.filter(({ common }) => !common)) {
      const tests = errorTests(source, operation, error);
      shapes.set(error.name, writeTraits(`${error.name}Response`, responseTraits, tests));
    }
  }
  return Object.fromEntries(
    [...shapes].map(([name, traits]) => [`${namespace}#${name}`, { type: 'apply', traits }]),
  );
}

/** Names each case after its documentation, and leaves out a trait without cases. */
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
