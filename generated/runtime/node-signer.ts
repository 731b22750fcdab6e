// Copied from scripts/runtime/node-signer.ts by `npm run generate`: do not edit.

import aws4 from 'aws4';
import { type CredentialProvider, type Credentials, type Sign, withCredentials } from './sign.js';

/** Signs with Node's own cryptography. Web Crypto takes many times longer: it hands each hash to another thread. */
export function createSigner(source: Credentials | CredentialProvider): Sign {
  return withCredentials(source, ({ sessionToken, ...key }, { url, headers, datetime, body, ...request }) => {
    const { host, pathname, search } = new URL(url);
    const added = {
      'x-amz-date': datetime,
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    };
    const signer = new aws4.RequestSigner(
      {
        ...request,
        host,
        path: pathname + search,
        headers: { ...headers, ...added },
        ...(body !== undefined && { body }),
        doNotModifyHeaders: true,
      },
      key,
    );
    signer.datetime = datetime;
    return { ...added, authorization: String(signer.sign().headers!['Authorization']) };
  });
}
