import { type Conditional, createConditionals, respondConditionally } from './conditional.ts';
import type { Contract } from './contract.ts';
import { type DataOptions, type Filled, fillStores, loadData, readData, type ServedData } from './data.ts';
import { createDelay, createFault, createRateLimit } from './faults.ts';
import type { Generation } from './generate.ts';
import { copyJson, type LoadedItems } from './load-items.ts';
import type { RequestLog, RequestRecord } from './log.ts';
import type { PageOptions } from './pager.ts';
import type { Errors } from './response.ts';
import { createResponder, type Responder, type State } from './service.ts';
import {
  checkData,
  checkFault,
  checkLatency,
  checkState,
  type MockData,
  type MockFault,
  type MockLatency,
  type MockResponse,
  type MockState,
} from './state-document.ts';

/** Three pages at the contract's default of 25, the last one not full. */
const defaultCount = 60;

/** What tests can see and change of a mock while it runs. A request is served from the state in which it arrives. */
export interface MockControl {
  /** What it serves for each paginated operation. */
  readonly data: readonly ServedData[];
  /** The last 1,000 requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Describes the state: what was set, and how often each injected fault is still due. */
  state(): MockState;
  /** Replaces the state; what the new one leaves out gets its default. */
  setState(state: MockState): void;
  /** Returns to the state at the start, and forgets the requests. */
  reset(): void;
  /** Replaces what operations list. */
  setData(data: MockData): void;
  /** Injects one more fault, after those that there are. */
  addFault(fault: MockFault): void;
  /** Delays every response from now on; 0 ends that. */
  setLatency(latency: number | MockLatency): void;
  /** Forgets the requests. */
  clearRequests(): void;
}

/** A state that can describe itself, and that others are made from. */
interface FullState extends State {
  readonly generation: Generation;
  readonly filled: ReadonlyMap<string, Filled>;
  readonly served: readonly ServedData[];
  readonly latency: MockLatency;
  readonly rateLimit: number | undefined;
  readonly paging: PageOptions;
  readonly responses: readonly MockResponse[];
  readonly conditionals: ReadonlyMap<string, Conditional[]>;
}

/** The state of a mock, and what changes it. */
export interface States {
  readonly current: State;
  readonly control: MockControl;
}

/** Creates the state in which a mock starts. */
export async function createStates(
  contract: Contract,
  errors: Errors,
  { skipInvalid = false, data, ...options }: Omit<MockState, 'data'> & DataOptions,
  log: RequestLog,
): Promise<States> {
  const builder = new Builder(contract, errors);
  const atStart = builder.build(options, await loadData(contract, data, skipInvalid));
  const faultsAtStart = describeFaults(atStart);
  let current = atStart;
  const control: MockControl = {
    get data() {
      return current.served;
    },
    requests: log.records,
    state: () => describeState(current),
    setState(state) {
      checkState(state, []);
      current = builder.build(state, readData(contract, state.data, skipInvalid), current);
    },
    reset() {
      current = builder.restart(atStart, faultsAtStart);
      log.clear();
    },
    setData(data) {
      checkData(data, ['data']);
      current = builder.replaceData(current, readData(contract, data, skipInvalid));
    },
    addFault(fault) {
      checkFault(fault, ['fault']);
      current = builder.addFault(current, fault);
    },
    setLatency(latency) {
      checkLatency(latency, ['latency']);
      current = { ...current, ...createLatency(latency, current.generation.seed) };
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

/** Makes states of a contract. */
class Builder {
  readonly #contract: Contract;
  readonly #errors: Errors;

  constructor(contract: Contract, errors: Errors) {
    this.#contract = contract;
    this.#errors = errors;
  }

  /** Builds a state. What it generates is taken from the state before if that generated the same. */
  build(
    { count = defaultCount, seed = 1, region, account, ...rest }: Omit<MockState, 'data'>,
    loaded: Map<string, LoadedItems>,
    before?: FullState,
  ): FullState {
    const generation = { count, seed, ...(region && { region }), ...(account && { account }) };
    const isSame = JSON.stringify(generation) === JSON.stringify(before?.generation);
    const kept = [...(isSame ? before!.filled : [])].filter(([, { given }]) => !given);
    const filled = fillStores(this.#contract, loaded, generation, new Map(kept));
    const { faults = [], latency = 0, rateLimit, pages } = rest;
    // The caller may change its own.
    const responses = copyJson(rest.responses ?? [], ['responses']);
    const conditionals = createConditionals(this.#contract, responses);
    const paging = pages ? { pages } : {};
    return {
      ...{ generation, paging, responses, conditionals },
      ...this.#list(filled, conditionals, paging),
      ...this.#start(faults, latency, rateLimit, seed),
    };
  }

  /** Restarts what counts: the faults, the choice of delays, the rate limit. */
  restart(state: FullState, faults: readonly MockFault[]): FullState {
    const { generation, latency, rateLimit } = state;
    return { ...state, ...this.#start(faults, latency, rateLimit, generation.seed) };
  }

  /** Replaces the data of the operations for which some were loaded. */
  replaceData(state: FullState, loaded: Map<string, LoadedItems>): FullState {
    const filled = fillStores(this.#contract, loaded, state.generation, state.filled);
    return { ...state, ...this.#list(filled, state.conditionals, state.paging) };
  }

  addFault(state: FullState, fault: MockFault): FullState {
    const left = state.faults.filter((one) => one.rest());
    const added = createFault(this.#errors, fault, state.generation.seed + left.length, ['fault']);
    return { ...state, faults: [...left, added] };
  }

  #start(
    faults: readonly MockFault[],
    latency: number | MockLatency,
    rateLimit: number | undefined,
    seed: number,
  ): Pick<FullState, 'faults' | 'latency' | 'delay' | 'rateLimit' | 'limit'> {
    return {
      faults: faults.map((fault, index) => createFault(this.#errors, fault, seed + index, ['faults', index])),
      ...createLatency(latency, seed),
      rateLimit,
      limit: rateLimit === undefined ? undefined : createRateLimit(rateLimit),
    };
  }

  #list(
    filled: ReadonlyMap<string, Filled>,
    conditionals: ReadonlyMap<string, Conditional[]>,
    paging: PageOptions,
  ): Pick<FullState, 'filled' | 'served' | 'responders'> {
    const responders = this.#contract.operations.map((operation): [string, Responder] => {
      const store = filled.get(operation.id)?.store;
      const usual = createResponder(this.#contract, operation, store, paging);
      return [operation.id, respondConditionally(conditionals.get(operation.id), usual)];
    });
    const served = [...filled].map(([operation, { store, skipped }]) => ({
      operation,
      items: store.count,
      skipped,
    }));
    return { filled, served, responders: new Map(responders) };
  }
}

function createLatency(latency: number | MockLatency, seed: number): Pick<FullState, 'latency' | 'delay'> {
  const { min, max } = typeof latency === 'number' ? { min: latency, max: latency } : latency;
  return { latency: { min, max }, delay: max > 0 ? createDelay({ min, max }, seed) : undefined };
}

function describeState(state: FullState): MockState {
  const { generation, latency, rateLimit, paging, responses } = state;
  const { count, ...others } = generation;
  const given = [...state.filled].filter((entry) => entry[1].given);
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
    ...(rateLimit !== undefined && { rateLimit }),
    ...paging,
    responses: structuredClone(responses),
  };
}

function describeFaults({ faults }: State): MockFault[] {
  return faults.flatMap((fault) => fault.rest() ?? []);
}
