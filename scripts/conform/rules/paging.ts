import { isDeepStrictEqual } from 'node:util';
import type { Paginated } from '../../contract/document.ts';
import { pageSizeSchema } from '../../contract/operations.ts';
import { count, preview } from '../../contract/words.ts';
import type { Input, OperationClient, Walk } from '../operation-client.ts';
import { type Breach, type Case, type CaseRule, Unproven } from '../rule.ts';
import { readObject, refusal } from './cases.ts';
import { inputOf, readFilters } from './filters.ts';

const pointer = 'x-paginated';

/** Rules about paging, checked on whatever the server lists. */
export const pagingRules: CaseRule[] = [
  {
    name: 'page-end',
    statement: 'Every token leads to a page, none comes twice, and the last page has none.',
    pointer,
    comparesLists: true,
    cases: (client) =>
      eachPageSize(client, ({ problem }) => (problem === undefined ? undefined : { reason: problem })),
  },
  {
    name: 'page-size',
    statement: 'A page has no more items than the request asks for.',
    pointer,
    cases: (client) =>
      eachPageSize(client, ({ pages }, size = Infinity) => {
        const long = pages.find(({ items }) => items.length > size);
        return long && { reason: `a page has ${count(long.items.length, 'item')}`, exchange: long.exchange };
      }),
  },
  {
    name: 'page-concatenation',
    statement: 'The pages of every size make up the same list in the same order.',
    pointer,
    comparesLists: true,
    cases: (client) =>
      eachPageSize(client, async (walk) => {
        const [list, other] = [withoutProblem(await client.walk({})), withoutProblem(walk)];
        const most =
          list.complete && other.complete ? Infinity : Math.min(list.items.length, other.items.length);
        const [wanted, got] = [list.items.slice(0, most), other.items.slice(0, most)];
        const place = wanted.findIndex((item, index) => !isDeepStrictEqual(item, got[index]));
        if (place >= 0) return { reason: `item ${place + 1} is not that of the usual page size` };
        if (got.length === wanted.length) return undefined;
        return { reason: `${count(got.length, 'item')}, but ${wanted.length} with the usual page size` };
      }),
  },
  {
    name: 'page-token-repeat',
    statement: 'The same token gets the same page again.',
    pointer,
    comparesLists: true,
    cases: async (client) => {
      const { pages } = await walkTokens(client);
      return pages.slice(1, 6).map(({ items }, index) => {
        const input = { ...smallestPages(client), ...tokenInput(client, pages[index]!.token) };
        return repeatCase(client, `the token of page ${index + 1}`, input, items);
      });
    },
  },
  {
    name: 'page-token-scope',
    statement: 'A token is only valid for requests with the filter that it was issued for.',
    pointer,
    cases: async (client) => {
      const { pages } = await walkTokens(client);
      const cases: Case[] = [];
      for (const { name, value } of (await readFilters(client)).slice(0, 8)) {
        const filter = inputOf(client, [name, [value]]);
        const title = `${name} ${preview(value)}`;
        cases.push(
          tokenRefusal(client, `${title}: a token that was issued without it`, pages[0]!.token, filter),
        );
        const token = await firstToken(client, filter);
        if (token !== undefined) cases.push(tokenRefusal(client, `${title}: its token without it`, token));
      }
      return cases;
    },
  },
  {
    name: 'page-token-unknown',
    statement: 'A token that the server did not issue for the operation is refused.',
    pointer,
    cases: async (client) => {
      const tokens = [...makeUpTokens(await firstToken(client)), ...(await foreignTokens(client))];
      return tokens.map(([title, token]) => tokenRefusal(client, title, token));
    },
  },
];

/** Reads how an operation pages; there are no cases if it does not. */
function paging({ operation: { id, paginated } }: OperationClient): Paginated {
  if (!paginated) throw new Unproven(`${id} has no pages`);
  return paginated;
}

function tokenInput(client: OperationClient, token: unknown): Input {
  return { [paging(client).inputToken]: token };
}

