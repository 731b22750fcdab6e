import type { OperationError } from '../contract/operations.ts';
import type { Answer } from './answer.ts';
import { answerError, type ErrorCatalogue } from './errors.ts';
import { createRandom } from './random.ts';
import { Refusal } from './refusal.ts';

/** How a mock misbehaves on purpose. */
export interface FaultOptions {
  /** Errors to answer with: `NAME:COUNT` for the first requests, `NAME:RATE%` for a share of all. */
  faults?: string[];
  /** The requests per second that are answered; those beyond get the contract's error for too many. */
  rateLimit?: number;
  /** Makes the same requests of a share fail in every run. */
  seed?: number;
}

/**
 * Reads the faults that were asked for.
 *
 * @param catalogue the contract's errors
 * @param options the faults and the rate limit
 * @returns a function to call per valid request: it returns the error to answer with, undefined when there is none,
 *   and throws a {@link Refusal} beyond the rate limit
 * @throws {Error} when a fault names no error of the contract, or has neither a count nor a rate
 */
export function createFaults(catalogue: ErrorCatalogue, options: FaultOptions): () => Answer | undefined {
  const faults = (options.faults ?? []).map((fault, index) =>
    readFault(catalogue, fault, (options.seed ?? 1) + index),
  );
  const limit = options.rateLimit === undefined ? undefined : createRateLimit(options.rateLimit);
  return () => {
    limit?.();
    const striking = faults.find((fault) => fault.strikes());
    return striking && answerError(striking.error);
  };
}

interface Fault {
  error: OperationError;
  strikes: () => boolean;
}

function readFault(catalogue: ErrorCatalogue, fault: string, seed: number): Fault {
  const [name = '', amount = ''] = fault.split(':');
  const error = catalogue.byName.get(name);
  if (!error) {
    const names = [...catalogue.byName.keys()].join(', ');
    throw new Error(`fault ${fault}: the contract has no error ${name}, only ${names}`);
  }
  if (/^\d+$/.test(amount)) {
    let left = Number(amount);
    return { error, strikes: () => left > 0 && left-- > 0 };
  }
  const rate = /^(\d+(?:\.\d+)?)%$/.exec(amount)?.[1];
  if (rate === undefined || Number(rate) > 100) {
    throw new Error(`fault ${fault}: after the name comes a count such as 2, or a rate from 0% to 100%`);
  }
  const random = createRandom(seed);
  return { error, strikes: () => random.next() * 100 < Number(rate) };
}

/** A bucket of one second's requests that fills up steadily. */
function createRateLimit(perSecond: number): () => void {
  if (!(perSecond > 0)) throw new Error(`rate limit ${perSecond}: it is more than 0 requests per second`);
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let last = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(capacity, tokens + ((now - last) / 1000) * perSecond);
    last = now;
    if (tokens < 1) throw new Refusal('rate', `More than ${perSecond} requests per second.`);
    tokens -= 1;
  };
}
