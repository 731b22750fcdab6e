import { at, type Json, type JsonObject } from '../../../scripts/contract/document.ts';
import {
  type Call,
  changesInput,
  changesOutput,
  forgives,
  type Mutant,
  type Names,
  namesOf,
  withInput,
  without,
} from './mutant.ts';

/** The filters of an input that has some, as objects. */
function filtersOf(input: JsonObject | undefined, { filters }: Names): JsonObject[] {
  const list = filters && input?.[filters.list];
  return Array.isArray(list) ? (list.filter((one) => typeof one === 'object') as JsonObject[]) : [];
}

/** Makes a request that was refused pass, with other filters. */
const repairs = (
  title: string,
  rule: string,
  repair: (
    filters: JsonObject[],
    keys: NonNullable<Names['filters']>,
    call: Call,
  ) => JsonObject[] | undefined,
): Mutant =>
  forgives(title, rule, 'constraint', (call, names) => {
    const filters = filtersOf(call.input, names);
    const repaired = filters.length > 0 ? repair(filters, names.filters!, call) : undefined;
    if (!repaired) return undefined;
    const rest = without(call.input!, names.filters!.list);
    return withInput(call, repaired.length === 0 ? rest : { ...rest, [names.filters!.list]: repaired });
  });

const knownNames = ({ operation }: Call) => Object.keys(operation!.filters ?? {});

export const filterMutants: Mutant[] = [
  {
    title: 'letter case does not matter in a filter value',
    rule: 'filter-case',
    respond: async (call, { next, memory }) => {
      const names = namesOf(call);
      const reply = await next(call);
      const [filter] = filtersOf(call.input, names);
      if (!filter || reply.status >= 300 || (JSON.parse(reply.text)[names.items] as Json[]).length > 0)
        return reply;
      const key = String(call.operation!.id);
      const all = memory.get(key) ?? JSON.parse((await next(withInput(call, {}))).text)[names.items];
      memory.set(key, all);
      const { name, values, list } = names.filters!;
      const place = call.operation!.filters![String(filter[name])]!;
      const wanted = String((filter[values] as Json[])[0]).toLowerCase();
      const value = (all as Json[])
        .map((item) => at(item, place))
        .find((one) => String(one).toLowerCase() === wanted);
      return value === undefined
        ? reply
        : next(withInput(call, { ...call.input, [list]: [{ ...filter, [values]: [value as Json] }] }));
    },
  },
  changesInput('a valid filter is ignored', 'filter-match', (input, names, call) => {
    const [filter, ...more] = filtersOf(input, names);
    const { name = '', values = '', list = '' } = names.filters ?? {};
    const isValid = filter && more.length === 0 && knownNames(call).includes(String(filter[name]));
    return isValid && (filter[values] as Json[] | undefined)?.length === 1 ? without(input, list) : undefined;
  }),
  changesOutput('a filter finds one item too few', 'filter-match', (output, names, { input }) => {
    if (filtersOf(input, names).length === 0) return undefined;
    return { ...output, [names.items]: (output[names.items] as Json[]).slice(1) };
  }),
  changesOutput('one filter finds nothing', 'filter-match', (output, names, call) => {
    const [filter] = filtersOf(call.input, names);
    if (!filter || filter[names.filters!.name] !== knownNames(call).at(-1)) return undefined;
    return { ...without(output, names.outputToken), [names.items]: [] };
  }),
  changesOutput(
    'a filter also finds an item with another value',
    'filter-match',
    (output, names, { input }, memory) => {
      const items = output[names.items] as Json[];
      if (filtersOf(input, names).length === 0) memory.set('item', memory.get('item') ?? items[0]);
      else if (items.length < 20 && memory.has('item'))
        return { ...output, [names.items]: [...items, memory.get('item') as Json] };
      return undefined;
    },
  ),
  repairs('letter case does not matter in a filter name', 'filter-name', ([filter], { name }, call) => {
    const known = knownNames(call).find((one) => one.toLowerCase() === String(filter![name]).toLowerCase());
    return known === undefined ? undefined : [{ ...filter, [name]: known }];
  }),
  repairs('an unknown filter is ignored', 'filter-name', ([filter], { name }, call) =>
    typeof filter![name] === 'string' && !knownNames(call).includes(filter![name]) ? [] : undefined,
  ),
  repairs('of two filters the first counts', 'filter-count', ([first, ...more]) =>
    more.length > 0 ? [first!] : undefined,
  ),
  repairs('of two values the first counts', 'filter-count', ([filter], { values }) => {
    const list = filter![values];
    return Array.isArray(list) && list.length > 1 ? [{ ...filter, [values]: [list[0]!] }] : undefined;
  }),
  repairs('a filter without a value is ignored', 'filter-count', ([filter], { values }) => {
    const list = filter![values];
    return Array.isArray(list) && list.length === 0 ? [] : undefined;
  }),
];
