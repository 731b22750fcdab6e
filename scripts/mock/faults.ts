import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationError } from '../contract/operations.ts';
import { createRandom } from '../random.ts';
import { didYouMean, type Path, refuse } from './checks.ts';
import { type Errors, RequestError } from './response.ts';
import type { MockFault, MockLatency } from './state-document.ts';

/** An injected fault, which knows how often it is still due. */
export interface Fault {
  error: OperationError;
  isDue(): boolean;
  /** Describes what is left of it; undefined if it is used up. */
  rest(): MockFault | undefined;
}

/** Makes an injected fault. The same seed chooses the same requests in every run. */
export function createFault(
  errors: Errors,
  { error: name, times, rate }: MockFault,
  seed: number,
  path: Path,
): Fault {
  const error = findError(errors, name, [...path, 'error']);
  if (times !== undefined) {
    let left = times;
    return {
      error,
      isDue: () => left > 0 && left-- > 0,
      rest: () => (left > 0 ? { error: name, times: left } : undefined),
    };
  }
  const random = createRandom(seed);
  return { error, isDue: () => random.next() < rate!, rest: () => ({ error: name, rate: rate! }) };
}

/** Finds an error of the contract by name. */
export function findError({ byName }: Errors, name: string, path: Path): OperationError {
  const error = byName.get(name);
  if (error) return error;
  const names = [...byName.keys()];
  refuse(path, `must be an error of the contract: ${names.join(', ')}`, name, didYouMean(name, names));
}

/** Makes a function that takes a token from a bucket that holds one second's requests and fills up steadily. */
export function createRateLimit(perSecond: number): () => void {
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

/** Makes a function that waits as long as a response takes. */
export function createDelay({ min, max }: MockLatency, seed: number): () => Promise<void> {
  const random = createRandom(seed);
  return () => sleep(min + random.below(max - min + 1));
}
