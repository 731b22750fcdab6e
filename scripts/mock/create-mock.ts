import { close, listen } from '../listen.ts';
import { loadMockContract } from './contract.ts';
import { createControlApi } from './control.ts';
import { createHandler } from './handler.ts';
import { checkHandlerOptions, checkMockOptions, type MockOptions } from './options.ts';
import { createPages } from './pages.ts';
import { requirePrism } from './prism.ts';
import { createHttpServer } from './server.ts';
import { createMockService } from './service.ts';
import type { MockControl, MockHandler, MockHandlerOptions } from './types.ts';

export { type MockOptions, OptionError } from './options.ts';
export type * from './types.ts';

/** A running mock. */
export interface Mock extends MockControl {
  /** The address, such as `http://127.0.0.1:4010`: the endpoint for an SDK. */
  url: string;
  /** Accepts no more connections, waits for open requests up to the timeout, and frees the port. */
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
 * const mock = await createMock({ faults: [{ error: 'ThrottlingException', times: 1 }] });
 * console.log(mock.url); // set AWS_ENDPOINT_URL_IMAGEBUILDER to it
 * await mock.close();
 */
export async function createMock(options: MockOptions = {}): Promise<Mock> {
  checkMockOptions(options, []);
  requirePrism();
  const { host = '127.0.0.1', port = 0 } = options;
  const service = await createMockService(
    await loadMockContract(options.contract, options.revision),
    options,
  );
  const page = createPages(service.contract);
  const allowHosts = [host, ...(options.allowHosts ?? [])];
  const control = options.control === false ? undefined : createControlApi(service.control);
  const server = createHttpServer({ ...service, allowHosts, page, control });
  const url = await listen(server, port, host);
  return Object.assign(service.control, { url, close: () => close(server, service.timeout) });
}

/**
 * Creates a mock without a port: a function that responds to requests in this process.
 *
 * @param options how it behaves
 * @returns the function; its properties let tests inspect and change the mock
 * @throws {Error} when an option is unknown or wrong, the contract or the data cannot be served, or Prism is not
 *   installed
 * @example
 * const handler = await createMockHandler({ count: 100 });
 * const client = createImageScanFindingsClient({ fetch: handler });
 */
export async function createMockHandler(options: MockHandlerOptions = {}): Promise<MockHandler> {
  checkHandlerOptions(options, []);
  requirePrism();
  const contract = await loadMockContract(options.contract, options.revision);
  return createHandler(await createMockService(contract, options));
}
