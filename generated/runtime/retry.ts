// Copied from scripts/runtime/client/retry.ts by `npm run generate`: do not edit.

import { ServiceError } from './service-error.js';

// The figures of the AWS SDKs' standard mode; times in milliseconds.
const firstDelay = { transient: 50, throttling: 1000 };
const longestDelay = 20_000;
const longestWaitOnRequest = 5000;
const price = { transient: 14, throttling: 5 };
const budget = 500;

/** Calls a function until it succeeds or a retry makes no sense. */
export type WithRetries = <Result>(
  attempt: (number: number) => Promise<Result>,
  signal: AbortSignal | undefined,
) => Promise<Result>;

/**
 * Makes a function that repeats what fails in passing, with a budget that all calls of a client share: while a service
 * is down, most of them fail at once instead of adding to its load.
 *
 * @param maxAttempts how often to try at most, the first attempt included
 * @returns a function that passes on the result of an attempt, or throws the error of the last one
 */
export function createRetries(maxAttempts: number): WithRetries {
  let tokens = budget;
  return async (attempt, signal) => {
    let gain = 1;
    for (let number = 1; ; number += 1) {
      try {
        const result = await attempt(number);
        tokens = Math.min(budget, tokens + gain);
        return result;
      } catch (error) {
        if (!(error instanceof ServiceError) || !error.retryable || number >= maxAttempts) throw error;
        const kind = error.throttling ? 'throttling' : 'transient';
        gain = price[kind];
        if (tokens < gain) throw error;
        tokens -= gain;
        await sleep(delayBefore(number, firstDelay[kind], error.retryAfter), signal);
      }
    }
  };
}

/** Full jitter: anything up to the longest delay, so that clients that failed together do not return together. */
function delayBefore(retry: number, first: number, asked = 0): number {
  const delay = Math.random() * Math.min(longestDelay, first * 2 ** (retry - 1));
  return Math.max(delay, Math.min(asked, delay + longestWaitOnRequest));
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
