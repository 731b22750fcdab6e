import { describe, expect, test } from 'vitest';
import { contract, operation, post, sharedMock, startMock } from './harness.ts';

describe('the mock has a page that', () => {
  const mock = sharedMock();

  test('says that the mock is ready', async () => {
    const response = await fetch(`${mock().url}/healthz`);
    expect(await response.json()).toEqual({ status: 'ready', revision: 'base' });
  });

  test('is the contract as JSON', async () => {
    const response = await fetch(`${mock().url}/openapi.json`);
    expect(await response.json()).toEqual(contract.document);
  });

  test('is the contract as YAML', async () => {
    const { parse } = await import('yaml');
    const response = await fetch(`${mock().url}/openapi.yaml`);
    expect(parse(await response.text())).toEqual(contract.document);
  });

  test('has a request id like every response', async () => {
    const response = await fetch(`${mock().url}/healthz`);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the index', () => {
  test('at / links the docs, the contract and the health check, and lists the operations', async () => {
    const response = await fetch(`${(await startMock()).url}/`);
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    for (const part of ['href="/docs"', 'href="/openapi.yaml"', 'href="/healthz"', operation.id]) {
      expect(text).toContain(part);
    }
  });

  test('and the docs are compressed for a client that takes gzip, and only then', async () => {
    const { url } = await startMock();
    const sizes = await Promise.all(
      ['gzip', 'identity'].map(async (encoding) => {
        const response = await fetch(`${url}/docs`, { headers: { 'accept-encoding': encoding } });
        const length = Number(response.headers.get('content-length'));
        return { encoding: response.headers.get('content-encoding'), length, text: await response.text() };
      }),
    );
    expect(sizes.map(({ encoding }) => encoding)).toEqual(['gzip', null]);
    expect(sizes[0]!.length).toBeLessThan(sizes[1]!.length / 3);
    expect(sizes[0]!.text).toBe(sizes[1]!.text);
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
