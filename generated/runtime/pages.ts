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
  // The caller may use its object for something else while the pages are walked through.
  const first = { ...input };
  let next: Members = first;
  // Brent's way to find a circle while remembering one token, however many there are.
  let mark: unknown;
  for (let count = 0, nextMark = 1; ; count += 1) {
    const page = await call(next);
    yield page;
    const token = page[outputToken];
    if (!token) return;
    if (typeof token !== 'string') throw unreadable(id, outputToken, 'text');
    if (token === next[inputToken] || token === mark) {
      const reason = `the service repeats the ${outputToken} of an earlier page, so its pages would never end`;
      throw new ServiceError({ name: 'RepeatedTokenError', operation: id, reason });
    }
    if (count === nextMark) {
      mark = token;
      nextMark *= 2;
    }
    next = { ...first, [inputToken]: token };
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
  { id, paginated }: Operation,
  walk: AsyncIterable<Members>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  for await (const page of walk) {
    const list = page[paginated!.items] ?? [];
    if (!Array.isArray(list)) throw unreadable(id, paginated!.items, 'list');
    for (const item of list) {
      signal?.throwIfAborted();
      yield item;
    }
  }
}

function unreadable(operation: string, member: string, type: string): ServiceError {
  return new ServiceError({
    name: 'UnreadableResponseError',
    operation,
    reason: `${member} is not a ${type}`,
  });
}
