import aws4 from 'aws4';
import { withCredentials } from '../credentials.js';
import type { CredentialProvider, Credentials, Sign } from '../sign.js';

/**
 * Makes a signer of AWS Signature Version 4 that calculates by Node's own cryptography: Web Crypto takes many times
 * longer, because it hands each hash to another thread.
 *
 * @param source an access key, or a provider to ask for one
 * @returns the signer; it throws what the provider throws, and an {Error} when a part of the key is missing or malformed
 */
export function createSigner(source: Credentials | CredentialProvider): Sign {
  return withCredentials(source, ({ sessionToken, ...key }, { url, headers, datetime, body, ...request }) => {
    const { host, pathname, search } = new URL(url);
    const added = {
      'x-amz-date': datetime,
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    };
    const signer = new aws4.RequestSigner(
      {
        ...{ ...request, host, path: pathname + search, headers: { ...headers, ...added } },
        ...(body !== undefined && { body }),
        doNotModifyHeaders: true,
      },
      key,
    );
    signer.datetime = datetime;
    return { ...added, authorization: String(signer.sign().headers!['Authorization']) };
  });
}
