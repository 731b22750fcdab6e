import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import type { Document, JsonObject } from '../../scripts/contract/document.ts';
import { camelCase, listExamples, listOperations } from '../../scripts/contract/operations.ts';
import { startServer } from '../support/server.ts';

// What runs here, runs on each Node that the package supports: CI repeats it on every one of them.
const require = createRequire(import.meta.url);
const name = 'imagebuilder-scan-findings';
const document: Document = require(`${name}/openapi.json`);
const [operation] = listOperations(document);
const success = operation!.object.responses[operation!.status];
const examples = [...listExamples(document, success).values()].map(({ value }) => value as JsonObject);
const method = camelCase(operation!.id);

test('the client sends a request and returns the page', async () => {
  const { url: endpoint } = await startServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(examples[0]));
  });
  const client = await import(name);
  const create = client[`create${document.info['x-client-name']}Client`];
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const page = await create({ endpoint, region: 'us-east-1', credentials })[method]({});
  expect(page).toEqual(examples[0]);
});

test('the validators take an example of the contract and refuse a number in its place', async () => {
  const validators = await import(`${name}/validators`);
  const validate = validators[`validate${operation!.response}`];
  expect(examples.map((example) => validate(example))).toEqual(examples.map(() => true));
  expect(validate(1)).toBe(false);
});

test.for(['openapi.yaml', 'openapi.json', 'openapi-3.0.json', `json-schema/${operation!.response}.json`])(
  '%s can be found by its package name',
  async (path) => {
    const text = await readFile(require.resolve(`${name}/${path}`), 'utf8');
    expect(text).toContain(document.components.schemas[operation!.response!]!.description);
  },
);

test('what is not exported cannot be imported', () => {
  expect(() => require.resolve(`${name}/generated/openapi.json`)).toThrow(/not defined by "exports"/);
});

test('an importer of the client gets openapi-fetch and aws4, and nothing else', async () => {
  const build = await rolldown({ input: fileURLToPath(import.meta.resolve(name)), platform: 'node' });
  const { output } = await build.generate();
  const packages = output
    .flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
    .filter((id) => id.includes('/node_modules/'))
    .map((id) => id.split('/node_modules/').at(-1)!.split('/')[0]);
  expect([...new Set(packages)]).toEqual(['openapi-fetch', 'aws4']);
});
