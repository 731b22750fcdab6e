// Copied from scripts/runtime/sign.ts by `npm run generate`: do not edit.

/** A request just before it is sent, and the other facts that its signature covers. */
export interface SigningRequest {
  /** In capitals. */
  method: string;
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The body's exact text; undefined when the request has none. */
  body: string | undefined;
  region: string;
  /** The service's name in signatures, such as `imagebuilder`. */
  service: string;
  /** The time by the service's clock. */
  date: Date;
}

/** Signs a request: returns the headers to add, such as `authorization`. Called once per attempt. */
export type Sign = (request: SigningRequest) => Record<string, string> | Promise<Record<string, string>>;

/** An AWS access key, in the form of the AWS SDK's `AwsCredentialIdentity`. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When they expire; the client calls the provider again five minutes earlier. */
  readonly expiration?: Date | undefined;
}

/** Loads credentials, as the providers of `@aws-sdk/credential-providers` do. */
export type CredentialProvider = () => Promise<Credentials>;

/** As the AWS SDKs do; in milliseconds. */
const refreshAhead = 5 * 60_000;

/** Headers that a browser or a proxy may change on the way. */
const unsigned =
  /^(authorization|cache-control|from|max-forwards|pragma|referer|user-agent|x-amzn-trace-id|proxy-.*|sec-.*)$/;

/** Everything that a signature covers. */
interface Signable extends Omit<SigningRequest, 'date'> {
  /** The time by the service's clock, such as `20261122T142705Z`. */
  datetime: string;
}

/** Creates a signer that loads the credentials and selects the headers to sign. */
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

/** Calls the provider only when there are no credentials or they expire soon; concurrent calls share one result. */
function remember(provider: CredentialProvider): CredentialProvider {
  let known: Credentials | undefined;
  let asked: Promise<Credentials> | undefined;
  const left = () =>
    known ? (known.expiration ? Number(new Date(known.expiration)) : Infinity) - Date.now() : 0;
  const ask = async () => {
    try {
      known = await provider();
    } catch (error) {
      // The old ones are valid until they expire.
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

/** The platform's own error for a header with another character would repeat it. */
function refuseMalformed(credentials: Credentials): void {
  for (const name of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const) {
    const value: unknown = credentials?.[name];
    if (name === 'sessionToken' && !value) continue;
    if (typeof value !== 'string' || !/^[!-~]+$/.test(value)) {
      throw new Error(`the ${name} of the credentials must be printable ASCII characters`);
    }
  }
}
