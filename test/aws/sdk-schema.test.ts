import { describe, expect, it, test } from 'vitest';
import {
  type Document,
  type ParameterObject,
  readDocument,
  type Schema,
} from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { contractFacts } from './contract-facts.ts';
import { differences } from './differences.ts';
import { idempotencyTokens } from './idempotency-tokens.ts';
import { sdkFacts, sdkInputMembers } from './sdk-facts.ts';
import { urlOperations } from './url-operations.ts';

const contract = await readDocument('generated/openapi.json');

test.each(listOperations(contract))('the contract and the AWS SDK agree on $id', async (operation) => {
  expect(differences(contractFacts(contract, operation), await sdkFacts(operation.id), 'SDK')).toEqual([]);
});

/** Everything that an invented change to a contract can touch, by the names of the real one. */
interface Parts {
  document: Document;
  schemas: Record<string, Schema>;
  score: Record<string, Schema>;
  operation: Document['paths'][string][string];
  path: Document['paths'][string];
}

type Change = [change: string, make: (parts: Parts) => void, reported: string[]];

const memberChanges: Change[] = [
  [
    'a member that is missing',
    ({ score }) => delete score['baseScore'],
    ['CvssScore.baseScore: contract nothing, SDK double'],
  ],
  [
    'a member too many',
    ({ score }) => Object.assign(score, { temporalScore: { type: 'string' } }),
    ['CvssScore.temporalScore: contract string, SDK nothing'],
  ],
  [
    'a member under another name',
    ({ score }) => {
      score['score'] = score['baseScore']!;
      delete score['baseScore'];
    },
    ['CvssScore.baseScore: contract nothing, SDK double', 'CvssScore.score: contract double, SDK nothing'],
  ],
  [
    'a member of another type',
    ({ score }) => Object.assign(score, { baseScore: { $ref: '#/components/schemas/NonEmptyString' } }),
    ['CvssScore.baseScore: contract string, SDK double'],
  ],
  [
    'an integer in place of a double',
    ({ score }) => Object.assign(score, { baseScore: { $ref: '#/components/schemas/RestrictedInteger' } }),
    ['CvssScore.baseScore: contract integer, SDK double'],
  ],
  [
    'a number in place of a timestamp',
    ({ schemas }) =>
      Object.assign(schemas['ImageScanFinding']!.properties!, { updatedAt: schemas['NonNegativeDouble'] }),
    ['ImageScanFinding.updatedAt: contract double, SDK timestamp'],
  ],
  [
    'a list of something else',
    ({ schemas }) =>
      Object.assign(schemas['VulnerabilityIdList']!, {
        items: { $ref: '#/components/schemas/PackageEpoch' },
      }),
    ['PackageVulnerabilityDetails.relatedVulnerabilities: contract list of integer, SDK list of string'],
  ],
  [
    'a required member too many',
    ({ schemas }) => Object.assign(schemas['CvssScore']!, { required: ['baseScore'] }),
    ['CvssScore.baseScore: contract double, required, SDK double'],
  ],
  [
    'a required member that became optional',
    ({ schemas }) => delete schemas['PackageVulnerabilityDetails']!.required,
    ['PackageVulnerabilityDetails.vulnerabilityId: contract string, SDK string, required'],
  ],
];

const operationChanges: Change[] = [
  [
    'another method',
    ({ path, operation }) => {
      path['put'] = operation;
      delete path['post'];
    },
    ['ListImageScanFindings: contract PUT /ListImageScanFindings 200, SDK POST /ListImageScanFindings 200'],
  ],
  [
    'another status of a success',
    ({ operation }) => {
      operation.responses['201'] = operation.responses['200']!;
      delete operation.responses['200'];
    },
    ['ListImageScanFindings: contract POST /ListImageScanFindings 201, SDK POST /ListImageScanFindings 200'],
  ],
  [
    'an error that is missing',
    ({ operation }) => delete operation.responses['429'],
    [
      'CallRateLimitExceededException.message: contract nothing, SDK string',
      'error CallRateLimitExceededException: contract nothing, SDK 429, client fault',
    ],
  ],
  [
    'an error on another status',
    ({ operation }) => {
      operation.responses['409'] = operation.responses['429']!;
      delete operation.responses['429'];
    },
    ['error CallRateLimitExceededException: contract 409, client fault, SDK 429, client fault'],
  ],
  [
    'an error of another fault',
    ({ document }) => {
      document.components.examples!['ForbiddenException']!['x-error']!.fault = 'server';
    },
    ['error ForbiddenException: contract 403, server fault, SDK 403, client fault'],
  ],
];

