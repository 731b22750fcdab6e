import type { Operation } from './operation.js';

type Members = Record<string, unknown>;

/**
 * Walks through the pages of an operation's results.
 *
 * @param operation a paginated operation
 * @param call calls the operation with an input and returns its output
 * @param input the input of the first page; a token in it is where to start
 * @returns the pages as they come, each requested when it is asked for; ends after a page without a token
 * @throws {Error} when the service answers with the token that it was sent: the pages would never end
 */
export async function* pages(
  { id, paginated }: Operation,
  call: (input: Members) => Promise<Members>,
  input: Members,
): AsyncGenerator<Members, void, undefined> {
  const { inputToken, outputToken } = paginated!;
  let next = input;
  for (;;) {
    const page = await call(next);
    yield page;
    const token = page[outputToken];
    if (!token) return;
    if (token === next[inputToken]) {
      throw new Error(`${id} answered twice in a row with the ${outputToken} ${JSON.stringify(token)}`);
    }
    next = { ...input, [inputToken]: token };
  }
}
