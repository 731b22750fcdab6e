import { describe, expect, test } from 'vitest';
import type { Mock } from '../../scripts/mock/create-mock.ts';
import { errorFor, operation, post, rawRequest, sendRaw, sharedMock, startMock } from './harness.ts';

async function statusFor(mock: Mock, host: string): Promise<number | undefined> {
  const [response] = await sendRaw(mock, rawRequest('{}', { host }));
  return response?.status;
}

function preflight(mock: Mock, origin: string): Promise<Response> {
  return fetch(mock.url + operation.path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
}

describe('the Host header', () => {
  const mock = sharedMock();

  test.each([
    'localhost',
    'localhost:4010',
    'api.localhost',
    '127.0.0.1:80',
    '[::1]:4010',
    '192.168.1.5:4010',
  ])('%s is served', async (host) => {
    expect(await statusFor(mock(), host)).toBe(200);
  });

  test.each([
    'evil.example',
    'localhost.evil.example:4010',
    'localhost@evil.example',
    '127.0.0.1.evil.example',
  ])('%s is refused, and the message names the option that allows it', async (host) => {
    const [response] = await sendRaw(mock(), rawRequest('{}', { host }));
    expect([response?.status, response?.headers['x-amzn-errortype']]).toEqual([403, errorFor('policy')]);
    expect(response?.body).toMatch(/start it with --allow-host [a-z0-9.]*evil\.example/);
  });

  test('is served if allowHosts has its name', async () => {
    const mock = await startMock({ allowHosts: ['mock'] });
    expect([await statusFor(mock, 'mock:4010'), await statusFor(mock, 'other:4010')]).toEqual([200, 403]);
  });
});

describe('a web page', () => {
  const mock = sharedMock();

  test('of this machine may send what it asks for', async () => {
    const { status, headers } = await preflight(mock(), 'http://localhost:3000');
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-methods'),
      headers.get('access-control-allow-headers'),
    ]).toEqual([204, 'http://localhost:3000', 'POST', 'authorization,content-type']);
  });

  test('of this machine may read the headers of an error', async () => {
    const response = await post(mock(), '[]', { origin: 'http://127.0.0.1:5173' });
    expect(response.headers.get('access-control-expose-headers')).toBe('*');
  });

  test.each(['https://evil.example', 'http://localhost.evil.example', 'http://203.0.113.7', 'null'])(
    'of %s is refused and may read nothing',
    async (origin) => {
      for (const response of [await preflight(mock(), origin), await post(mock(), '{}', { origin })]) {
        expect(response.status).toBe(403);
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  test.each(['app.example', '*'])('is served if allowHosts is %s', async (name) => {
    const mock = await startMock({ allowHosts: [name] });
    const response = await post(mock, '{}', { origin: 'https://app.example' });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://app.example',
    ]);
  });
});
