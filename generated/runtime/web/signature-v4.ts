// Copied from scripts/runtime/client/web/signature-v4.ts by `npm run generate`: do not edit.

import { AwsV4Signer } from 'aws4fetch';
import { withCredentials } from '../credentials.js';
import type { CredentialProvider, Credentials, Sign } from '../sign.js';

/**
 * Makes a signer of AWS Signature Version 4 that calculates by the platform's Web Crypto.
 *
 * @param source an access key, or a provider to ask for one
 * @returns the signer; it throws what the provider throws, and an {Error} when a part of the key is missing or malformed
 */
export function createSigner(source: Credentials | CredentialProvider): Sign {
  const signingKeys = new WeakMap<Credentials, Map<string, ArrayBuffer>>();
  return withCredentials(source, async (credentials, { headers, body, ...request }) => {
    if (!signingKeys.has(credentials)) signingKeys.set(credentials, new Map());
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const { headers: signed } = await new AwsV4Signer({
      ...{ ...request, headers, accessKeyId, secretAccessKey },
      ...(body !== undefined && { body }),
      ...(sessionToken && { sessionToken }),
      allHeaders: true,
      cache: signingKeys.get(credentials)!,
    }).sign();
    return Object.fromEntries([...signed].filter(([name, value]) => headers[name] !== value));
  });
}
