// Copied from scripts/runtime/signature-v4.ts by `npm run generate`: do not edit.

import { AwsV4Signer } from 'aws4fetch';
import type { CredentialProvider, Credentials, Sign } from './sign.js';

/** AWS's own clients ask for new credentials so many milliseconds before the old ones end. */
const refreshAhead = 5 * 60_000;

/** Headers that a browser or a proxy may change on the way, in the choice of AWS's own signers. */
const unsigned =
  /^(authorization|cache-control|connection|expect|from|keep-alive|max-forwards|pragma|referer|te|trailer|transfer-encoding|upgrade|user-agent|x-amzn-trace-id|proxy-.*|sec-.*)$/;

/**
 * Makes a signer of AWS Signature Version 4.
 *
 * @param source an access key, or a provider to ask for one
 * @returns the signer; it throws what the provider throws, and an {Error} when a part of the key is missing or malformed
 */
export function createSigner(source: Credentials | CredentialProvider): Sign {
  const provide = typeof source === 'function' ? remember(source) : () => source;
  const signingKeys = new WeakMap<Credentials, Map<string, ArrayBuffer>>();
  return async ({ date, headers, body, ...request }) => {
    const credentials = await provide();
    refuseMalformed(credentials);
    if (!signingKeys.has(credentials)) signingKeys.set(credentials, new Map());
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const { headers: signed } = await new AwsV4Signer({
      ...{ ...request, accessKeyId, secretAccessKey },
      ...(body !== undefined && { body }),
      ...(sessionToken && { sessionToken }),
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !unsigned.test(name))),
      datetime: date.toISOString().replace(/[:-]|\.\d+/g, ''),
      allHeaders: true,
      cache: signingKeys.get(credentials)!,
    }).sign();
    return Object.fromEntries([...signed].filter(([name, value]) => headers[name] !== value));
  };
}

/** Asks the provider only when there are no credentials, or they end soon; all who wait get the same answer. */
function remember(provider: CredentialProvider): CredentialProvider {
  let known: Credentials | undefined;
  let asked: Promise<Credentials> | undefined;
  const left = () => (known ? (known.expiration?.getTime() ?? Infinity) - Date.now() : 0);
  const ask = async () => {
    try {
      known = await provider();
    } catch (error) {
      // Until they end, the old ones serve.
      if (left() <= 0) throw error;
    }
    return known!;
  };
  return async () => {
    if (left() > refreshAhead) return known!;
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
}

/** A character that no header can hold would end up in the message of whatever refuses the header. */
function refuseMalformed(credentials: Credentials): void {
  for (const name of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const) {
    const value: unknown = credentials?.[name];
    if (name === 'sessionToken' && !value) continue;
    if (typeof value !== 'string' || !/^[!-~]+$/.test(value)) {
      throw new Error(`the ${name} of the credentials is not a text of printable ASCII characters`);
    }
  }
}
