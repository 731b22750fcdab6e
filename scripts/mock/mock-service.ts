import { type Contract, loadContract } from './contract.ts';
import { fillStores, type ServedData } from './data.ts';
import { createLog, type RequestRecord } from './log.ts';
import type { MockHandlerOptions } from './options.ts';
import { recordService } from './record.ts';
import type { Exchange, ServiceResponse } from './response.ts';
import { createService, type Service } from './service.ts';

/** What tests can see of a mock while it runs. */
export interface MockControl {
  /** What it serves for each paginated operation. */
  data: ServedData[];
  /** The last 1,000 requests, oldest first. */
  requests: readonly RequestRecord[];
}

/** Everything of a mock but the way by which requests reach it. */
export interface MockService extends Service {
  contract: Contract;
  control: MockControl;
  /** The largest body, in bytes. */
  bodyLimit: number;
  /** Milliseconds that a client may take to send a request. */
  timeout: number;
  /** Hears of every response once it is on its way. */
  responded: (exchange: Exchange, response: ServiceResponse) => void;
}

/** Loads the contract and the data, and creates the service with its log of requests. */
export async function createMockService(options: MockHandlerOptions): Promise<MockService> {
  const { timeout = 10_000, bodyLimit = 1024 * 1024 } = options;
  const contract = await loadContract(options.contract, options.revision);
  const { stores, served } = await fillStores(contract, options);
  const created = await createService(contract, stores, options);
  const service = options.record === undefined ? created : recordService(created, options.record);
  const { records, add } = createLog(options.log);
  const control = { data: served, requests: records };
  return { ...service, contract, control, bodyLimit, timeout, responded: add };
}
