import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationError } from '../contract/operations.ts';
import { createRandom } from '../random.ts';
import { type Errors, errorResponse, RequestError, type ServiceResponse } from './response.ts';

/** Which requests fail although they are valid. */
export interface FaultOptions {
  /** Errors to inject: `NAME:COUNT` for the first requests, `NAME:RATE%` for a share of all. */
  faults?: string[];
  /** How many requests per second succeed, in a burst as well; those beyond get the error for too many. */
  rateLimit?: number;
  /** Repeats the same choice of requests in every run. */
  seed?: number;
}

/** Makes a function that returns the injected fault of a valid request, if it gets one; it throws beyond the rate limit. */
export function createFaults(errors: Errors, options: FaultOptions): () => ServiceResponse | undefined {
  const faults = (options.faults ?? []).map((fault, index) =>
    readFault(errors, fault, (options.seed ?? 1) + index),
  );
  const limit = options.rateLimit === undefined ? undefined : createRateLimit(options.rateLimit);
  return () => {
    limit?.();
    const due = faults.find((fault) => fault.isDue());
    return due && errorResponse(due.error, due.error.message);
  };
}

interface Fault {
  error: OperationError;
  isDue: () => boolean;
}

function readFault({ byName }: Errors, fault: string, seed: number): Fault {
  const [name = '', amount = ''] = fault.split(':');
  const error = byName.get(name);
  if (!error) {
    throw new Error(
      `fault ${fault}: the contract has no error ${name}, only ${[...byName.keys()].join(', ')}`,
    );
  }
  if (/^\d+$/.test(amount)) {
    let left = Number(amount);
    return { error, isDue: () => left > 0 && left-- > 0 };
  }
  const rate = /^(\d+(?:\.\d+)?)%$/.exec(amount)?.[1];
  if (rate === undefined || Number(rate) > 100) {
    throw new Error(
      `fault ${fault}: the name needs a count such as ${name}:2, or a rate such as ${name}:10%`,
    );
  }
  const random = createRandom(seed);
  return { error, isDue: () => random.next() * 100 < Number(rate) };
}

/** Takes a token from a bucket that holds one second's requests and fills up steadily. */
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

/** Makes a function that waits as long as a response takes: `MS` or `MIN-MAX` milliseconds. */
export function createLatency(latency: string | undefined, seed: number): (() => Promise<void>) | undefined {
  if (latency === undefined) return undefined;
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(latency) ?? [];
  const [least, most] = [Number(from), Number(to)];
  if (from === undefined || least > most) {
    throw new Error(`latency ${latency}: must be milliseconds such as 200, or a range such as 50-300`);
  }
  const random = createRandom(seed);
  return () => sleep(least + random.below(most - least + 1));
}
