import type { Head, ServiceError } from './errors.js';
import { nearestName } from './nearest-name.ts';
import type { Service } from './service.js';
import type { CredentialProvider, Credentials, Sign } from './sign.js';

/** Where requests go, and how they are signed and retried. Where there is an environment, it completes the options. */
export interface SignedFetchOptions {
  /** Such as `us-east-1`. Default: `AWS_REGION` or `AWS_DEFAULT_REGION`. */
  region?: string | undefined;
  /**
   * An access key, or a provider of `@aws-sdk/credential-providers`.
   * Default: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
   */
  credentials?: Credentials | CredentialProvider | undefined;
  /** The URL to use instead of the region's host. Default: the AWS SDKs' `AWS_ENDPOINT_URL…`. */
  endpoint?: string | undefined;
  /** Use the host with FIPS 140 validated cryptography. Default: `AWS_USE_FIPS_ENDPOINT`. */
  fips?: boolean | undefined;
  /** Use the host that is reached over IPv4 and IPv6. Default: `AWS_USE_DUALSTACK_ENDPOINT`. */
  dualStack?: boolean | undefined;
  /** Signs instead of the built-in signer, which is then never loaded. */
  sign?: Sign | undefined;
  /** Sends requests instead of `node:https` on Node and the global `fetch` elsewhere. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** How many times to try, the first attempt included. Default: `AWS_MAX_ATTEMPTS`, or 3. */
  maxAttempts?: number | undefined;
  /** Milliseconds that one attempt may take; `Infinity` for no limit. Default: 60,000. */
  timeout?: number | undefined;
  /** The largest response body to read, after decompression. Default: 64 MiB. */
  maxResponseBytes?: number | undefined;
  /** Called after every attempt, for logs and metrics. An error that it throws ends the call. */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
  /** Names your application in the `User-Agent` header, except in browsers. Default: `AWS_SDK_UA_APP_ID`. */
  userAgentAppId?: string | undefined;
}

/** How one attempt of a call ended. */
export interface Attempt {
  /** Counted from 1. */
  attempt: number;
  /** The request before it was signed. */
  request: { operation: string; method: string; url: string; headers: Record<string, string> };
  /** Absent without a response that can be read. */
  response?: { status: number; headers: Headers } | undefined;
  /** Absent after a success. */
  error?: ServiceError | undefined;
  /** Milliseconds until the next attempt; absent after the last one. */
  delay?: number | undefined;
  /** Milliseconds that the attempt took. */
  duration: number;
}

/** A request as `fetch` takes it. */
export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal;
  /** A signature is for one host, so no redirect may carry it to another. */
  redirect: 'manual';
}

/** The parts of a response that are read; the `Response` of `fetch` is one. */
export interface HttpResponse {
  /** 0 for a redirect that a browser does not show. */
  status: number;
  headers: Iterable<[string, string]>;
  body: Response['body'];
}

/** Sends a request; resolves when the headers of the response have arrived. */
export type Send = (url: string, request: HttpRequest) => Promise<HttpResponse>;

/** What differs between Node and the web. */
export interface Platform {
  /** Writes the `User-Agent` header; browsers have one of their own. */
  userAgent?: (app: string | undefined) => string;
  /** Says what to set when the environment has credentials that only the AWS SDKs can read. */
  hint?: () => string | undefined;
  /** For openapi-fetch instead of the global one; `recall` returns what it was made of without reading it back. */
  Request?: typeof Request;
  recall?: (request: Request) => { body: string | undefined; signal: AbortSignal | undefined } | undefined;
  send: Send;
  /** Reads a body; undefined when it has more bytes after decompression. */
  readText: (response: HttpResponse, most: number) => Promise<string | undefined>;
  /** Makes a response of a body that was read, and perhaps parsed. */
  respond: (head: Head, text: string, json?: unknown) => Response;
  /** A client with a signer of its own never loads the built-in one. */
  loadSigner: () => Promise<{ createSigner: (source: Credentials | CredentialProvider) => Sign }>;
}

export type Configuration = ReturnType<typeof configure>;

/** The names of the options. */
export const signedFetchOptions = Object.keys({
  region: 0,
  credentials: 0,
  endpoint: 0,
  fips: 0,
  dualStack: 0,
  sign: 0,
  fetch: 0,
  maxAttempts: 0,
  timeout: 0,
  maxResponseBytes: 0,
  onAttempt: 0,
  userAgentAppId: 0,
} satisfies Record<keyof SignedFetchOptions, 0>);

/** Refuses an option that does not exist, and suggests the one that was meant. */
export function checkNames(options: object, names: string[]): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const hint = nearest ? `did you mean \`${nearest}\`?` : `the options are ${names.join(', ')}`;
    throw new TypeError(`Unknown option \`${name}\`: ${hint}`);
  }
}

