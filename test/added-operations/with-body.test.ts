import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../scripts/contract/operations.ts';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { addOperations, type Generated } from './add-operations.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let generated: Generated;
let added: Operation;
let mock: Mock;

beforeAll(async () => {
  generated = await addOperations();
  added = generated.operations['ListPipelineOutages']!;
  mock = await createMock({ contract: generated.path('openapi.json') });
});

afterAll(() => mock?.close());

async function createClient() {
  const { createImageScanFindingsClient } = await generated.load('client.ts');
  return createImageScanFindingsClient({ endpoint: mock.url, region: 'us-east-1', credentials });
}

test('the bundle has the operation with its own errors', () => {
  expect(added.id).toBe('ListPipelineOutages');
  expect(added.errors.filter(({ common }) => !common).map(({ name, status }) => `${status} ${name}`)).toEqual(
    ['400 OutageRequestException', '400 StaleCursorException', '409 OutageArchiveClosedException'],
  );
});

test('the OpenAPI 3.0 document has the operation', async () => {
  expect(JSON.parse(await generated.read('openapi-3.0.json')).paths[added.path].post.operationId).toBe(
    added.id,
  );
});

test('the types have the operation and its shapes', async () => {
  const types = await generated.read('types.ts');
  expect(types).toContain(`export type ${added.request}`);
  expect(types).toContain('"QUOTA" | "CAPACITY" | (string & {})');
});

test('the validators know the shapes', async () => {
  const { validateOutage } = await generated.load('validators.js');
  expect(validateOutage({ cause: 'QUOTA', minutes: 1 })).toBe(true);
  expect(validateOutage({ cause: 'QUOTA', minutes: 0 })).toBe(false);
});

test('each shape has a JSON Schema', async () => {
  expect(JSON.parse(await generated.read('json-schema/Outage.json')).properties).toHaveProperty('minutes');
});

test('the docs show the operation', async () => {
  expect(await generated.read('docs/index.html')).toContain(added.path);
});

async function walk(input: object): Promise<{ cause: string }[]> {
  const client = await createClient();
  const outages = [];
  for await (const page of client.paginateListPipelineOutages(input)) outages.push(...page.outages);
  return outages;
}

test('the generated client pages through the running mock, whatever the size of a page', async () => {
  const outages = await walk({ limit: 2 });
  expect(outages.length).toBeGreaterThan(2);
  expect(outages).toEqual(await walk({ limit: 3 }));
});

test('the generated client calls an operation that returns nothing', async () => {
  const client = await createClient();
  await expect(client.reportPipelineOutage({ outage: { cause: 'QUOTA' } })).resolves.toBeUndefined();
  expect(mock.requests.at(-1)).toMatchObject({ operation: 'ReportPipelineOutage', status: 204 });
});

test('the mock filters as the operation says', async () => {
  const outages = await walk({});
  const filtered = await walk({ conditions: [{ field: 'cause', anyOf: ['CAPACITY'] }] });
  expect(filtered).toEqual(outages.filter(({ cause }) => cause === 'CAPACITY'));
  expect(filtered).not.toEqual([]);
});

test.for([
  { breaks: 'a constraint', body: { limit: 4 }, error: 'OutageRequestException' },
  { breaks: 'the cursor', body: { cursor: 'made up' }, error: 'StaleCursorException' },
])(
  'the mock returns the error of the operation for a request that breaks $breaks',
  async ({ body, error }) => {
    const client = await createClient();
    await expect(client.listPipelineOutages(body)).rejects.toMatchObject({ name: error, status: 400 });
  },
);
