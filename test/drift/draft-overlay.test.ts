import { cp } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import type { Document } from '../../scripts/contract/document.ts';
import { compareModels } from '../../scripts/drift/compare.ts';
import { draftOverlay } from '../../scripts/drift/draft-overlay.ts';
import { readContract, readRevised } from '../../scripts/drift/read-contract.ts';
import { readWheel } from '../../scripts/drift/read-model.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type BotocoreModel, toBotocore, toPaginators, toWheel } from './aws-models.ts';

const changes: [name: string, change: (model: BotocoreModel) => void][] = [
  ['a bound', ({ shapes }) => Object.assign(shapes['RestrictedInteger']!, { max: 500 })],
  ['a bound that is gone', ({ shapes }) => delete shapes['NonEmptyString']!['max']],
  ['a pattern', ({ shapes }) => Object.assign(shapes['FilterName']!, { pattern: '^[a-z]{1,9}$' })],
  [
    'a pattern that becomes lengths',
    ({ shapes }) => {
      Object.assign(shapes['FilterName']!, { min: 2, max: 64 });
      delete shapes['FilterName']!['pattern'];
    },
  ],
  [
    'a property with new shapes',
    ({ shapes }) => {
      Object.assign(shapes, {
        Exploit: {
          type: 'structure',
          required: ['seenAt'],
          members: { seenAt: { shape: 'SeenTimestamp' }, urls: { shape: 'UrlList' } },
        },
        SeenTimestamp: { type: 'timestamp' },
        UrlList: { type: 'list', member: { shape: 'NonEmptyString' }, max: 10 },
      });
      Object.assign(shapes['ImageScanFinding']!.members!, { exploit: { shape: 'Exploit' } });
    },
  ],
  [
    'a property that a response always has',
    ({ shapes }) => {
      shapes['CvssScore']!.required = ['baseScore', 'source'];
    },
  ],
  [
    'a required property that may be absent',
    ({ shapes }) => delete shapes['PackageVulnerabilityDetails']!.required,
  ],
  ['a property that is gone', ({ shapes }) => delete shapes['VulnerablePackage']!.members!['filePath']],
  [
    'a property of another shape',
    ({ shapes }) => {
      Object.assign(shapes, { PageSize: { type: 'integer', min: 1, max: 1000 } });
      shapes['ListImageScanFindingsRequest']!.members!['maxResults']!.shape = 'PageSize';
    },
  ],
  [
    'a shape of another type',
    ({ shapes }) => Object.assign(shapes, { PackageEpoch: { type: 'string', min: 1 } }),
  ],
];

let contract: Document;

beforeAll(async () => {
  contract = (await readRevised('openapi')).document;
});

test.each(changes)('a drafted overlay brings the contract up to date after %s', async (_, change) => {
  const changed = toBotocore(contract);
  change(changed);
  const model = readWheel(toWheel(changed, toPaginators(contract)), 'botocore', contract);
  const { differences } = compareModels(readContract('contract', contract), model);
  const { yaml, byHand } = draftOverlay(differences, contract, model, { date: '2099-01-01' });
  const folder = await temporaryFolder({ 'revisions/2099-01-01.yaml': yaml });
  await cp('openapi', folder, { recursive: true });
  const revised = readContract('revised', (await readRevised(folder)).document);
  expect(differences).not.toEqual([]);
  expect(byHand).toEqual([]);
  expect(compareModels(revised, model).differences).toEqual([]);
});
