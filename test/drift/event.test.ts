import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  validateImageScanFindingsList,
  validateListImageScanFindingsRequest,
} from '../../generated/validators.js';
import { type Document, readDocument } from '../../scripts/contract/document.ts';
import { compareModels } from '../../scripts/drift/compare.ts';
import type { Model } from '../../scripts/drift/model.ts';
import { readContract, readRevised } from '../../scripts/drift/read-contract.ts';
import { readModel } from '../../scripts/drift/read-model.ts';
import { startRedocly } from '../../scripts/redocly/cli.ts';
import { type BotocoreModel, toBotocore, toPaginators, toSmithy } from './aws-models.ts';

// What AWS changed on 2026-11-11, on models made from the contract in the two forms in which AWS publishes its own.

let folder: string;
let base: Document;
let revised: Document;
const models = new Map<string, Model>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-'));
  base = withItsOperation(await readDocument('generated/openapi.json'));
  revised = withItsOperation((await readRevised('openapi')).document);
  const paginators = toPaginators(base);
  await writeFile(join(folder, 'paginators-1.json'), JSON.stringify(paginators));
  const before = toBotocore(base);
  const after = changeAsAwsDid(structuredClone(before));
  for (const [name, model] of Object.entries({ before, after })) {
    for (const [form, value] of Object.entries({ botocore: model, Smithy: toSmithy(model, paginators) })) {
      const file = join(folder, `${name}-${form}.json`);
      await writeFile(file, JSON.stringify(value));
      models.set(`${form} ${name}`, await readModel(file, base));
    }
  }
});

/** The change concerned one operation; others may lead to the same shapes in other ways. */
function withItsOperation(document: Document): Document {
  const path = '/ListImageScanFindings';
  return { ...document, paths: { [path]: document.paths[path]! } };
}

function changeAsAwsDid(model: BotocoreModel): BotocoreModel {
  model.shapes['RestrictedInteger']!['max'] = 100;
  model.shapes['FilterValue']!['pattern'] = '^[0-9a-zA-Z./_ :,{}"*-]{1,1024}$';
  delete model.shapes['ImageScanFindingsList']!['max'];
  return model;
}

describe.each(['botocore', 'Smithy'])('with models in the form of %s', (form) => {
  test('the base agrees with the model before the change', () => {
    expect(compareModels(readContract('base', base), models.get(`${form} before`)!).differences).toEqual([]);
  });

  test('the revision agrees with the model after the change', () => {
    expect(compareModels(readContract('revised', revised), models.get(`${form} after`)!).differences).toEqual(
      [],
    );
  });

  test('the base differs from the model after the change in three facts, all of them wider', () => {
    const { differences } = compareModels(readContract('base', base), models.get(`${form} after`)!);
    const facts = differences.map(({ subject, fact, old, new: now, direction }) => [
      subject,
      fact,
      old,
      now,
      direction,
    ]);
    expect(facts).toEqual([
      ['RestrictedInteger', 'maximum', 25, 100, 'wider'],
      [
        'FilterValue',
        'pattern',
        '^[0-9a-zA-Z./_ :,{}"-]{1,1024}$',
        '^[0-9a-zA-Z./_ :,{}"*-]{1,1024}$',
        'wider',
      ],
      ['ImageScanFindingsList', 'maxItems', 25, undefined, 'wider'],
    ]);
  });

  test('wider requests break validation and mocks, wider responses break readers and validation', () => {
    const { differences } = compareModels(readContract('base', base), models.get(`${form} after`)!);
    const whom = differences.map(({ subject, breaks }) => [subject, breaks.map(({ who }) => who)]);
    expect(Object.fromEntries(whom)).toEqual({
      RestrictedInteger: ['validators', 'mocks'],
      FilterValue: ['validators', 'mocks'],
      ImageScanFindingsList: ['readers', 'validators'],
    });
  });

  test('a shortest document shows each difference', () => {
    const { differences } = compareModels(readContract('base', base), models.get(`${form} after`)!);
    const documents = differences.map(({ subject, witnesses }) => [
      subject,
      witnesses.map(({ document }) => document),
    ]);
    expect(Object.fromEntries(documents)).toEqual({
      RestrictedInteger: [{ maxResults: 26 }],
      FilterValue: [{ filters: [{ values: ['*'] }] }],
      ImageScanFindingsList: [{ findings: Array(26).fill({}) }],
    });
  });
});

test('the published validators reject what the documents show', () => {
  expect(validateListImageScanFindingsRequest({ maxResults: 26 })).toBe(false);
  expect(validateListImageScanFindingsRequest({ filters: [{ values: ['*'] }] })).toBe(false);
  expect(validateImageScanFindingsList(Array(26).fill({}))).toBe(false);
});

test('redocly diff takes the wider pattern for a breaking change, and names neither direction nor reader', async () => {
  await writeFile(join(folder, 'base.json'), JSON.stringify(base));
  await writeFile(join(folder, 'revised.json'), JSON.stringify(revised));
  const { stdout } = await startRedocly(['diff', 'base.json', 'revised.json', '--format=json'], folder);
  const { changes } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    changes: { property: string; impact: string }[];
  };
  const impacts = changes
    .filter(({ property }) => property !== 'description')
    .map(({ property, impact }) => [property, impact]);
  expect(Object.fromEntries(impacts)).toEqual({
    pattern: 'major',
    maxItems: 'major',
    maximum: 'patch',
  });
});
