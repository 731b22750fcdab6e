import { describe, expect, it, test } from 'vitest';
import { type Document, readDocument, type Schema } from '../../scripts/contract/document.ts';
import { findSigningName, listOperations } from '../../scripts/contract/operations.ts';
import { differences } from '../aws/differences.ts';
import { regions, type Server, wrongHosts } from '../aws/hosts.ts';
import { botocoreFacts, readBotocore } from './botocore-facts.ts';
import { contractShapes } from './contract-shapes.ts';

const contract = await readDocument('generated/openapi.json');
const signingName = findSigningName(contract)!;
const botocore = await readBotocore(signingName, Object.values(regions));

test.each(listOperations(contract))('the contract and botocore agree on $id', async (operation) => {
  const ours = contractShapes(contract, operation);
  expect(differences(ours, botocoreFacts(botocore, operation.id), 'botocore')).toEqual([]);
  console.log(`${operation.id}: ${ours.size} facts agree with botocore ${botocore.version}`);
});

test('the contract and botocore agree on the service', () => {
  const { metadata } = botocore.model;
  expect({ version: contract.info.version, signingName }).toEqual({
    version: metadata.apiVersion,
    signingName: metadata.signingName,
  });
});

test('every server of the contract is the host that botocore calls', () => {
  const resolveHost = (...[region, fips, dualStack]: [string, boolean, boolean]) =>
    botocore.hosts.find(
      (host) => host.region === region && host.fips === fips && host.dualStack === dualStack,
    )?.url ?? undefined;
  expect(wrongHosts(contract.servers as Server[], resolveHost)).toEqual([]);
});

test('every schema of the contract is a shape that AWS has, apart from those for errors', () => {
  const compared = listOperations(contract).flatMap((operation) => [
    ...contractShapes(contract, operation).keys(),
  ]);
  const own = Object.keys(contract.components.schemas).filter((name) => !compared.includes(name));
  expect(own.toSorted()).toEqual(['ErrorResponse', 'ErrorType']);
});

type Change = [change: string, make: (schemas: Record<string, Schema>) => void, reported: string[]];

const changes: Change[] = [
  [
    'another bound',
    (schemas) => Object.assign(schemas['NonEmptyString']!, { maxLength: 1025 }),
    ['NonEmptyString max: contract 1025, botocore 1024'],
  ],
  [
    'a bound that is missing',
    (schemas) => delete schemas['NonNegativeDouble']!['minimum'],
    ['NonNegativeDouble min: contract nothing, botocore 0'],
  ],
  [
    'a bound too many',
    (schemas) => Object.assign(schemas['CvssScoreList']!, { maxItems: 9 }),
    ['CvssScoreList max: contract 9, botocore nothing'],
  ],
  [
    'another pattern',
    (schemas) => Object.assign(schemas['FilterName']!, { pattern: '^[a-z]+$' }),
    ['FilterName pattern: contract ^[a-z]+$, botocore ^[a-zA-Z]{1,1024}$'],
  ],
  [
    'an assertion that AWS does not make',
    (schemas) => Object.assign(schemas['CvssScoreList']!, { uniqueItems: true }),
    ['CvssScoreList uniqueItems: contract true, botocore nothing'],
  ],
  [
    'an assertion beside a reference',
    (schemas) => Object.assign(schemas['ImageScanFinding']!.properties!['severity']!, { enum: ['HIGH'] }),
    ['ImageScanFinding.severity enum: contract HIGH, botocore nothing'],
  ],
  [
    'a filter by something else',
    (schemas) => schemas['FilterName']!.enum!.push('title'),
    [expect.stringMatching(/^FilterName enum: contract .*title, botocore nothing$/)],
  ],
  [
    'another shape',
    (schemas) =>
      Object.assign(schemas['CvssScore']!.properties!['source']!, {
        $ref: '#/components/schemas/VulnerabilityId',
      }),
    ['CvssScore.source: contract VulnerabilityId, botocore NonEmptyString'],
  ],
  [
    'a required member too many',
    (schemas) => Object.assign(schemas['CvssScore']!, { required: ['source'] }),
    ['CvssScore required: contract source, botocore nothing'],
  ],
];

describe('a contract that differs from botocore is reported', () => {
  it.each(changes)('%s', (_, make, reported) => {
    expect(compareChanged((document) => make(document.components.schemas))).toEqual(reported);
  });

  it('another page size', () => {
    const reported = compareChanged((document) => {
      document.paths['/ListImageScanFindings']!['post']!['x-paginated']!.pageSize = 'limit';
    });
    expect(reported).toEqual(['paginator limit_key: contract limit, botocore maxResults']);
  });
});

function compareChanged(make: (document: Document) => void): string[] {
  const document = structuredClone(contract);
  make(document);
  const [operation] = listOperations(document).filter(({ path }) => path === '/ListImageScanFindings');
  return differences(
    contractShapes(document, operation!),
    botocoreFacts(botocore, operation!.id),
    'botocore',
  );
}
