import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
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
    expect(await errorOf(await signed(mock, '{}', { sessionToken: 'other' }))).toBe(errorFor('signature'));
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
      errorFor('signature'),
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

  test('refuses a signature that was made six minutes ago', async () => {
    const datetime = new Date(Date.now() - 6 * 60_000).toISOString().replace(/[:-]|\.\d+/g, '');
    expect(await errorOf(await signed(mock(), '{}', { datetime }))).toBe(errorFor('signature'));
  });
});

describe('the form of a signature', () => {
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
    ['a date that is none', { 'x-amz-date': 'today' }, /X-Amz-Date/],
    ['another day', { 'x-amz-date': '20261123T000000Z' }, /20261122/],
  ];

  test.each(malformed)('with %s is refused with the part that is wrong', async (_name, headers, part) => {
    const response = await post(mock(), '{}', headers);
    const { message } = (await response.json()) as { message: string };
    expect([response.headers.get('x-amzn-errortype'), message]).toEqual([
      errorFor('signature-form'),
      expect.stringMatching(part),
    ]);
  });
});
