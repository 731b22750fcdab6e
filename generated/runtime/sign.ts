// Copied from scripts/runtime/client/sign.ts by `npm run generate`: do not edit.

/** A request just before it is sent, and what a signature of it has to say. */
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

/**
 * Signs a request: takes all that will be sent and returns the headers to send besides, such as `authorization`.
 * It is called anew for each attempt.
 */
export type Sign = (request: SigningRequest) => Record<string, string> | Promise<Record<string, string>>;

/** An AWS access key, in the form of the AWS SDK's `AwsCredentialIdentity`. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When they end; a provider is asked again some minutes before. */
  readonly expiration?: Date | undefined;
}

/** Gets credentials from wherever they are, as the providers of `@aws-sdk/credential-providers` do. */
export type CredentialProvider = () => Promise<Credentials>;
