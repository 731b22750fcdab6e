import { ServiceError } from './errors.js';
import type { Operation, Properties } from './service.js';

/**
 * Walks through the pages of an operation's results from the first, or from a token in the input, to the page without
 * a token. Each page is requested when the loop asks for it.
 */
export async function* pages(
  operation: Operation,
  call: (input: Properties) => Promise<Properties>,
  input: Properties,
): AsyncGenerator<Properties, void, undefined> {
  const { inputToken, outputToken } = operation.paginated!;
  // The caller may change its object in the meantime.
  const first = { ...input };
  const tokens = new Set([first[inputToken]]);
  for (let next: Properties = first; ; ) {
    const page = await call(next);
    yield page;
    const token = page[outputToken];
    if (!token) return;
    if (typeof token !== 'string') throw unreadable(operation, outputToken, 'a string');
    if (tokens.has(token)) {
      const reason = `the service repeats the ${outputToken} of an earlier page`;
      throw new ServiceError({ name: 'RepeatedTokenError', operation, reason });
    }
    tokens.add(token);
    next = { ...first, [inputToken]: token };
  }
}

/** Walks through the items of all pages; the signal ends the walk also between the items of one page. */
export async function* pageItems(
  operation: Operation,
  walk: AsyncIterable<Properties>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const { items } = operation.paginated!;
  for await (const page of walk) {
    const list = page[items] ?? [];
    if (!Array.isArray(list)) throw unreadable(operation, items, 'an array');
    for (const item of list) {
      signal?.throwIfAborted();
      yield item;
    }
  }
}

function unreadable(operation: Operation, property: string, type: string): ServiceError {
  const reason = `${property} is not ${type}`;
  return new ServiceError({ name: 'UnreadableResponseError', operation, reason });
}
