import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Document, JsonObject } from '../../scripts/contract/document.ts';
import { createMock, type Mock, type MockOptions } from '../../scripts/mock/create-mock.ts';
import { authorization, contract, errorFor, operation } from './harness.ts';

const json = (schema: object, examples: object) => ({
  content: { 'application/json': { schema, examples } },
});
const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The contract with three more operations: one that lists under other names, two that take their input from the path. */
function invent(): Document {
  const document = structuredClone(contract.document);
  const { '200': _success, ...errors } = operation.object.responses;
  Object.assign(document.components.schemas, {
    Kite: {
      type: 'object',
      required: ['tail'],
      properties: { tail: { type: 'number', minimum: 0 }, maker: schema('Maker') },
    },
    Maker: { type: 'object', properties: { serial: { type: 'string' }, parent: schema('Maker') } },
    KiteRequest: {
      type: 'object',
      additionalProperties: false,
      properties: { cursor: { type: 'string' }, size: { type: 'integer', minimum: 1, maximum: 7 } },
    },
    KiteResponse: {
      type: 'object',
      required: ['wind'],
      properties: {
        kites: { type: 'array', items: schema('Kite') },
        following: { type: 'string' },
        wind: { type: 'string' },
      },
    },
  });
  const kite = { tail: 1.5, maker: { serial: 'no-12345', parent: { serial: 'no-67890' } } };
  const list = {
    operationId: 'ListKites',
    'x-paginated': { inputToken: 'cursor', outputToken: 'following', items: 'kites', pageSize: 'size' },
    requestBody: json(schema('KiteRequest'), {}),
    responses: {
      200: {
        description: '',
        ...json(schema('KiteResponse'), { One: { value: { wind: 'north', kites: [kite] } } }),
      },
      ...errors,
    },
  };
  const get = {
    operationId: 'GetKite',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]+$' } }],
    responses: { 200: { description: '', ...json(schema('Kite'), { One: { value: kite } }) }, ...errors },
  };
  const remove = { ...get, operationId: 'DeleteKite', responses: { 204: { description: '' }, ...errors } };
  Object.assign(document.paths, { '/kites': { put: list }, '/kites/{id}': { get, delete: remove } });
  return document;
}

async function serve(document: Document, options: MockOptions = {}): Promise<Mock> {
  const directory = await mkdtemp(join(tmpdir(), 'mock-contract-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const mock = await createMock({ contract: file, ...options });
  onTestFinished(() => mock.close());
  return mock;
}

async function listKites(mock: Mock, request: JsonObject) {
  const headers = { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' };
  const response = await fetch(`${mock.url}/kites`, {
    method: 'PUT',
    headers,
    body: JSON.stringify(request),
  });
  return { error: response.headers.get('x-amzn-errortype'), body: (await response.json()) as JsonObject };
}

function requestKite(mock: Mock, id: string, method = 'GET'): Promise<Response> {
  return fetch(`${mock.url}/kites/${id}`, {
    method,
    headers: { authorization, 'x-amz-date': '20261122T000000Z' },
  });
}

describe('an operation that was added to the contract', () => {
  test('is paged under the names that it gives', async () => {
    const mock = await serve(invent(), { count: 10 });
    const first = await listKites(mock, {});
    const second = await listKites(mock, { cursor: first.body['following']! });
    expect([first.body['kites'], second.body['kites'], second.body['following']]).toEqual([
      expect.objectContaining({ length: 7 }),
      expect.objectContaining({ length: 3 }),
      undefined,
    ]);
  });

  test('answers with the other members of its example', async () => {
    expect((await listKites(await serve(invent()), {})).body['wind']).toBe('north');
  });

  test('refuses what breaks its own constraints', async () => {
    expect((await listKites(await serve(invent()), { size: 8 })).error).toBe(errorFor('constraint'));
  });

  test('refuses a token of another operation', async () => {
    const mock = await serve(invent(), { count: 10 });
    const { body } = await listKites(mock, { size: 1 });
    const response = await fetch(mock.url + operation.path, {
      method: 'POST',
      headers: { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' },
      body: JSON.stringify({ [operation.paginated!.inputToken]: body['following'] }),
    });
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('pagination-token'));
  });

  test('that lists nothing answers with its example', async () => {
    const response = await requestKite(await serve(invent()), '1');
    expect(await response.json()).toMatchObject({ tail: 1.5 });
  });

  test('that returns nothing answers without a body', async () => {
    const response = await requestKite(await serve(invent()), '1', 'DELETE');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('is held to the constraints on its path', async () => {
    const response = await requestKite(await serve(invent()), 'x');
    expect(response.headers.get('x-amzn-errortype')).toBe(errorFor('constraint'));
  });

  test('needs to be named with a data file when it is one of several', async () => {
    await expect(serve(invent(), { data: ['kites.json'] })).rejects.toThrow('say whose items it holds');
  });
});

describe('a contract that cannot be served', () => {
  test('because a schema does not compile is refused with its name', async () => {
    const document = structuredClone(contract.document);
    Object.assign(document.components.schemas[operation.request!]!.properties!, {
      broken: { type: 'string', pattern: '[' },
    });
    await expect(serve(document)).rejects.toThrow(`the schema ${operation.request} does not compile`);
  });

  test('because no error has a cause that the mock needs is refused with the cause', async () => {
    const document = structuredClone(contract.document);
    const syntax = document.components.examples![errorFor('syntax')]!;
    delete syntax['x-error']!.cause;
    await expect(serve(document)).rejects.toThrow('x-error.cause syntax');
  });

  test('because it is not there is refused with its path', async () => {
    await expect(createMock({ contract: '/nowhere.json' })).rejects.toThrow('/nowhere.json');
  });
});
