import { configure } from './configuration.js';
import { type Call, createExchange } from './exchange.js';
import type { Members, Operation, Service } from './operation.js';
import { items, pages } from './pages.js';
import type { Platform } from './platform.js';
import { createRetries } from './retry.js';
import { ServiceError } from './service-error.js';
import type { CredentialProvider, Credentials, Sign } from './sign.js';
import type { Validation, Validators } from './validation.js';

/** Where and how a client sends its requests. What is left out comes from the environment, where there is one. */
export interface ClientOptions {
  /** Such as `us-east-1`; `AWS_REGION` when absent. */
  region?: string | undefined;
  /**
   * An access key, or a provider such as those of `@aws-sdk/credential-providers`;
   * `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` when absent.
   */
  credentials?: Credentials | CredentialProvider | undefined;
  /** Where to send requests in place of the region's host; the AWS SDKs' `AWS_ENDPOINT_URL…` when absent. */
  endpoint?: string | undefined;
  /** Use the host whose cryptography is validated under FIPS 140; `AWS_USE_FIPS_ENDPOINT` when absent. */
  fips?: boolean | undefined;
  /** Use the host that is reached over IPv4 and IPv6; `AWS_USE_DUALSTACK_ENDPOINT` when absent. */
  dualStack?: boolean | undefined;
  /** Signs in place of the built-in signer, which is then not loaded. */
  sign?: Sign | undefined;
  /** Sends a request in place of the platform's own means: on Node `node:https`, elsewhere the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /** How often to try at most; 3 when absent, as with the AWS SDKs. */
  maxAttempts?: number | undefined;
  /** Hold every request and response against the contract; loads its validators with the first call. */
  validate?: boolean | undefined;
}

/** What one call may set for itself. */
export interface CallOptions {
  /** Aborts the call, its retries included: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Sent besides, or in place of, the headers of the client. */
  headers?: Record<string, string> | undefined;
}

/** Calls an operation; what it resolves with is undefined only for an operation without output. */
type Invoke = (operation: Operation, input?: Members, settings?: CallOptions) => Promise<Members>;

/**
 * Makes a client of a service that is described by data.
 *
 * @param service the service
 * @param platform where it runs
 * @param options where and how to send requests
 * @param loadValidators loads the contract's validators
 * @returns one method per operation; a paginated one has, besides, `paginate…` for all its pages and `paginate…Items`
 * @throws {Error} when the region, the credentials or the host are nowhere to be found, with what to set
 */
export function createServiceClient<Client>(
  service: Service,
  platform: Platform,
  options: ClientOptions,
  loadValidators: () => Promise<object>,
): Client {
  const invoke = createInvoke(service, platform, options, loadValidators as () => Promise<Validators>);
  const methods = Object.entries(service.operations).flatMap(([name, operation]) => {
    const call = (input?: Members, settings?: CallOptions) => invoke(operation, input, settings);
    if (!operation.paginated) return [[name, call]];
    const walk = (input: Members = {}, settings?: CallOptions) =>
      pages(operation, (next) => call(next, settings), input);
    const walkItems = (input?: Members, settings?: CallOptions) =>
      items(operation, walk(input, settings), settings?.signal);
    return [
      [name, call],
      [`paginate${operation.id}`, walk],
      [`paginate${operation.id}Items`, walkItems],
    ];
  });
  return Object.fromEntries(methods) as Client;
}

function createInvoke(
  service: Service,
  platform: Platform,
  options: ClientOptions,
  loadValidators: () => Promise<Validators>,
): Invoke {
  const exchange = createExchange(
    service,
    configure(service, platform, options),
    options.fetch ?? platform.send,
  );
  const withRetries = createRetries(options.maxAttempts ?? 3);
  const invoke: Invoke = async (operation, input = {}, { signal, headers } = {}) => {
    const validation = options.validate && (await loadValidation(loadValidators));
    if (validation) validation.request(operation, input);
    const request = service.writeRequest(operation, input);
    const call: Call = {
      ...{ ...request, operation, signal },
      headers: merge(
        operation,
        request.body && { 'content-type': 'application/json' },
        options.headers,
        headers,
      ),
    };
    const { output, response } = await withRetries((attempt) => exchange(call, attempt), signal);
    if (validation) validation.response(operation, output, response);
    return output!;
  };
  return (operation, input, settings) =>
    abortable(() => invoke(operation, input, settings), settings?.signal);
}

/** A provider of credentials, a signer and a `fetch` of the caller's own may take no notice of the signal. */
function abortable<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    work()
      .finally(() => signal.removeEventListener('abort', abort))
      .then(resolve, reject);
  });
}

/** Loaded by clients that validate only. */
async function loadValidation(loadValidators: () => Promise<Validators>): Promise<Validation> {
  const [{ createValidation }, validators] = await Promise.all([import('./validation.js'), loadValidators()]);
  return createValidation(validators, ServiceError);
}

/** Not those that the platform sets: another length of a body would let it run on into the next request. */
const headerName =
  /^(?!(connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$)[\w-]+$/;

/** Later names win over earlier ones, whatever their case. */
function merge(
  { id }: Operation,
  ...sources: (Record<string, string> | undefined | '')[]
): Record<string, string> {
  const entries = sources.flatMap((source) => Object.entries(source || {}));
  const headers = Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(headers)) {
    if (headerName.test(name) && /^[ -~]*$/.test(value)) continue;
    // Without the value, which may be a secret.
    const reason = `the header ${JSON.stringify(name)} cannot be set like this`;
    throw new ServiceError({ name: 'RequestValidationError', operation: id, reason, faults: [] });
  }
  return headers;
}
