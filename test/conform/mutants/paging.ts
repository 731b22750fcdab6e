import type { Json } from '../../../scripts/contract/document.ts';
import {
  changesInput,
  changesOutput,
  forgives,
  type Mutant,
  type Names,
  withInput,
  without,
} from './mutant.ts';

const listOf = (output: Record<string, Json>, { items }: Names) => (output[items] ?? []) as Json[];

/** Makes a page of other items; the last page is often too short to show the difference. */
const changesItems = (title: string, rule: string, change: (items: Json[], page: number) => Json[]): Mutant =>
  changesOutput(title, rule, (output, names, { input = {} }) => {
    const page = input[names.inputToken] === undefined ? 1 : 2;
    return { ...output, [names.items]: change(listOf(output, names), page) };
  });

/** Does something when a token is sent a second time. */
const whenRepeated = (title: string, change: (items: Json[]) => Json[]): Mutant =>
  changesOutput(title, 'page-token-repeat', (output, names, { text, input = {} }, memory) => {
    if (input[names.inputToken] === undefined) return undefined;
    const isKnown = memory.has(text);
    memory.set(text, true);
    return isKnown ? { ...output, [names.items]: change(listOf(output, names)) } : undefined;
  });

export const pagingMutants: Mutant[] = [
  changesInput('a page has one item too many', 'page-size', (input, { pageSize, least, most }) => {
    const size = input[pageSize];
    return typeof size === 'number' && size >= least && size < most
      ? { ...input, [pageSize]: size + 1 }
      : undefined;
  }),
  changesInput('the page size is ignored', 'page-size', (input, { pageSize, least, most }) => {
    const size = input[pageSize];
    return typeof size === 'number' && size >= least && size <= most ? without(input, pageSize) : undefined;
  }),
  changesOutput('the last page has a token', 'page-end', (output, { outputToken }) => ({
    [outputToken]: 'AAMA-last',
    ...output,
  })),
  changesOutput(
    'the last page has the token of the page before',
    'page-end',
    (output, names, { input = {} }) => {
      const token = input[names.inputToken];
      return token === undefined ? undefined : { [names.outputToken]: token, ...output };
    },
  ),
  changesOutput('every page has the same token', 'page-end', (output, { outputToken }, { input }, memory) => {
    const key = `${JSON.stringify(without(input ?? {}, outputToken))}`;
    if (output[outputToken] !== undefined && !memory.has(key)) memory.set(key, output[outputToken]);
    return output[outputToken] === undefined
      ? undefined
      : { ...output, [outputToken]: memory.get(key) as Json };
  }),
  changesOutput('the last page has an empty token', 'response-body', (output, { outputToken }) => ({
    [outputToken]: '',
    ...output,
  })),
  changesOutput('the last page has null for a token', 'response-body', (output, { outputToken }) => ({
    [outputToken]: null,
    ...output,
  })),
  changesItems('the first item of a further page is missing', 'page-concatenation', (items, page) =>
    page > 1 ? items.slice(1) : items,
  ),
  changesItems('an item comes twice', 'page-concatenation', ([first, ...rest], page) =>
    page > 1 && first !== undefined
      ? [first, first, ...rest.slice(1)]
      : [first!, ...rest].slice(0, rest.length + 1),
  ),
  changesItems('the items of a page are in reverse', 'page-concatenation', (items) => items.toReversed()),
  changesOutput(
    'the list ends after the second page',
    'page-concatenation',
    (output, names, { input = {} }) =>
      input[names.inputToken] === undefined ? undefined : without(output, names.outputToken),
  ),
  changesOutput(
    'the order depends on the page size',
    'page-concatenation',
    (output, names, { input = {} }) =>
      Number(input[names.pageSize]) % 2 === 0
        ? { ...output, [names.items]: listOf(output, names).toReversed() }
        : undefined,
  ),
  whenRepeated('a token that is sent again gets an empty page', () => []),
  whenRepeated('a token that is sent again gets the items in reverse', (items) =>
    [...items, ...items].reverse(),
  ),
  forgives(
    'a token is good for any filter',
    'page-token-scope',
    'pagination-token',
    (call, { filters, inputToken }) =>
      filters && call.input?.[filters.list] !== undefined && String(call.input[inputToken]).length > 20
        ? withInput(call, without(call.input, filters.list))
        : undefined,
  ),
  forgives(
    'an unknown token gets the first page',
    'page-token-unknown',
    'pagination-token',
    (call, { inputToken }) => withInput(call, without(call.input!, inputToken)),
  ),
  forgives(
    'half a token is enough',
    'page-token-unknown',
    'pagination-token',
    (call, { inputToken, filters }) =>
      filters &&
      call.input![filters.list] === undefined &&
      /^[\w-]{10,40}$/.test(String(call.input![inputToken])) &&
      call.input![inputToken] !== 'AAMA-made-up-token'
        ? withInput(call, without(call.input!, inputToken))
        : undefined,
  ),
];
