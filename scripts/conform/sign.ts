import aws4 from 'aws4';
import type {
  ConformanceOptions,
  Credentials,
  Exchange,
  ReportedExchange,
  Request,
  SignedRequest,
} from './types.ts';

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

/** Quotes an argument for bash; what a terminal would not show as it is, is escaped. */
function quote(value: string | Uint8Array): string {
  const text = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
  const hidden = typeof value === 'string' ? /[\p{Cc}\p{Cf}\u2028\u2029]/gu : /[^ -~]/g;
  if (text.search(hidden) < 0) return `'${text.replaceAll("'", "'\\''")}'`;
  const encode = (character: string) => {
    const code = character.codePointAt(0)!.toString(16);
    return typeof value === 'string' ? `\\U${code.padStart(8, '0')}` : `\\x${code.padStart(2, '0')}`;
  };
  return `$'${text.replaceAll(/['\\]/g, '\\$&').replaceAll(hidden, encode)}'`;
}

/** Characters of a body that a report has. */
const longestBody = 20_000;
/** Shorter secrets are made up, and may be in any text. */
const shortestSecret = 12;

/** Removes the secrets of a request from it and from what the server quotes of it, and cuts long bodies. */
export function redact({ credentials }: Target, { request, response, curl }: Exchange): ReportedExchange {
  const { authorization, 'x-amz-security-token': token, ...headers } = request.headers;
  const signature = /Signature=(\w+)/.exec(authorization ?? '')?.[1];
  const secrets = [credentials.secretAccessKey, credentials.sessionToken, token, signature].filter(
    (secret): secret is string => secret !== undefined && secret.length >= shortestSecret,
  );
  const clean = (text: string) =>
    secrets.reduce(
      (rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, '[removed]') : rest),
      text,
    );
  const cut = (text: string) => clean(text.length > longestBody ? `${text.slice(0, longestBody)}…` : text);
  const { body } = request;
  const removed = {
    ...(authorization !== undefined && { authorization: '[removed]' }),
    ...(token !== undefined && { 'x-amz-security-token': '[removed]' }),
  };
  const kept = Object.entries(response.headers).map(([name, value]) => [name, clean(value)]);
  return {
    request: {
      ...{ method: request.method, path: request.path, headers: { ...headers, ...removed } },
      ...(body !== undefined && {
        body: cut(typeof body === 'string' ? body : Buffer.from(body).toString('latin1')),
      }),
    },
    response: { status: response.status, headers: Object.fromEntries(kept), body: cut(response.body) },
    curl,
  };
}
