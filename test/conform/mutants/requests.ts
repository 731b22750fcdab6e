import type { Json } from '../../../scripts/contract/document.ts';
import { members } from '../../../scripts/contract/operations.ts';
import { changesInput, errorOf, forgives, type Mutant, namesOf, withInput, without } from './mutant.ts';

/** Accepts a request whose input breaks a constraint. */
const accepts = (
  title: string,
  rule: string,
  isBroken: (value: Json, bounds: { least: number; most: number }) => boolean,
  property: 'pageSize' | 'inputToken',
): Mutant =>
  forgives(title, rule, 'constraint', ({ input, ...call }, names) => {
    const value = input?.[names[property]];
    return value !== undefined && isBroken(value, names)
      ? withInput({ ...call, input }, without(input!, names[property]))
      : undefined;
  });

export const requestMutants: Mutant[] = [
  accepts(
    'a page size below the minimum is accepted',
    'request-minimum',
    (size, { least }) => size === least - 1,
    'pageSize',
  ),
  accepts(
    'a page size above the maximum is accepted',
    'request-maximum',
    (size, { most }) => Number(size) > most,
    'pageSize',
  ),
  accepts('an empty token is accepted', 'request-min-length', (token) => token === '', 'inputToken'),
  accepts(
    'a token is never too long',
    'request-max-length',
    (token) => String(token).length > 65_000,
    'inputToken',
  ),
  forgives('an unknown property is accepted', 'request-additional-properties', 'constraint', (call) => {
    const known = Object.keys(members(call.document, call.operation!.request));
    return withInput(
      call,
      Object.fromEntries(Object.entries(call.input!).filter(([name]) => known.includes(name))),
    );
  }),
  forgives('an empty list of filters is accepted', 'request-min-items', 'constraint', (call, { filters }) => {
    const list = filters && call.input?.[filters.list];
    return Array.isArray(list) && list.length === 0
      ? withInput(call, without(call.input!, filters!.list))
      : undefined;
  }),
  forgives(
    'more filters than allowed are accepted',
    'request-max-items',
    'constraint',
    (call, { filters }) => {
      const list = filters && call.input?.[filters.list];
      return Array.isArray(list) && list.length > 1
        ? withInput(call, without(call.input!, filters!.list))
        : undefined;
    },
  ),
  forgives('any filter value is accepted', 'request-pattern', 'constraint', (call, { filters }) => {
    const { list = '', values = '' } = filters ?? {};
    const [filter] = (call.input?.[list] ?? []) as { [name: string]: Json }[];
    const isPlain =
      Array.isArray(filter?.[values]) && filter[values].length === 1 && typeof filter[values][0] === 'string';
    return isPlain ? withInput(call, without(call.input!, list)) : undefined;
  }),
  forgives('any filter name is accepted', 'request-enum', 'constraint', (call, { filters }) => {
    const { list = '', name = '' } = filters ?? {};
    const [filter] = (call.input?.[list] ?? []) as { [name: string]: Json }[];
    return typeof filter?.[name] === 'string' ? withInput(call, without(call.input!, list)) : undefined;
  }),
  forgives('a number may be a text', 'request-type', 'syntax', (call, { pageSize }) => {
    const size = call.input?.[pageSize];
    return typeof size === 'string' && /^\d+$/.test(size)
      ? withInput(call, { ...call.input, [pageSize]: Number(size) })
      : undefined;
  }),
  forgives('a fraction is cut off', 'request-type', 'syntax', (call, { pageSize }) => {
    const size = call.input?.[pageSize];
    return typeof size === 'number'
      ? withInput(call, { ...call.input, [pageSize]: Math.trunc(size) })
      : undefined;
  }),
  forgives('a list is accepted as an empty object', 'request-type', 'syntax', (call) =>
    call.text === '[]' ? withInput(call, {}) : undefined,
  ),
  {
    title: 'a number that is too large for its type is cut to the largest page size',
    rule: 'integer-overflow',
    respond: (call, { next }) => {
      const { pageSize, most } = namesOf(call);
      const isHuge = Number(call.input?.[pageSize]) > 2 ** 31;
      return next(isHuge ? withInput(call, { ...call.input, [pageSize]: most }) : call);
    },
  },
  changesInput('the largest page size is refused', 'request-valid', (input, { pageSize, most }) =>
    input[pageSize] === most ? { ...input, [pageSize]: most + 1 } : undefined,
  ),
  {
    title: 'an error of a constraint is a success without items',
    rule: 'request-pattern',
    respond: async (call, { next }) => {
      const reply = await next(call);
      return errorOf(reply, call)?.cause === 'constraint' ? next(withInput(call, {})) : reply;
    },
  },
];