describe('a contract that differs from the AWS SDK is reported', () => {
  it.each([...memberChanges, ...operationChanges])('%s', async (_, make, reported) => {
    expect(await compareChanged(make)).toEqual(reported);
  });

  it('an operation that AWS does not have', async () => {
    const reported = await compareChanged(({ operation }) => {
      operation.operationId = 'ListImageScanOpinions';
    });
    expect(reported).toContain(
      'ListImageScanOpinions: contract POST /ListImageScanFindings 200, SDK nothing',
    );
  });
});

describe('members that are not sent in the body', () => {
  it.each(['TagResource', 'UntagResource', 'CancelImageCreation'])('of %s are compared', async (id) => {
    expect(await compareInput(id)).toEqual([]);
  });

  it('are reported when the contract sends them elsewhere', async () => {
    const reported = await compareInput('UntagResource', ({ parameters }) => {
      parameters[1]!.in = 'path';
    });
    expect(reported).toEqual([
      'UntagResource input.tagKeys: contract list of string, required, in the path, ' +
        'SDK list of string, required, in the query',
    ]);
  });

  it('are reported when the contract sends them in the body', async () => {
    const reported = await compareInput('TagResource', ({ parameters, schemas }) => {
      const { name, schema } = parameters.pop()!;
      schemas['TagResourceRequest']!.properties![name] = schema!;
    });
    expect(reported).toEqual([
      'TagResource input.resourceArn: contract string, in the body, SDK string, required, in the path',
    ]);
  });

  it('are reported when the contract lacks them', async () => {
    const reported = await compareInput('UntagResource', ({ parameters }) => parameters.pop());
    expect(reported).toEqual([
      'UntagResource input.tagKeys: contract nothing, SDK list of string, required, in the query',
    ]);
  });

  it('are reported when they are optional in the contract only', async () => {
    const reported = await compareInput('TagResource', ({ parameters }) => delete parameters[0]!.required);
    expect(reported).toEqual([
      'TagResource input.resourceArn: contract string, in the path, SDK string, required, in the path',
    ]);
  });
});

describe('an idempotency token', () => {
  it('of another type is reported', async () => {
    const reported = await compareInput('CancelImageCreation', ({ schemas }) => {
      schemas['CancelImageCreationRequest']!.properties!['clientToken'] = { type: 'boolean' };
    });
    expect(reported).toEqual([
      'CancelImageCreation input.clientToken: contract boolean, required, in the body, ' +
        'SDK string, required or not, in the body',
    ]);
  });

  it('has a name that no other member of an input has', () => {
    const names: readonly string[] = idempotencyTokens;
    const members = sdkInputMembers();
    const tokens = members.filter(({ idempotencyToken }) => idempotencyToken);
    expect(new Set(tokens.map(({ member }) => member))).toEqual(new Set(names));
    expect(members.filter(({ member }) => names.includes(member))).toEqual(tokens);
  });
});

/** Leaves aside the errors, which the made-up contract does not state, and the members of their structures. */
async function compareInput(
  id: string,
  make: (parts: { parameters: ParameterObject[]; schemas: Record<string, Schema> }) => void = () => {},
): Promise<string[]> {
  const { document, operations } = urlOperations(contract);
  const operation = operations[id]!;
  make({ parameters: operation.parameters, schemas: document.components.schemas });
  const reported = differences(contractFacts(document, operation), await sdkFacts(id), 'SDK');
  return reported.filter((line) => line.startsWith(id));
}

async function compareChanged(make: (parts: Parts) => void): Promise<string[]> {
  const document = structuredClone(contract);
  const { schemas } = document.components;
  const path = document.paths['/ListImageScanFindings']!;
  make({ document, schemas, score: schemas['CvssScore']!.properties!, path, operation: path['post']! });
  const [operation] = listOperations(document).filter(({ path }) => path === '/ListImageScanFindings');
  return differences(contractFacts(document, operation!), await sdkFacts(operation!.id), 'SDK');
}
