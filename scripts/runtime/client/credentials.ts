import type { CredentialProvider, Credentials, Sign, SigningRequest } from './sign.js';

/** AWS's own clients ask for new credentials so many milliseconds before the old ones end. */
const refreshAhead = 5 * 60_000;

/** Of the headers that a caller can set, those that a browser or a proxy may change on the way. */
const unsigned =
  /^(authorization|cache-control|from|max-forwards|pragma|referer|user-agent|x-amzn-trace-id|proxy-.*|sec-.*)$/;

/** A request with nothing in it but what is signed. */
export interface Signable extends Omit<SigningRequest, 'date'> {
  /** The time by the service's clock, such as `20261122T142705Z`. */
  datetime: string;
}

/**
 * Makes a signer that knows which credentials to use and which headers to sign.
 *
 * @param source an access key, or a provider to ask for one
 * @param signWith signs a request with an access key and returns the headers that make up the signature
 * @returns the signer; it throws what the provider throws, and an {Error} when a part of the key is missing or malformed
 */
export function withCredentials(
  source: Credentials | CredentialProvider,
  signWith: (credentials: Credentials, request: Signable) => ReturnType<Sign>,
): Sign {
  const provide = typeof source === 'function' ? remember(source) : () => source;
  return async ({ date, headers, ...request }) => {
    const credentials = await provide();
    refuseMalformed(credentials);
    return signWith(credentials, {
      ...request,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !unsigned.test(name))),
      datetime: date.toISOString().replace(/[:-]|\.\d+/g, ''),
    });
  };
}

/** Asks the provider only when there are no credentials, or they end soon; all who wait get the same answer. */
function remember(provider: CredentialProvider): CredentialProvider {
  let known: Credentials | undefined;
  let asked: Promise<Credentials> | undefined;
  const left = () =>
    known ? (known.expiration ? Number(new Date(known.expiration)) : Infinity) - Date.now() : 0;
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
