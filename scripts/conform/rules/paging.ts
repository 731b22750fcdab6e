import { isDeepStrictEqual } from 'node:util';
import type { Paginated } from '../../contract/document.ts';
import { type Operation, pageSizeSchema } from '../../contract/operations.ts';
import { count } from '../../contract/words.ts';
import type { Subject } from '../subject.ts';
import { type Case, type CaseRule, Unproven, type Violation, type Walk } from '../types.ts';
import { readObject, refusal } from './cases.ts';
import { readFilters } from './filters.ts';

/** The part of an operation that these rules are about. */
const pointer = 'x-paginated';

/** The laws of paging, checked on whatever the server lists. */
export const pagingRules: CaseRule[] = [
  {
    name: 'page-end',
    statement: 'Every token leads to a page, none comes twice, and the last page has none.',
    pointer,
    comparesLists: true,
    cases: (subject) =>
      eachPageSize(subject, ({ problem }) => (problem === undefined ? undefined : { reason: problem })),
  },
  {
    name: 'page-size',
    statement: 'A page has no more items than the request asks for.',
    pointer,
    cases: (subject) =>
      eachPageSize(subject, ({ pages }, size = Infinity) => {
        const long = pages.find(({ items }) => items.length > size);
        return long && { reason: `a page has ${count(long.items.length, 'item')}`, exchange: long.exchange };
      }),
  },
  {
    name: 'page-concatenation',
    statement: 'The pages of every size make up the same list in the same order.',
    pointer,
    comparesLists: true,
    cases: (subject) =>
      eachPageSize(subject, async (walk) => {
        const [list, other] = [finished(await subject.walk({})), finished(walk)];
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
    cases: async (subject) => {
      const { pages } = await walkTokens(subject);
      return pages.slice(0, 5).flatMap(({ token }, index) => {
        const next = pages[index + 1];
        const input = { ...smallestPages(subject), ...tokenInput(subject, token) };
        return next ? [repeatCase(subject, `the token of page ${index + 1}`, input, next.items)] : [];
      });
    },
  },
  {
    name: 'page-token-scope',
    statement: 'A token is only valid for requests with the filter that it was issued for.',
    pointer,
    cases: async (subject) => {
      const { pages } = await walkTokens(subject);
      const cases: Case[] = [];
      for (const { title, input } of (await readFilters(subject)).slice(0, 8)) {
        const use = (how: string, request: object, token: unknown) =>
          refusal(
            subject,
            `${title}: ${how}`,
            subject.request({ ...request, ...tokenInput(subject, token) }),
            'pagination-token',
          );
        cases.push(use('a token that was issued without it', input, pages[0]!.token));
        const token = await firstToken(subject, input);
        if (token !== undefined) cases.push(use('its token without it', {}, token));
      }
      return cases;
    },
  },
  {
    name: 'page-token-unknown',
    statement: 'A token that the server did not issue for the operation is refused.',
    pointer,
    cases: async (subject) => {
      const token = await firstToken(subject, {});
      const tokens = { ...madeUpTokens(token), ...(await foreignTokens(subject)) };
      return Object.entries(tokens).map(([title, token]) =>
        refusal(subject, title, subject.request(tokenInput(subject, token)), 'pagination-token'),
      );
    },
  },
];

/** How an operation pages; there is nothing to try on one that does not. */
function paging({ id, paginated }: Operation): Paginated {
  if (!paginated) throw new Unproven(`${id} has no pages`);
  return paginated;
}

function tokenInput({ operation }: Subject, token: unknown) {
  return { [paging(operation).inputToken]: token };
}

function repeatCase(subject: Subject, title: string, input: Record<string, unknown>, items: unknown[]): Case {
  return {
    title,
    run: async (conversation) => {
      const { response } = await conversation.send(subject.request(input));
      const isSame = isDeepStrictEqual(readObject(response)[paging(subject.operation).items], items);
      return isSame ? undefined : { reason: 'the page has other items than before' };
    },
  };
}

function smallestPages(subject: Subject): Record<string, number> {
  const { pageSize } = paging(subject.operation);
  const [size] = pageSizes(subject);
  return pageSize === undefined || size === undefined ? {} : { [pageSize]: size };
}

/** Reads the list in pages so small that there are tokens. */
async function walkTokens(subject: Subject): Promise<Walk> {
  const walk = await subject.walk(smallestPages(subject));
  if (walk.pages.length < 2) throw new Unproven('all items are on one page, so there is no token');
  return walk;
}

async function firstToken(subject: Subject, input: object): Promise<unknown> {
  const request = subject.request({ ...input, ...smallestPages(subject) });
  const { response } = await subject.conversation.send(request);
  return readObject(response)[paging(subject.operation).outputToken];
}

/** A list that broke off is the matter of `page-end`. */
function finished(walk: Walk): Walk {
  if (walk.problem !== undefined) throw new Unproven(`the list cannot be read to its end: ${walk.problem}`);
  return walk;
}

/** Makes a case for each page size: the bounds, the usual one, and some in between. */
async function eachPageSize(
  subject: Subject,
  check: (walk: Walk, size?: number) => Violation | undefined | Promise<Violation | undefined>,
): Promise<Case[]> {
  const { operation } = subject;
  const { pageSize } = paging(operation);
  const { items } = await subject.walk({});
  if (items.length === 0) throw new Unproven(`${operation.id} lists no items`);
  return [undefined, ...pageSizes(subject, items.length)].map((size) => ({
    title: size === undefined ? 'the usual page size' : `${pageSize} ${size}`,
    run: async (conversation) =>
      check(await subject.walk(size === undefined ? {} : { [pageSize!]: size }, conversation), size),
  }));
}

function pageSizes({ contract: { document }, operation, random }: Subject, total = 0): number[] {
  const schema = pageSizeSchema(document, operation);
  if (!schema) return [];
  const [least, most] = [Number(schema['minimum'] ?? 1), Number(schema['maximum'] ?? 100)];
  const between = least + random(most - least + 1);
  const sizes = [least, least + 1, between, total - 1, total, total + 1, most - 1, most];
  return [...new Set(sizes)]
    .filter((size) => size >= least && size <= most)
    .sort((one, other) => one - other);
}

/** Tokens that the server has issued for other operations. */
async function foreignTokens({ others }: Subject): Promise<Record<string, string>> {
  const paged = others.filter(({ operation }) => operation.paginated);
  const walks = paged.map(async (other): Promise<[string, unknown]> => {
    return [`a token of ${other.operation.id}`, await firstToken(other, {})];
  });
  const tokens = (await Promise.all(walks)).filter(([, token]) => typeof token === 'string');
  return Object.fromEntries(tokens) as Record<string, string>;
}

/** Tokens that no server has issued; not such as a lenient decoder takes for the token they are made of. */
function madeUpTokens(token: unknown): Record<string, string> {
  const madeUp = {
    'a made-up token': 'AAMA-made-up-token',
    'a token of one character': '0',
    'a very long token': 'A'.repeat(4096),
  };
  if (typeof token !== 'string' || token.length < 4) return madeUp;
  const middle = Math.floor(token.length / 2);
  const other = token[middle] === 'A' ? 'B' : 'A';
  return {
    ...madeUp,
    'half a token': token.slice(0, middle),
    'a token with one character changed': token.slice(0, middle) + other + token.slice(middle + 1),
    'a token in reverse': [...token].reverse().join(''),
    'a token twice': token + token,
  };
}
