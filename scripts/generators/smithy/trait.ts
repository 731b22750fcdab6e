import type { SmithyShape } from './model.ts';

const namespace = 'imagescanfindings.test';

/** Smithy has no trait for responses that break the contract, so the tests bring one. */
export const malformedResponseTests = `${namespace}#httpMalformedResponseTests`;

const text = { target: 'smithy.api#String' };
const required = { 'smithy.api#required': {} };
const internal = { 'smithy.api#private': {} };

/** The trait, with the same properties as those of Smithy as far as they apply. */
export const malformedResponseTrait: Record<string, SmithyShape> = {
  [malformedResponseTests]: {
    type: 'list',
    member: { target: `${namespace}#HttpMalformedResponseTestCase` },
    traits: {
      'smithy.api#documentation':
        'Responses that break the contract. A client that validates them has to report the violations.',
      'smithy.api#trait': { selector: ':test(operation, structure[trait|error])' },
      'smithy.api#length': { min: 1 },
    },
  },
  [`${namespace}#HttpMalformedResponseTestCase`]: {
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
      headers: { target: `${namespace}#Headers` },
      body: { ...text, traits: required },
      bodyMediaType: text,
      violations: {
        target: `${namespace}#Violations`,
        traits: { 'smithy.api#documentation': 'Every violation in the body; absent if that is not JSON.' },
      },
    },
    traits: internal,
  },
  [`${namespace}#Headers`]: { type: 'map', key: text, value: text, traits: internal },
  [`${namespace}#Violations`]: {
    type: 'list',
    member: { target: `${namespace}#Violation` },
    traits: internal,
  },
  [`${namespace}#Violation`]: {
    type: 'structure',
    members: {
      instancePath: { ...text, traits: { ...required, 'smithy.api#documentation': 'A JSON Pointer.' } },
      keyword: { ...text, traits: { ...required, 'smithy.api#documentation': 'A keyword of JSON Schema.' } },
    },
    traits: internal,
  },
};
