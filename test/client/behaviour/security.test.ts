import { inspect } from 'node:util';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createMock } from '../../../scripts/mock/create-mock.ts';
import { Sha256 } from '../../../scripts/mock/signature.ts';
import { clientOf, credentials, errorOf, inTurn, reply, serve, unreachable } from '../harness.ts';

const temporary = { ...credentials, sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN/+==' };
const secrets = [temporary.secretAccessKey, temporary.sessionToken];

async function verifyingMock() {
  const mock = await createMock({ verifySignatures: temporary });
  onTestFinished(() => mock.close());
  return mock;
}

test("the mock's verification accepts the signatures of every page", async () => {
  const mock = await verifyingMock();
  const client = clientOf(mock, { credentials: async () => temporary });
  let findings = 0;
  for await (const _ of client.paginateListImageScanFindingsItems({ maxResults: 25 })) findings += 1;
  expect(findings).toBe(mock.data[0]!.items);
});

test("the mock's verification refuses another key", async () => {
  const mock = await verifyingMock();
  const client = clientOf(mock, { credentials: { ...temporary, secretAccessKey: 'another' } });
  expect(await errorOf(client.listImageScanFindings())).toMatchObject({
    ...{ name: 'InvalidSignatureException', status: 403, retryable: false },
  });
});

test('any signer fits, such as the one of the AWS SDK', async () => {
  const mock = await verifyingMock();
  const client = clientOf(mock, {
    credentials: undefined,
    async sign({ method, url, headers, body, region, service, date }) {
      const { protocol, hostname, host, pathname } = new URL(url);
      const signer = new SignatureV4({ credentials: temporary, region, service, sha256: Sha256 });
      const request = { method, protocol, hostname, path: pathname, query: {}, body };
      const signed = await signer.sign({ ...request, headers: { ...headers, host } }, { signingDate: date });
      const { host: _, ...rest } = signed.headers;
      return rest;
    },
  });
  expect((await client.listImageScanFindings({ maxResults: 2 })).findings).toHaveLength(2);
});

test('a failing signer is an error of the call, with what the signer says', async () => {
  const credentials = vi.fn().mockRejectedValue(new Error('no profile'));
  const client = clientOf({ url: 'http://127.0.0.1:1' }, { credentials, maxAttempts: 3 });
  const error = await errorOf(client.listImageScanFindings());
  expect(error).toMatchObject({ name: 'SigningError', retryable: false, cause: new Error('no profile') });
  expect(error.message).toBe('ListImageScanFindings failed with SigningError: no profile');
  expect(credentials).toHaveBeenCalledTimes(1);
});

test.for([301, 302, 303, 307, 308])(
  'a redirect with %i carries no signature to another host',
  async (status) => {
    const elsewhere = await serve(reply(200, {}));
    const server = await serve(reply(status, '', { location: `${elsewhere.url}/stolen` }));
    const error = await errorOf(clientOf(server).listImageScanFindings());
    expect(error).toMatchObject({ name: 'UnknownError', status, retryable: false });
    expect(error.message).toContain('a redirect, which the client does not follow');
    expect(elsewhere.received).toEqual([]);
    expect(server.received).toHaveLength(1);
  },
);

/** All that a log could show of a value. */
function shown(value: unknown): string {
  const error = value as Error;
  return [
    inspect(value, { depth: Infinity, showHidden: true, getters: true }),
    JSON.stringify(value, Object.getOwnPropertyNames(value)),
    ...[String(value), error.stack, error.message],
  ].join('\n');
}

test('no secret is in the client', () => {
  const text = shown(clientOf({ url: 'http://127.0.0.1:1' }, { credentials: temporary }));
  for (const secret of [...secrets, temporary.accessKeyId]) expect(text).not.toContain(secret);
});

test.for<[string, Parameters<typeof reply>]>([
  ['that quotes the request', [403, { message: `expected x-amz-security-token:${temporary.sessionToken}` }]],
  ['that quotes it in HTML', [502, `<p>token ${temporary.sessionToken}</p>`]],
  [
    'that escapes what it quotes',
    [403, `{"message":"token ${temporary.sessionToken.replaceAll('/', '\\/')}"}`],
  ],
  ['that is cut off in the middle of it', [502, `${'x'.repeat(185)} ${temporary.sessionToken}`]],
  ['whose name is cut off in the middle of it', [400, { code: 'x'.repeat(185) + temporary.sessionToken }]],
  ['that cannot be read', [200, temporary.sessionToken]],
  [
    'of a redirect',
    [302, temporary.sessionToken, { location: `http://x.example/${temporary.sessionToken}` }],
  ],
])('no secret is in the error of a response %s', async ([, respond]) => {
  const server = await serve(inTurn(reply(...respond)));
  const text = shown(await errorOf(clientOf(server, { credentials: temporary }).listImageScanFindings()));
  expect(server.received[0]!.headers['x-amz-security-token']).toBe(temporary.sessionToken);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toContain(temporary.sessionToken.slice(0, 12));
});

test('no secret is in the error of a request without a response, or that was not sent', async () => {
  const silent = clientOf(await unreachable(), { credentials: temporary });
  const malformed = clientOf(
    { url: 'http://127.0.0.1:1' },
    { credentials: { ...temporary, sessionToken: `${temporary.sessionToken}\n` } },
  );
  for (const client of [silent, malformed]) {
    const text = shown(await errorOf(client.listImageScanFindings()));
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});
