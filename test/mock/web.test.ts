import { describe, expect, test } from 'vitest';
import { contract, operation, post, sharedMock, startMock } from './harness.ts';

describe('a page beside the operations', () => {
  const mock = sharedMock();

  test('says that the mock is ready', async () => {
    const response = await fetch(`${mock().url}/healthz`);
    expect(await response.json()).toEqual({ status: 'ready', revision: 'base' });
  });

  test('holds the contract as JSON', async () => {
    const response = await fetch(`${mock().url}/openapi.json`);
    expect(await response.json()).toEqual(contract.document);
  });

  test('holds the contract as YAML', async () => {
    const { parse } = await import('yaml');
    const response = await fetch(`${mock().url}/openapi.yaml`);
    expect(parse(await response.text())).toEqual(contract.document);
  });

  test('carries a request id', async () => {
    const response = await fetch(`${mock().url}/healthz`);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a browser', () => {
  const mock = sharedMock();

  test('is allowed what it asks for', async () => {
    const response = await fetch(mock().url + operation.path, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    const { headers } = response;
    expect([
      response.status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-methods'),
      headers.get('access-control-allow-headers'),
    ]).toEqual([204, '*', 'POST', 'authorization,content-type']);
  });

  test('may read the headers of an error', async () => {
    const response = await post(mock(), '[]', { origin: 'http://localhost:3000' });
    expect(response.headers.get('access-control-expose-headers')).toBe('*');
  });
});

describe('the mock', () => {
  test('says which port is in use', async () => {
    const port = Number(new URL((await startMock()).url).port);
    await expect(startMock({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
  });

  test('keeps a record of a request without its headers', async () => {
    const mock = await startMock();
    await post(mock, '{}');
    expect(mock.requests).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        milliseconds: expect.any(Number),
        method: 'POST',
        path: operation.path,
        status: operation.status,
        operation: operation.id,
        items: 25,
        body: {},
      },
    ]);
  });

  test('keeps no more than the last 1,000 records', async () => {
    const mock = await startMock({ count: 1 });
    for (let sent = 0; sent < 1002; sent += 1) await (await fetch(`${mock.url}/healthz`)).arrayBuffer();
    expect(mock.requests.length).toBe(1000);
  });
});
