import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../contract/document.ts';
import { findSigningName, type Operation } from '../contract/operations.ts';
import type { Answer } from './answer.ts';
import { startEngine } from './engine.ts';
import { answerError, answerRefusal, catalogueErrors, type ErrorCatalogue } from './errors.ts';
import { createExaminer } from './examine.ts';
import { createFaults, type FaultOptions } from './faults.ts';
import { type DataOptions, fillStores, type ServedData } from './fill-stores.ts';
import { createLatency } from './latency.ts';
import type { Contract } from './load-contract.ts';
import { loadContract } from './load-contract.ts';
import { createPages } from './pages.ts';
import { createPreference } from './prefer.ts';
import { Refusal } from './refusal.ts';
import { createRequestLog, type RequestRecord } from './request-log.ts';
import { createHttpServer } from './server.ts';
import { createService, type ServiceParts } from './service.ts';
import { readSignature } from './signature.ts';
import type { Store } from './store.ts';
import { createSuccess } from './success.ts';
import { type Credentials, createVerifier } from './verify-signature.ts';

export type { ServedData } from './fill-stores.ts';
export type { RequestRecord } from './request-log.ts';
export type { Credentials } from './verify-signature.ts';

/** How a mock is to behave; everything has a default. */
export interface MockOptions extends DataOptions, FaultOptions {
  /** The bundled contract, YAML or JSON; the package's own when absent. */
  contract?: string;
  /** The address to listen on; `127.0.0.1` when absent. */
  host?: string;
  /** The port; a free one when absent or 0. */
  port?: number;
  /** The most bytes of a request's body; 1 MiB when absent. */
  bodyLimit?: number;
  /** Milliseconds that a client has to send its request; 10,000 when absent. */
  timeout?: number;
  /** Milliseconds that an operation's answers take, as `MS` or `MIN-MAX`; none when absent. */
  latency?: string;
  /** Recompute every signature with this key pair; without it only presence and form are checked. */
  verifySignatures?: Credentials;
  /** Hears of every request once it is answered. */
  log?: (record: RequestRecord) => void;
}

/** A mock that is serving. */
export interface Mock {
  /** Where it serves, such as `http://127.0.0.1:4010`, to give to an SDK as its endpoint. */
  url: string;
  /** The items that it serves, per paginated operation. */
  data: ServedData[];
  /** The last 1,000 requests that it answered, oldest first. */
  requests: readonly RequestRecord[];
  /** Stops taking connections, lets the requests under way finish within the timeout, and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a mock of the service that a contract describes.
 *
 * @param options where to listen and how to behave
 * @returns the mock, once it is ready
 * @throws {Error} when the port is taken, the contract or the data cannot be served, an option makes no sense, or Prism
 *   is not installed
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  const contract = await loadContract(options.contract);
  const catalogue = catalogueErrors(contract.operations);
  const engine = await startEngine(contract.document, contract.operations);
  const { stores, served } = await fillStores(contract, options);
  const service = createService({
    examine: createExaminer(engine),
    catalogue,
    successes: createSuccesses(contract, stores),
    checkSignature: await createSignatureCheck(contract, options.verifySignatures),
    intercept: createIntercept(contract, catalogue, options),
    delay: createLatency(options.latency, options.seed ?? 1),
  });
  const { records, record } = createRequestLog(options.log);
  const timeout = options.timeout ?? 10_000;
  const server = createHttpServer({
    bodyLimit: options.bodyLimit ?? 1024 * 1024,
    timeout,
    page: createPages(contract),
    answer: service,
    fail: (error) =>
      error instanceof Refusal
        ? answerRefusal(catalogue, error)
        : answerError(catalogue.raisedBy('internal')),
    answered: record,
  });
  const url = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
  return { url, data: served, requests: records, close: () => close(server, timeout) };
}

function createSuccesses({ document, operations }: Contract, stores: Map<string, Store>) {
  return new Map<string, (request: JsonObject, id: string) => Answer>(
    operations.map((operation) => [
      operation.id,
      createSuccess(document, operation, stores.get(operation.id)),
    ]),
  );
}

async function createSignatureCheck(
  { document }: Contract,
  credentials: Credentials | undefined,
): Promise<ServiceParts['checkSignature']> {
  const service = findSigningName(document);
  const verify = credentials && (await createVerifier(credentials));
  return async (request) => {
    // Why only then: whether an operation may do without a signature is for Prism to say.
    if (service === undefined || request.headers['authorization'] === undefined) return;
    const signature = readSignature(request, service);
    await verify?.(request, signature);
  };
}

function createIntercept(
  { document, operations }: Contract,
  catalogue: ErrorCatalogue,
  options: FaultOptions,
): ServiceParts['intercept'] {
  const strike = createFaults(catalogue, options);
  const preferences = new Map(
    operations.map(({ id }, index) => [id, createPreference(document, operations[index]!)]),
  );
  return (request, operation: Operation) =>
    strike() ?? preferences.get(operation.id)!(request.headers['prefer'], request.id);
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is in use`, { cause: error })
          : error,
      );
    });
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}

/** Why the patience: Node no longer times out half a request once its server is closing. */
function close(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const drop = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(drop);
      resolve();
    });
    server.closeIdleConnections();
  });
}
