import aws4 from 'aws4';
import { preview } from '../contract/words.ts';
import type { ConformanceOptions, Credentials, Request, SignedRequest } from './types.ts';

/** Where requests go and who sends them. */
export interface Target {
  /** Without a slash at the end. */
  url: string;
  region: string;
  /** The name that requests are signed for. */
  service: string;
  credentials: Credentials;
}

/** Completes the target of a run from the environment. */
export function readTarget(url: string, options: ConformanceOptions, service: string): Target {
  // Without the value, which may contain a password.
  if (!/^https?:\/\/[^@?#\s]+$/i.test(url) || !URL.canParse(url))
    throw new Error('the URL must be like https://host:port/path');
  const { env } = process;
  const region = options.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']);
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const credentials =
    options.credentials ??
    (accessKeyId && secretAccessKey
      ? { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined }
      : undefined);
  if (!region) throw new Error('a region is missing: set --region or AWS_REGION');
  // It becomes part of headers and of commands for a shell.
  if (!/^[\w-]+$/.test(region)) throw new Error(`the region must be like us-east-1, is ${preview(region)}`);
  if (!credentials)
    throw new Error('credentials are missing: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return { url: new URL(url).href.replace(/\/$/, ''), region, service, credentials };
}

/** Signs a request, and alters it afterwards if the case wants that. */
export function sign({ url, region, service, credentials }: Target, request: Request): SignedRequest {
  const { host, pathname } = new URL(url);
  const { method, headers, body } = request;
  const path = pathname.replace(/\/$/, '') + request.path;
  const plain = { method, path, headers: { ...headers, host }, ...(body !== undefined && { body }) };
  if (request.unsigned) return { ...plain, ...request.alter?.(plain) };
  const { sessionToken, ...key } = { ...credentials, ...request.credentials };
  const added = {
    'x-amz-date': writeDate(request.clockOffset),
    ...(sessionToken && { 'x-amz-security-token': sessionToken }),
  };
  const options = { ...plain, service, region, headers: { ...plain.headers, ...added } };
  const signer = new aws4.RequestSigner({ ...options, doNotModifyHeaders: true } as aws4.Request, key);
  // Otherwise it reads the clock again.
  signer.datetime = added['x-amz-date'];
  const authorization = String(signer.sign().headers!['Authorization']);
  const signed = { ...plain, headers: { ...options.headers, authorization } };
  return { ...signed, ...request.alter?.(signed) };
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
  const secret = request.credentials?.secretAccessKey ?? '$AWS_SECRET_ACCESS_KEY';
  const key = request.credentials?.accessKeyId ?? '$AWS_ACCESS_KEY_ID';
  const { sessionToken = '$AWS_SESSION_TOKEN' } = request.credentials ?? {};
  const session = credentials.sessionToken ?? request.credentials?.sessionToken;
  const parts = [
    `curl --include --request ${method}`,
    !unsigned && `--aws-sigv4 aws:amz:${region}:${service} --user "${key}:${secret}"`,
    !unsigned && session && `--header "x-amz-security-token: ${sessionToken}"`,
    ...Object.entries(all).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    body !== undefined && `--data-binary ${quote(body)}`,
    quote(url + path),
    alter && '# the request was altered after it was signed',
  ];
  return parts.filter(Boolean).join(' ');
}

/** Quotes an argument for bash. Control characters are escaped, and so are all bytes that may not be text. */
function quote(value: string | Uint8Array): string {
  const text = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
  const special = typeof value === 'string' ? /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu : /[^ -~]/g;
  if (text.search(special) < 0) return `'${text.replaceAll("'", "'\\''")}'`;
  const encoding = typeof value === 'string' ? 'utf8' : 'latin1';
  const encode = (character: string) =>
    Buffer.from(character, encoding).toString('hex').replaceAll(/../g, '\\x$&');
  return `$'${text.replaceAll(/['\\]/g, '\\$&').replaceAll(special, encode)}'`;
}
