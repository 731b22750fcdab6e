// Copied from scripts/runtime/web-signer.ts by `npm run generate`: do not edit.

import { AwsV4Signer } from 'aws4fetch';
import { type CredentialProvider, type Credentials, type Sign, withCredentials } from './sign.js';

/** Signs with Web Crypto, which every browser and worker has. */
export function createSigner(source: Credentials | CredentialProvider): Sign {
  const signingKeys = new WeakMap<Credentials, Map<string, ArrayBuffer>>();
  return withCredentials(source, async (credentials, { headers, body, ...request }) => {
    if (!signingKeys.has(credentials)) signingKeys.set(credentials, new Map());
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const { headers: signed } = await new AwsV4Signer({
      ...request,
      headers,
      accessKeyId,
      secretAccessKey,
      ...(body !== undefined && { body }),
      ...(sessionToken && { sessionToken }),
      allHeaders: true,
      cache: signingKeys.get(credentials)!,
    }).sign();
    return Object.fromEntries([...signed].filter(([name, value]) => headers[name] !== value));
  });
}
