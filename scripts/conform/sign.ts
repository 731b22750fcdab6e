import aws4 from 'aws4';
import { preview } from '../contract/words.ts';
import type { Credentials } from '../runtime/sign.ts';

/** The server to test, and how to sign requests to it. */
export interface Target {
  /** Without a slash at the end. */
  url: string;
  region: string;
  /** The name that requests are signed for. */
  service: string;
  credentials: Credentials;
}

/** A request as it is sent. */
export interface SignedRequest {
  method: string;
  /** With the query. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** A request before it is signed, and how to sign it. */
export interface Request extends SignedRequest {
  /** Sends the request without a signature. */
  unsigned?: boolean;
  /** Signs with these instead of the credentials of the run. */
  credentials?: Partial<Credentials>;
  /** Signs as if the clock were this many milliseconds ahead. */
  clockOffset?: number;
  /** Changes the request after it was signed. */
  alter?: (signed: SignedRequest) => Partial<SignedRequest>;
}

/** Checks a URL, and reads the region and the credentials from the environment unless they are given. */
export function readTarget(
  url: string,
  options: { region?: string | undefined; credentials?: Credentials | undefined },
  service: string,
): Target {
  // The message does not quote the URL, which may contain a password.
  if (!/^https?:\/\/[^@?#\s]+$/i.test(url) || !URL.canParse(url))
    throw new Error('the URL must be like https://host:port/path');
  const region = options.region ?? (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION']);
  if (!region) throw new Error('a region is missing: set --region or AWS_REGION');
  // It becomes part of headers and of commands for a shell.
  if (!/^[\w-]+$/.test(region)) throw new Error(`the region must be like us-east-1, is ${preview(region)}`);
  const credentials = options.credentials ?? readCredentials();
  if (!credentials)
    throw new Error('credentials are missing: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return { url: new URL(url).href.replace(/\/$/, ''), region, service, credentials };
}

function readCredentials(): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  };
}

/** Signs a request, and then alters it if the case asks for that. */
export function sign({ url, region, service, credentials }: Target, request: Request): SignedRequest {
  const { host, pathname } = new URL(url);
  const { method, body } = request;
  const path = pathname.replace(/\/$/, '') + request.path;
  const headers: SignedRequest['headers'] = { ...request.headers, host };
  const message = { method, path, headers, ...(body !== undefined && { body }) };
  if (!request.unsigned) {
    const { sessionToken, ...key } = { ...credentials, ...request.credentials };
    headers['x-amz-date'] = writeDate(request.clockOffset);
    if (sessionToken) headers['x-amz-security-token'] = sessionToken;
    const options = { ...message, headers, service, region, doNotModifyHeaders: true };
    const signer = new aws4.RequestSigner(options as aws4.Request, key);
    // Otherwise it reads the clock again.
    signer.datetime = headers['x-amz-date'];
    headers['authorization'] = String(signer.sign().headers!['Authorization']);
  }
  return { ...message, ...request.alter?.(message) };
}

function writeDate(clockOffset = 0): string {
  return new Date(Date.now() + clockOffset).toISOString().replace(/[:-]|\.\d+/g, '');
}

/** Writes a request as a curl command, which signs it with the credentials in the environment. */
export function writeCurl({ url, region, service, credentials }: Target, request: Request): string {
  const { method, path, headers, body, clockOffset, unsigned, alter } = request;
  const all = {
    ...headers,
    ...(clockOffset !== undefined && { 'x-amz-date': writeDate(clockOffset) }),
  };
  const {
    accessKeyId = '$AWS_ACCESS_KEY_ID',
    secretAccessKey = '$AWS_SECRET_ACCESS_KEY',
    sessionToken = '$AWS_SESSION_TOKEN',
  } = request.credentials ?? {};
  const hasSession = credentials.sessionToken ?? request.credentials?.sessionToken;
  const parts = [
    `curl --include --request ${method}`,
    !unsigned && `--aws-sigv4 aws:amz:${region}:${service} --user "${accessKeyId}:${secretAccessKey}"`,
    !unsigned && hasSession && `--header "x-amz-security-token: ${sessionToken}"`,
    ...Object.entries(all).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    body !== undefined && `--data-binary ${quote(body)}`,
    quote(url + path),
    alter && '# the request was altered after it was signed',
  ];
  return parts.filter(Boolean).join(' ');
}

/** Quotes an argument for bash. Escapes control characters, and every byte that is not ASCII if it may not be text. */
function quote(value: string | Uint8Array): string {
  const isText = typeof value === 'string';
  const text = isText ? value : Buffer.from(value).toString('latin1');
  const special = isText ? /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu : /[^ -~]/g;
  if (text.search(special) < 0) return `'${text.replaceAll("'", "'\\''")}'`;
  const encode = (character: string) =>
    Buffer.from(character, isText ? 'utf8' : 'latin1')
      .toString('hex')
      .replaceAll(/../g, '\\x$&');
  return `$'${text.replaceAll(/['\\]/g, '\\$&').replaceAll(special, encode)}'`;
}