function tokenRefusal(client: OperationClient, title: string, token: unknown, input: Input = {}): Case {
  const request = client.request({ ...input, ...tokenInput(client, token) });
  return refusal(client, title, request, 'pagination-token');
}

function repeatCase(client: OperationClient, title: string, input: Input, items: unknown[]): Case {
  return {
    title,
    run: async (conversation) => {
      const { response } = await conversation.send(client.request(input));
      const isSame = isDeepStrictEqual(readObject(response)[paging(client).items], items);
      return isSame ? undefined : { reason: 'the page has other items than before' };
    },
  };
}

function smallestPages(client: OperationClient): Input {
  const { pageSize } = paging(client);
  const [size] = pageSizes(client);
  return pageSize === undefined || size === undefined ? {} : { [pageSize]: size };
}

/** Reads the list in pages so small that there are tokens. */
async function walkTokens(client: OperationClient): Promise<Walk> {
  const walk = await client.walk(smallestPages(client));
  if (walk.pages.length < 2) throw new Unproven('all items are on one page, so there is no token');
  return walk;
}

async function firstToken(client: OperationClient, input: Input = {}): Promise<unknown> {
  const request = client.request({ ...input, ...smallestPages(client) });
  const { response } = await client.conversation.send(request);
  return readObject(response)[paging(client).outputToken];
}

/** `page-end` reports lists that cannot be read to their end. */
function withoutProblem(walk: Walk): Walk {
  if (walk.problem !== undefined) throw new Unproven(`the list cannot be read to its end: ${walk.problem}`);
  return walk;
}

/** Makes a case for each page size: the bounds, the usual one, and some in between. */
async function eachPageSize(
  client: OperationClient,
  check: (walk: Walk, size?: number) => Breach | undefined | Promise<Breach | undefined>,
): Promise<Case[]> {
  const { pageSize } = paging(client);
  const { items } = await client.walk({});
  if (items.length === 0) throw new Unproven(`${client.operation.id} lists no items`);
  return [undefined, ...pageSizes(client, items.length)].map((size) => ({
    title: size === undefined ? 'the usual page size' : `${pageSize} ${size}`,
    run: async (conversation) =>
      check(await client.walk(size === undefined ? {} : { [pageSize!]: size }, conversation), size),
  }));
}

function pageSizes({ contract, operation, random }: OperationClient, total = 0): number[] {
  const schema = pageSizeSchema(contract.document, operation);
  if (!schema) return [];
  const [least, most] = [Number(schema['minimum'] ?? 1), Number(schema['maximum'] ?? 100)];
  const between = least + random(most - least + 1);
  const sizes = [least, least + 1, between, total - 1, total, total + 1, most - 1, most];
  return [...new Set(sizes)]
    .filter((size) => size >= least && size <= most)
    .sort((one, other) => one - other);
}

/** Asks the server for tokens of its other operations. */
async function foreignTokens({ others }: OperationClient): Promise<[title: string, token: string][]> {
  const paged = others.filter(({ operation }) => operation.paginated);
  const tokens = await Promise.all(paged.map((other) => firstToken(other)));
  return paged.flatMap(({ operation }, index) => {
    const token = tokens[index];
    return typeof token === 'string' ? [[`a token of ${operation.id}`, token]] : [];
  });
}

/** Makes up tokens, except those that a lenient decoder would accept as the token they are made of. */
function makeUpTokens(token: unknown): [title: string, token: string][] {
  const tokens: [string, string][] = [
    ['a made-up token', 'AAMA-made-up-token'],
    ['a token of one character', '0'],
    ['a very long token', 'A'.repeat(4096)],
  ];
  if (typeof token !== 'string' || token.length < 4) return tokens;
  const middle = Math.floor(token.length / 2);
  const other = token[middle] === 'A' ? 'B' : 'A';
  return [
    ...tokens,
    ['half a token', token.slice(0, middle)],
    ['a token with one character changed', token.slice(0, middle) + other + token.slice(middle + 1)],
    ['a token in reverse', [...token].reverse().join('')],
    ['a token twice', token + token],
  ];
}
