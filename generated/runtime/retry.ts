// Copied from scripts/runtime/retry.ts by `npm run generate`: do not edit.

import type { ServiceError } from './errors.js';

// The figures of the AWS SDKs' standard mode; times in milliseconds.
const firstDelay = { transient: 50, throttling: 1000 };
const longestDelay = 20_000;
const longestWaitOnRequest = 5000;
const price = { transient: 14, throttling: 5 };
const budget = 500;

/** Takes how an attempt of a call ended; returns the milliseconds to wait before the next one, undefined for none. */
export type NextDelay = (error: ServiceError | undefined) => number | undefined;

/**
 * Decides when calls retry, with a budget that all calls of a client share: while a service is down, most of them fail
 * at once instead of adding to its load.
 *
 * @returns a function that starts a call
 */
export function createRetries(maxAttempts: number): () => NextDelay {
  let tokens = budget;
  return () => {
    let attempts = 0;
    let gain = 1;
    return (error) => {
      attempts += 1;
      if (!error) tokens = Math.min(budget, tokens + gain);
      if (!error?.retryable || attempts >= maxAttempts) return undefined;
      const kind = error.throttling ? 'throttling' : 'transient';
      gain = price[kind];
      if (tokens < gain) return undefined;
      tokens -= gain;
      return delayBefore(attempts, firstDelay[kind], error.retryAfter);
    };
  };
}

/** Full jitter: anything up to the longest delay, so that clients that failed together do not return together. */
function delayBefore(retry: number, first: number, asked = 0): number {
  const delay = Math.random() * Math.min(longestDelay, first * 2 ** (retry - 1));
  return Math.max(delay, Math.min(asked, delay + longestWaitOnRequest));
}

/** The longest that `setTimeout` can wait. */
const longestTimer = 2 ** 31 - 1;

/**
 * Waits for a task, but no longer than some time; then there is no result. Rejects with the signal's reason when that
 * aborts, also when the task ignores it.
 */
export function wait<Result>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  task?: Promise<Result>,
): Promise<Result | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Result | undefined>();
  const timer = setTimeout(() => resolve(undefined), Math.min(milliseconds, longestTimer));
  const abort = () => reject(signal!.reason);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  task?.then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  });
}
