import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
import aws4 from 'aws4';
import { AwsClient } from 'aws4fetch';
import { describe, expect, test } from 'vitest';
import type { Mock } from '../../scripts/mock/create-mock.ts';
import {
  authorization,
  credentials,
  errorFor,
  operation,
  post,
  sdkClient,
  sendRaw,
  sharedMock,
  signingName,
  startMock,
} from './harness.ts';

const verifying = { verifySignatures: credentials };

/** A request signed by another implementation than the one that verifies. */
async function signed(mock: Mock, body: string, options: { datetime?: string; sessionToken?: string } = {}) {
  const { datetime, ...more } = options;
  const client = new AwsClient({ ...credentials, ...more, region: 'us-east-1', service: signingName });
  return client.sign(mock.url + operation.path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
    aws: { allHeaders: true, ...(datetime && { datetime }) },
  });
}

/** The time in some minutes, as X-Amz-Date has it. */
function amzDate(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/[:-]|\.\d+/g, '');
}

async function errorOf(request: Request | Promise<Response>): Promise<string | null> {
  const response = request instanceof Request ? await fetch(request) : await request;
  return response.headers.get('x-amzn-errortype');
}

describe('a mock that verifies signatures', () => {
  const mock = sharedMock(verifying);

  test('accepts the SDK', async () => {
    const client = sdkClient(mock());
    await expect(client.send(new ListImageScanFindingsCommand({}))).resolves.toBeDefined();
  });

  test('accepts another signer', async () => {
    expect(await errorOf(await signed(mock(), '{}'))).toBeNull();
  });

  test('accepts temporary credentials', async () => {
    const mock = await startMock({ verifySignatures: { ...credentials, sessionToken: 'token' } });
    expect(await errorOf(await signed(mock, '{}', { sessionToken: 'token' }))).toBeNull();
  });

  test('refuses another session token', async () => {
    const mock = await startMock({ verifySignatures: { ...credentials, sessionToken: 'token' } });
    expect(await errorOf(await signed(mock, '{}', { sessionToken: 'other' }))).toBe(errorFor('credentials'));
  });

  test('refuses another secret key', async () => {
    const verifySignatures = { ...credentials, secretAccessKey: 'other' };
    expect(await errorOf(await signed(await startMock({ verifySignatures }), '{}'))).toBe(
      errorFor('signature'),
    );
  });

  test('refuses another access key', async () => {
    const verifySignatures = { ...credentials, accessKeyId: 'other' };
    expect(await errorOf(await signed(await startMock({ verifySignatures }), '{}'))).toBe(
      errorFor('credentials'),
    );
  });

  test('refuses a body that was changed after signing', async () => {
    const request = await signed(mock(), '{}');
    expect(await errorOf(new Request(request, { body: '{ }' }))).toBe(errorFor('signature'));
  });

  test('refuses a body hash that is not the hash of the body', async () => {
    const request = await signed(mock(), '{}');
    request.headers.set('x-amz-content-sha256', '0'.repeat(64));
    expect(await errorOf(request)).toBe(errorFor('signature'));
  });

  test('refuses a signed header that was changed after signing', async () => {
    const request = await signed(mock(), '{}');
    request.headers.set('content-type', 'application/json; charset=utf-8');
    expect(await errorOf(request)).toBe(errorFor('signature'));
  });

  test.each([
    [
      'six minutes old',
      -6,
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    ],
    [
      'six minutes early',
      6,
      /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/,
    ],
  ] as const)("refuses a signature that is %s in AWS's words", async (_name, minutes, words) => {
    const response = await fetch(await signed(mock(), '{}', { datetime: amzDate(minutes) }));
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, errorFor('signature')]);
    expect((await response.json()).message).toMatch(words);
  });

  test.each([-4, 4])('accepts a clock that is off by %i minutes', async (minutes) => {
    expect(await errorOf(await signed(mock(), '{}', { datetime: amzDate(minutes) }))).toBeNull();
  });

  test('accepts a signed header that is sent twice', async () => {
    const { hostname, port } = new URL(mock().url);
    const { headers } = aws4.sign(
      {
        ...{ service: signingName, region: 'us-east-1', method: 'POST', path: operation.path, body: '{}' },
        headers: { Host: `${hostname}:${port}`, 'Content-Type': 'application/json', 'X-Amz-Bar': '1,2' },
      },
      credentials,
    );
    const lines = Object.entries(headers!).flatMap(([name, value]) =>
      (name === 'X-Amz-Bar' ? ['1', '2'] : [value]).map((one) => `${name}: ${one}\r\n`),
    );
    const [response] = await sendRaw(mock(), `POST ${operation.path} HTTP/1.1\r\n${lines.join('')}\r\n{}`);
    expect(response?.status).toBe(200);
  });

  test.each(['constructor', '__proto__', 'x-amz-bar'])(
    'refuses a signature of the header %s, which the request does not have',
    async (name) => {
      const day = amzDate(0);
      const response = await post(mock(), '{}', {
        'x-amz-date': day,
        authorization: authorization.replace('20261122', day.slice(0, 8)).replace('host;', `host;${name};`),
      });
      expect([response.headers.get('x-amzn-errortype'), (await response.json()).message]).toEqual([
        errorFor('signature'),
        `SignedHeaders in Authorization names ${name}, which the request does not have.`,
      ]);
    },
  );
});

describe('a signature', () => {
  const mock = sharedMock();
  const malformed: [string, Record<string, string>, RegExp][] = [
    ['another algorithm', { authorization: authorization.replace('AWS4', 'AWS5') }, /AWS4-HMAC-SHA256/],
    ['a bearer token', { authorization: 'Bearer abc' }, /AWS4-HMAC-SHA256/],
    ['no credential', { authorization: authorization.replace('Credential', 'Other') }, /Credential/],
    [
      'a credential without a region',
      { authorization: authorization.replace('/us-east-1', '') },
      /Credential/,
    ],
    ['another service', { authorization: authorization.replace(signingName, 's3') }, /s3, not imagebuilder/],
    [
      'no signed headers',
      { authorization: authorization.replace('SignedHeaders', 'Other') },
      /SignedHeaders/,
    ],
    ['an unsigned host', { authorization: authorization.replace('host;', '') }, /host/],
    ['a short signature', { authorization: authorization.slice(0, -1) }, /64 hexadecimal digits/],
    ['15,000 letters', { authorization: `AWS4-HMAC-SHA256 ${'a'.repeat(15_000)}` }, /Credential/],
    ['a date that is none', { 'x-amz-date': 'today' }, /X-Amz-Date/],
    ['another day', { 'x-amz-date': '20261123T000000Z' }, /20261122/],
  ];

  test.each(malformed)(
    'with %s is refused, and the message names the part that is wrong',
    async (_name, headers, part) => {
      const response = await post(mock(), '{}', headers);
      const { message } = (await response.json()) as { message: string };
      expect([response.headers.get('x-amzn-errortype'), message]).toEqual([
        errorFor('signature-form'),
        expect.stringMatching(part),
      ]);
    },
  );
});

test('a long Authorization header that is malformed takes no more time than its length demands', async () => {
  const mock = await startMock({ verifySignatures: credentials });
  const send = async (length: number) => {
    const start = performance.now();
    await (await post(mock, '{}', { authorization: `AWS4-HMAC-SHA256 ${'a'.repeat(length)}` })).text();
    return performance.now() - start;
  };
  await send(10);
  const times = [await send(15_000), await send(15_000), await send(15_000)];
  expect(Math.min(...times)).toBeLessThan(100);
});
