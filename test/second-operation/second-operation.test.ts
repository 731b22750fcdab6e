import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { generate } from '../../scripts/pipeline/pipeline.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const addition = fileURLToPath(new URL('openapi', import.meta.url));
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let folder: string;
let out: string;
let added: Operation;
let mock: Mock;

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Inside the project, where the generated client finds the package it imports.
  folder = await mkdtemp(`${root}.tmp/second-operation-`);
  out = `${folder}/generated`;
  await cp(`${root}openapi`, `${folder}/openapi`, { recursive: true });
  await cp(addition, `${folder}/openapi`, { recursive: true });
  await addPath(`${folder}/openapi/openapi.yaml`);
  await generate({ contract: `${folder}/openapi`, out });
  const operations = listOperations(await readDocument(`${out}/openapi.yaml`));
  added = operations.find(({ path }) => path === '/ListPipelineOutages')!;
  mock = await createMock({ contract: `${out}/openapi.json` });
});

afterAll(async () => {
  await mock?.close();
  await rm(folder, { recursive: true, force: true });
});

async function addPath(file: string): Promise<void> {
  const contract = parseDocument(await readFile(file, 'utf8'));
  contract.setIn(['paths', '/ListPipelineOutages'], { $ref: 'paths/ListPipelineOutages.yaml' });
  await writeFile(file, String(contract));
}

const read = (path: string) => readFile(`${out}/${path}`, 'utf8');
const load = (path: string) => import(/* @vite-ignore */ pathToFileURL(`${out}/${path}`).href);

async function createClient() {
  const { createImageScanFindingsClient } = await load('client.ts');
  return createImageScanFindingsClient({ endpoint: mock.url, region: 'us-east-1', credentials });
}

test('the bundle has the operation with its own errors', () => {
  expect(added.id).toBe('ListPipelineOutages');
  expect(added.errors.filter(({ common }) => !common).map(({ name, status }) => `${status} ${name}`)).toEqual(
    ['400 OutageRequestException', '400 StaleCursorException', '409 OutageArchiveClosedException'],
  );
});

test('the OpenAPI 3.0 document has the operation', async () => {
  expect(JSON.parse(await read('openapi-3.0.json')).paths[added.path].post.operationId).toBe(added.id);
});

test('the types have the operation and its shapes', async () => {
  const types = await read('types.ts');
  expect(types).toContain(`export type ${added.request}`);
  expect(types).toContain('"QUOTA" | "CAPACITY" | (string & {})');
});

test('the validators know the shapes', async () => {
  const { validateOutage } = await load('validators.js');
  expect(validateOutage({ cause: 'QUOTA', minutes: 1 })).toBe(true);
  expect(validateOutage({ cause: 'QUOTA', minutes: 0 })).toBe(false);
});

test('each shape has a JSON Schema', async () => {
  expect(JSON.parse(await read('json-schema/Outage.json')).properties).toHaveProperty('minutes');
});

test('the docs show the operation', async () => {
  expect(await read('docs/index.html')).toContain(added.path);
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

test('the mock filters as the operation says', async () => {
  const outages = await walk({});
  const filtered = await walk({ conditions: [{ field: 'cause', anyOf: ['CAPACITY'] }] });
  expect(filtered).toEqual(outages.filter(({ cause }) => cause === 'CAPACITY'));
  expect(filtered).not.toEqual([]);
});

test.for([
  { breaks: 'a constraint', body: { limit: 4 }, error: 'OutageRequestException' },
  { breaks: 'the cursor', body: { cursor: 'made up' }, error: 'StaleCursorException' },
])('the mock answers what breaks $breaks with the error of the operation', async ({ body, error }) => {
  const client = await createClient();
  await expect(client.listPipelineOutages(body)).rejects.toMatchObject({ name: error, status: 400 });
});
