import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationError } from '../contract/operations.ts';
import { createRandom } from '../random.ts';
import type { MockContract } from './contract.ts';
import { type Filled, fillStores, loadData, readData } from './data.ts';
import { RequestError } from './exchange.ts';
import { copyJson, type LoadedItems } from './load-items.ts';
import {
  checkData,
  checkFault,
  checkLatency,
  checkState,
  findNamed,
  type Path,
  pickState,
} from './options.ts';
import type { RequestLog } from './record.ts';
import { createResponders, type Responder } from './responders.ts';
import type {
  MockControl,
  MockData,
  MockFault,
  MockHandlerOptions,
  MockLatency,
  MockResponse,
  MockState,
} from './types.ts';

/** Three pages at the contract's default of 25, the last one not full. */
const defaultCount = 60;

/** What the service responds with. It is replaced as a whole, so that each request is served from one state. */
export interface State {
  readonly settings: Settings;
  readonly filled: ReadonlyMap<string, Filled>;
  /** By the name of the operation: the first that responds is used, and the last always does. */
  readonly responders: ReadonlyMap<string, readonly Responder[]>;
  readonly faults: readonly Fault[];
  /** Waits as long as a response takes. */
  readonly delay: (() => Promise<void>) | undefined;
  /** Throws beyond the rate limit. */
  readonly limit: (() => void) | undefined;
}

/** The state that was set, without the data and the faults: `filled` and `faults` have those. */
interface Settings extends Omit<MockState, 'data' | 'faults'> {
  readonly count: number;
  readonly seed: number;
  readonly latency: MockLatency;
  readonly responses: readonly MockResponse[];
}

/** An injected fault, which counts how often it is still due. */
interface Fault {
  error: OperationError;
  isDue(): boolean;
  /** Describes the faults that are still due; undefined if there are none. */
  rest(): MockFault | undefined;
}

/** Creates the first state of a mock, and the control that shows and changes it. */
export async function createStates(
  contract: MockContract,
  { skipInvalid = false, data, ...options }: MockHandlerOptions,
  log: RequestLog,
): Promise<{ readonly current: State; readonly control: MockControl }> {
  const atStart = build(contract, pickState(options), await loadData(contract, data, skipInvalid));
  const faultsAtStart = describeFaults(atStart);
  let current = atStart;
  const control: MockControl = {
    get data() {
      return [...current.filled].map(([operation, { store, skipped }]) => ({
        operation,
        items: store.count,
        skipped,
      }));
    },
    requests: log.records,
    state: () => describeState(current),
    setState(state) {
      checkState(state, []);
      current = build(contract, pickState(state), readData(contract, state.data, skipInvalid), current);
    },
    reset() {
      current = { ...atStart, ...startCounters(contract, atStart.settings, faultsAtStart) };
      log.clear();
    },
    setData(data) {
      checkData(data, ['data']);
      const { settings } = current;
      const filled = fillStores(contract, readData(contract, data, skipInvalid), settings, current.filled);
      current = { ...current, filled, responders: createResponders(contract, settings, filled) };
    },
    addFault(fault) {
      checkFault(fault, ['fault']);
      const left = current.faults.filter((one) => one.rest());
      const added = createFault(contract, fault, current.settings.seed + left.length, ['fault']);
      current = { ...current, faults: [...left, added] };
    },
    setLatency(latency) {
      checkLatency(latency, ['latency']);
      const settings = { ...current.settings, latency: rangeOf(latency) };
      current = { ...current, settings, delay: createDelay(settings) };
    },
    clearRequests: log.clear,
  };
  return {
    get current() {
      return current;
    },
    control,
  };
}

/** Builds a state. It keeps the generated items of the state before if it would generate the same. */
function build(
  contract: MockContract,
  { data: _, faults = [], latency = 0, responses = [], ...others }: MockState,
  loaded: Map<string, LoadedItems>,
  before?: State,
): State {
  const settings: Settings = {
    count: defaultCount,
    seed: 1,
    ...others,
    latency: rangeOf(latency),
    // The caller may change the original.
    responses: copyJson(responses, ['responses']),
  };
  const isSame = (['count', 'seed', 'region', 'account'] as const).every(
    (name) => settings[name] === before?.settings[name],
  );
  const kept = [...(isSame ? before!.filled : [])].filter(([, { given }]) => !given);
  const filled = fillStores(contract, loaded, settings, new Map(kept));
  const responders = createResponders(contract, settings, filled);
  return { settings, filled, responders, ...startCounters(contract, settings, faults) };
}

/** Creates the parts of a state that change from request to request. */
function startCounters(contract: MockContract, settings: Settings, faults: readonly MockFault[]) {
  const { seed, rateLimit } = settings;
  return {
    faults: faults.map((fault, index) => createFault(contract, fault, seed + index, ['faults', index])),
    delay: createDelay(settings),
    limit: rateLimit === undefined ? undefined : createRateLimit(rateLimit),
  };
}

/** Makes an injected fault. The same seed chooses the same requests in every run. */
function createFault(contract: MockContract, fault: MockFault, seed: number, path: Path): Fault {
  const { error: name, times, rate } = fault;
  const error = findNamed(contract.errors.byName, name, [...path, 'error'], 'an error of the contract');
  if (times !== undefined) {
    let left = times;
    return {
      error,
      isDue: () => left > 0 && left-- > 0,
      rest: () => (left > 0 ? { error: name, times: left } : undefined),
    };
  }
  const random = createRandom(seed);
  return { error, isDue: () => random.next() < rate, rest: () => ({ error: name, rate }) };
}

/** A token bucket that holds the requests of one second and refills steadily. */
function createRateLimit(perSecond: number): () => void {
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let last = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(capacity, tokens + ((now - last) / 1000) * perSecond);
    last = now;
    if (tokens < 1) throw new RequestError('rate', `More than ${perSecond} requests per second.`);
    tokens -= 1;
  };
}

/** Makes a function that waits as long as a response takes; undefined if it takes no time. */
function createDelay({ latency: { min, max }, seed }: Settings): (() => Promise<void>) | undefined {
  if (max === 0) return undefined;
  const random = createRandom(seed);
  return () => sleep(min + random.below(max - min + 1));
}

function rangeOf(latency: number | MockLatency): MockLatency {
  if (typeof latency === 'number') return { min: latency, max: latency };
  return { min: latency.min, max: latency.max };
}

function describeState(state: State): MockState {
  const { count, latency, responses, ...others } = state.settings;
  const given = [...state.filled].filter(([, filled]) => filled.given);
  const data = given.map(([operation, { store }]) => [
    operation,
    JSON.parse(`[${store.slice(0, store.count)}]`),
  ]);
  return {
    ...(given.length < state.filled.size && { count }),
    ...others,
    ...(given.length > 0 && { data: Object.fromEntries(data) as MockData }),
    faults: describeFaults(state),
    ...(latency.max > 0 && { latency: { ...latency } }),
    responses: structuredClone(responses),
  };
}

function describeFaults({ faults }: State): MockFault[] {
  return faults.flatMap((fault) => fault.rest() ?? []);
}
