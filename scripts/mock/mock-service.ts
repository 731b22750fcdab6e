import type { Contract } from './contract.ts';
import { createLog } from './log.ts';
import type { MockHandlerOptions } from './options.ts';
import { recordService } from './record.ts';
import { collectErrors, type Exchange, type ServiceResponse } from './response.ts';
import { createService, type Service } from './service.ts';
import { createStates, type MockControl } from './state.ts';

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

/** Loads the data and creates the service with its log of requests. */
export async function createMockService(
  contract: Contract,
  options: Omit<MockHandlerOptions, 'contract' | 'revision'>,
): Promise<MockService> {
  const { timeout = 10_000, bodyLimit = 1024 * 1024 } = options;
  const errors = collectErrors(contract.operations);
  const log = createLog(options.log);
  const states = await createStates(contract, errors, options, log);
  const created = await createService(contract, errors, states, options);
  const service = options.record === undefined ? created : recordService(created, options.record);
  return { ...service, contract, control: states.control, bodyLimit, timeout, responded: log.add };
}