/** Completes the options from the environment and the contract; throws an {Error} that says what is missing. */
export function configure(service: Service, platform: Platform, options: SignedFetchOptions) {
  checkNames(options, signedFetchOptions);
  const written = options.region ?? variable('AWS_REGION') ?? variable('AWS_DEFAULT_REGION');
  const credentials = options.credentials ?? readCredentials();
  const missing = [
    !written && 'a region: set `region` or AWS_REGION',
    !credentials &&
      !options.sign &&
      `credentials: ${platform.hint?.() ?? 'set `credentials`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'}`,
  ].filter(Boolean);
  if (missing.length) throw new Error(`The client needs ${missing.join(', and ')}`);
  // As with the AWS SDKs, `fips-us-east-1` and `us-east-1-fips` mean FIPS in us-east-1.
  const region = written!.replace(/^fips-|-fips$/, '');
  if (!/^[\w-]+$/.test(region)) throw new Error(`The region ${JSON.stringify(region)} is not a name`);
  const endpoint = findEndpoint(service, options, region, region !== written);
  const limits = {
    maxAttempts: options.maxAttempts ?? Number(variable('AWS_MAX_ATTEMPTS') ?? 3),
    timeout: options.timeout ?? 60_000,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
  };
  for (const [name, value] of Object.entries(limits)) {
    if (!(value >= 1)) throw new Error(`${name} must be at least 1, not ${value}`);
  }
  return {
    ...limits,
    region,
    /** Without a slash at the end. */
    endpoint,
    host: new URL(endpoint).host,
    send: options.fetch ?? platform.send,
    onAttempt: options.onAttempt,
    sign: options.sign ?? signLater(platform, credentials!),
    userAgent: platform.userAgent?.(options.userAgentAppId),
  };
}

/** Reads a variable; undefined when it is not set or empty, or there is no environment, or Deno does not permit it. */
export function variable(name: string): string | undefined {
  try {
    return (globalThis as { process?: { env?: Record<string, string> } }).process?.env?.[name] || undefined;
  } catch {
    return undefined;
  }
}

function flag(name: string): boolean {
  const value = variable(name)?.toLowerCase() ?? 'false';
  if (value !== 'true' && value !== 'false') throw new Error(`${name} must be true or false, not ${value}`);
  return value === 'true';
}

function readCredentials(): Credentials | undefined {
  const accessKeyId = variable('AWS_ACCESS_KEY_ID');
  const secretAccessKey = variable('AWS_SECRET_ACCESS_KEY');
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: variable('AWS_SESSION_TOKEN') };
}

function findEndpoint(
  { signingName, hosts }: Service,
  options: SignedFetchOptions,
  region: string,
  fipsRegion: boolean,
): string {
  const fips = fipsRegion || (options.fips ?? flag('AWS_USE_FIPS_ENDPOINT'));
  const dualStack = options.dualStack ?? flag('AWS_USE_DUALSTACK_ENDPOINT');
  const names = [`AWS_ENDPOINT_URL_${signingName.toUpperCase().replace(/\W/g, '_')}`, 'AWS_ENDPOINT_URL'];
  const source = flag('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ? undefined : names.find(variable);
  const endpoint = options.endpoint ?? (source && variable(source));
  if (endpoint === undefined) return findHost(hosts, region, fips, dualStack);
  // Without the value, which may contain a password.
  if (!/^https?:\/\/[^@?#\s]+$/i.test(endpoint) || !URL.canParse(endpoint)) {
    throw new Error(
      `${options.endpoint === undefined ? source : 'endpoint'} is not a URL like https://host:port/path`,
    );
  }
  if (fips || dualStack) {
    throw new Error('`endpoint` replaces the host: leave out `fips` and `dualStack`');
  }
  return new URL(endpoint).href.replace(/\/$/, '');
}

function findHost(hosts: Service['hosts'], region: string, fips: boolean, dualStack: boolean): string {
  const variant = [findPartition(region), fips && 'fips', dualStack && 'dualStack'].filter(Boolean).join(' ');
  const host = hosts[variant];
  if (!host) {
    throw new Error(`The contract has no host for the region ${region} (${variant}): set \`endpoint\``);
  }
  return host.replace('{region}', region);
}

/** Finds the partition of a region, such as `aws-cn`. */
export function findPartition(region: string): string {
  const [, prefix] = /^(cn|eusc|us-gov|\w+-iso\w?)-/.exec(region) ?? [];
  return prefix ? `aws-${prefix}` : 'aws';
}

/** The signing library is loaded by the first call. */
function signLater({ loadSigner }: Platform, credentials: Credentials | CredentialProvider): Sign {
  let sign: Sign | undefined;
  return async (request) => {
    if (!sign) {
      const { createSigner } = await loadSigner();
      sign ??= createSigner(credentials);
    }
    return sign(request);
  };
}
