// Copied from scripts/runtime/client/pages.ts by `npm run generate`: do not edit.

import type { Members, Operation } from './operation.js';
import { ServiceError } from './service-error.js';

/**
 * Walks through the pages of an operation's results.
 *
 * @param operation a paginated operation
 * @param call calls the operation with an input and returns its output
 * @param input the input of the first page; a token in it is where to start
 * @returns the pages as they come, each requested when it is asked for; ends after a page without a token
 * @throws {ServiceError} `RepeatedTokenError` when a token comes again: the pages would never end
 */
export async function* pages(
  { id, paginated }: Operation,
  call: (input: Members) => Promise<Members>,
  input: Members,
): AsyncGenerator<Members, void, undefined> {
  const { inputToken, outputToken } = paginated!;
  let next = input;
  // Brent's way to find a circle while remembering one token, however many there are.
  let mark: unknown;
  for (let count = 0, nextMark = 1; ; count += 1) {
    const page = await call(next);
    yield page;
    const token = page[outputToken];
    if (!token) return;
    if (token === next[inputToken] || token === mark) {
      const reason = `the service repeats the ${outputToken} of an earlier page, so its pages would never end`;
      throw new ServiceError({ name: 'RepeatedTokenError', operation: id, reason });
    }
    if (count === nextMark) {
      mark = token;
      nextMark *= 2;
    }
    next = { ...input, [inputToken]: token };
  }
}

/**
 * Walks through the items of all pages.
 *
 * @param operation a paginated operation
 * @param walk the pages
 * @param signal ends the walk also between the items of one page
 * @returns the items as they come
 * @throws what the pages throw, and the signal's reason
 */
export async function* items(
  { paginated }: Operation,
  walk: AsyncIterable<Members>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  for await (const page of walk) {
    for (const item of (page[paginated!.items] ?? []) as Iterable<unknown>) {
      signal?.throwIfAborted();
      yield item;
    }
  }
}
