import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../contract/operations.ts';
import type { Random } from '../random.ts';
import { createRequests } from './contract.ts';
import { readObject } from './rules/cases.ts';
import { type Contract, type Conversation, type Subject, Unproven, type Walk } from './types.ts';

/** Pages that are read of one list; a live service is asked for fewer. */
const mostPages = 400;
const mostPagesReadOnly = 10;

interface Parts {
  contract: Contract;
  operation: Operation;
  readOnly: boolean;
  random: Random;
  conversation: Conversation;
  others: () => Subject[];
}

/** Puts together what rules need to know of an operation on a server. */
export function createSubject({ random, ...parts }: Parts): Subject {
  const { operation, readOnly, conversation } = parts;
  const request = createRequests(parts.contract, operation);
  const made = new Map<string, Promise<unknown>>();
  const limit = readOnly ? mostPagesReadOnly : mostPages;
  const subject: Subject = {
    ...parts,
    request,
    random: random.below,
    once<Value>(key: string, make: () => Promise<Value>) {
      const value = made.get(key) ?? make();
      made.set(key, value);
      return value as Promise<Value>;
    },
    async walk(input, { exchanges } = conversation) {
      const walk = await subject.once(`walk ${JSON.stringify(input)}`, () =>
        readPages(subject, input, limit),
      );
      exchanges.push(...walk.pages.map(({ exchange }) => exchange));
      return walk;
    },
    hasChanged: () =>
      subject.once('change', async () => {
        if (!operation.paginated) return false;
        const [before, after] = [await subject.walk({}), await readPages(subject, {}, limit)];
        return !isDeepStrictEqual(before.items, after.items);
      }),
  };
  return subject;
}

async function readPages(
  { operation, request, conversation }: Subject,
  input: Record<string, unknown>,
  limit: number,
): Promise<Walk> {
  const { items, inputToken, outputToken } = operation.paginated!;
  const walk: Walk = { pages: [], items: [], complete: false };
  const seen = new Set<unknown>();
  for (let token: unknown; walk.pages.length < limit; ) {
    const exchange = await conversation.send(
      request({ ...input, ...(token !== undefined && { [inputToken]: token }) }),
    );
    const { status } = exchange.response;
    const page = readObject(exchange.response);
    if (status !== operation.status) {
      if (token === undefined) throw new Unproven(`the first page got the status ${status}`);
      return { ...walk, problem: `page ${walk.pages.length + 1} got the status ${status}` };
    }
    const list = Array.isArray(page[items]) ? (page[items] as unknown[]) : [];
    token = page[outputToken];
    walk.pages.push({ items: list, token, exchange });
    walk.items.push(...list);
    // AWS's clients take an empty token for none.
    if (token === undefined || token === null || token === '') return { ...walk, complete: true };
    if (seen.has(token))
      return { ...walk, problem: `page ${walk.pages.length} has the token of an earlier page` };
    seen.add(token);
  }
  return walk;
}
