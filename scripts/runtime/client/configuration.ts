import type { Service } from './operation.js';
import type { Platform } from './platform.js';
import type { ClientOptions } from './service-client.js';
import type { CredentialProvider, Credentials, Sign } from './sign.js';

/** Where a client sends its requests, and how it signs them. */
export interface Configuration {
  region: string;
  /** Without a slash at the end. */
  endpoint: string;
  sign: Sign;
}

/**
 * Completes a client's options from the environment and the contract.
 *
 * @param service the service
 * @param platform where the client runs
 * @param options the options of the client
 * @returns the region, the endpoint and the signer
 * @throws {Error} when the region or the credentials are nowhere to be found, with what to set;
 *   when the region is not a name, the contract has no host for it, or the endpoint is no URL to send requests to or
 *   no place for a choice of hosts
 */
export function configure(service: Service, platform: Platform, options: ClientOptions): Configuration {
  const environment = (globalThis as { process?: { env?: Environment } }).process?.env ?? {};
  const region = options.region ?? environment['AWS_REGION'];
  const credentials = options.credentials ?? readCredentials(environment);
  const missing = [
    !region && 'a region: set `region` or AWS_REGION',
    !credentials &&
      !options.sign &&
      'credentials: set `credentials`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ].filter(Boolean);
  if (missing.length) throw new Error(`The client needs ${missing.join(', and ')}`);
  if (!/^[\w-]+$/.test(region!)) throw new Error(`The region ${JSON.stringify(region)} is not a name`);
  return {
    region: region!,
    endpoint: findEndpoint(service, options, region!, environment),
    sign: options.sign ?? signLater(platform, credentials!),
  };
}

type Environment = Record<string, string | undefined>;

function readCredentials(environment: Environment): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

function findEndpoint(
  { signingName, hosts }: Service,
  options: ClientOptions,
  region: string,
  environment: Environment,
): string {
  const ownVariable = `AWS_ENDPOINT_URL_${signingName.toUpperCase().replace(/\W/g, '_')}`;
  const endpoint =
    options.endpoint ?? (environment[ownVariable] || environment['AWS_ENDPOINT_URL'] || undefined);
  const fips = options.fips ?? environment['AWS_USE_FIPS_ENDPOINT'] === 'true';
  const dualStack = options.dualStack ?? environment['AWS_USE_DUALSTACK_ENDPOINT'] === 'true';
  if (endpoint === undefined) return findHost(hosts, region, fips, dualStack);
  // Without the value: whoever puts a password into a URL shall not read it in a log.
  if (!/^https?:\/\/[^@?#\s]+$/i.test(endpoint) || !URL.canParse(endpoint)) {
    throw new Error('The endpoint is not a URL like https://host or http://host:port/path');
  }
  if (fips || dualStack) {
    throw new Error('With an endpoint there is no choice of a host: leave out `fips` and `dualStack`');
  }
  return endpoint.replace(/\/$/, '');
}

function findHost(hosts: Service['hosts'], region: string, fips: boolean, dualStack: boolean): string {
  const [, prefix, isolated] = /^(cn|eusc|us-gov|\w+-(iso\w?))-/.exec(region) ?? [];
  const partition = ['aws', isolated?.replace(/^iso(?=.)/, 'iso-') ?? prefix].filter(Boolean).join('-');
  const variant = [partition, fips && 'fips', dualStack && 'dualStack'].filter(Boolean).join(' ');
  const host = hosts[variant];
  if (!host) {
    throw new Error(`The contract has no host for the region ${region} (${variant}): set \`endpoint\``);
  }
  return host.replace('{region}', region);
}

/** The signing library is loaded by the first call, and never by a client with a signer of its own. */
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
