import { preview } from '../contract/words.ts';
import { close, listen } from '../listen.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import { loadContract } from './contract.ts';
import { type DataOptions, fillStores, type ServedData } from './data.ts';
import { createLog, type RequestRecord } from './log.ts';
import { createPages } from './pages.ts';
import { requirePrism } from './prism.ts';
import { createHttpServer } from './server.ts';
import { createService, type ServiceOptions } from './service.ts';

export type { ServedData } from './data.ts';
export type { RequestRecord } from './log.ts';
export type { Credentials } from './signature.ts';

/** How a mock behaves. Every option has a default. */
export interface MockOptions extends DataOptions, ServiceOptions {
  /** A bundled contract, YAML or JSON; by default the one of this package. */
  contract?: string;
  /** A later revision of the package's contract: a date such as `2026-11-11`, or `latest`; by default the base. */
  revision?: string;
  /** The address to listen on; `127.0.0.1` by default. */
  host?: string;
  /** The port; by default a free one. */
  port?: number;
  /** The largest body of a request, in bytes; 1 MiB by default. */
  bodyLimit?: number;
  /** Milliseconds that a client may take to send a request; 10,000 by default. */
  timeout?: number;
  /**
   * Host names to serve besides those of this machine, also as origins of web pages; `*` for every name. A mock in a
   * container needs the name by which others reach it.
   */
  allowHosts?: string[];
  /** Called after each response. */
  log?: (record: RequestRecord) => void;
}

/** A mock that is serving. */
export interface Mock {
  /** Where it serves, such as `http://127.0.0.1:4010`: the endpoint for an SDK. */
  url: string;
  /** What it serves for each paginated operation. */
  data: ServedData[];
  /** The last 1,000 requests, oldest first. */
  requests: readonly RequestRecord[];
  /** Takes no more connections, waits for the open requests within the timeout, and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a mock of the service.
 *
 * @param options where it listens and how it behaves
 * @returns the mock, ready for requests
 * @throws {Error} when an option is unknown or wrong, the port is in use, the contract or the data cannot be served, or
 *   Prism is not installed
 * @example
 * const mock = await createMock({ faults: ['ThrottlingException:1'] });
 * console.log(mock.url); // set AWS_ENDPOINT_URL_IMAGEBUILDER to it
 * await mock.close();
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  checkOptions(options);
  requirePrism();
  const { host = '127.0.0.1', port = 0, timeout = 10_000, bodyLimit = 1024 * 1024 } = options;
  const contract = await loadContract(options.contract, options.revision);
  const { stores, served } = await fillStores(contract, options);
  const { respond, fail } = await createService(contract, stores, options);
  const { records, add } = createLog(options.log);
  const page = createPages(contract);
  const allowHosts = [host, ...(options.allowHosts ?? [])];
  const server = createHttpServer({ bodyLimit, timeout, allowHosts, page, respond, fail, responded: add });
  const url = await listen(server, port, host);
  return { url, data: served, requests: records, close: () => close(server, timeout) };
}

type Rule = [isRight: (value: unknown) => boolean, rule: string];

const isString = (value: unknown) => typeof value === 'string';
const isInteger = (least: number, most: number): Rule => [
  (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  most === Number.MAX_SAFE_INTEGER
    ? `must be an integer of at least ${least}`
    : `must be an integer from ${least} to ${most}`,
];
const text: Rule = [isString, 'must be a string'];
const texts: Rule = [(value) => Array.isArray(value) && value.every(isString), 'must be an array of strings'];

const rules: Record<keyof MockOptions, Rule> = {
  contract: text,
  revision: text,
  host: text,
  port: isInteger(0, 65_535),
  count: isInteger(0, Number.MAX_SAFE_INTEGER),
  seed: isInteger(0, Number.MAX_SAFE_INTEGER),
  data: texts,
  skipInvalid: [(value) => typeof value === 'boolean', 'must be true or false'],
  faults: [texts[0], "must be an array of strings such as 'NAME:2' or 'NAME:10%'"],
  latency: [isString, "must be a string such as '200' or '50-300'"],
  rateLimit: [(value) => typeof value === 'number' && value > 0, 'must be a number greater than 0'],
  bodyLimit: isInteger(0, Number.MAX_SAFE_INTEGER),
  timeout: isInteger(1, 2 ** 31 - 1),
  allowHosts: texts,
  verifySignatures: [
    (value) =>
      isString((value as Record<string, unknown> | null)?.['accessKeyId']) &&
      isString((value as Record<string, unknown>)['secretAccessKey']),
    'must be an object with accessKeyId and secretAccessKey',
  ],
  log: [(value) => typeof value === 'function', 'must be a function'],
};

function checkOptions(options: MockOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name)) {
      const nearest = nearestName(name, Object.keys(rules));
      throw new TypeError(`createMock has no option ${name}${nearest ? `; did you mean ${nearest}?` : ''}`);
    }
    const [isRight, rule] = rules[name as keyof MockOptions];
    if (value !== undefined && !isRight(value)) {
      // The value of an option with secrets is not repeated.
      const state = name === 'verifySignatures' ? '' : `, is ${preview(value)}`;
      throw new TypeError(`the option ${name} of createMock ${rule}${state}`);
    }
  }
}
