import { at } from '../../contract/document.ts';
import { findFilters } from '../../contract/operations.ts';
import { count, preview } from '../../contract/words.ts';
import type { Input, OperationClient } from '../operation-client.ts';
import { type Case, type CaseRule, Unproven } from '../rule.ts';
import { invalidRequest, validateBody } from './cases.ts';

const pointer = 'x-filters';
/** Values that are tried per filter. */
const mostValues = 4;

/** A filter with a value that the server's items have. */
interface Filter {
  name: string;
  value: string;
}

/** Rules about filters: what a filter has to find is computed from the items that the server has. */
export const filterRules: CaseRule[] = [
  {
    name: 'filter-match',
    statement: 'A filter finds exactly the items with its value.',
    pointer,
    comparesLists: true,
    cases: (client) => eachFilter(client, (filter) => [matchCase(client, filter)]),
  },
  {
    name: 'filter-case',
    statement: 'A value in other letter case is another value.',
    pointer,
    comparesLists: true,
    cases: (client) =>
      eachFilter(client, ({ name, value }) => {
        const other = swapCase(value);
        return other === value ? [] : [matchCase(client, { name, value: other })];
      }),
  },
  {
    name: 'filter-name',
    statement: 'A filter with another name, also in other letter case, is refused.',
    pointer,
    cases: (client) =>
      eachFilter(client, ({ name, value }) =>
        [swapCase(name), `${name}s`].map((other) => invalidCase(client, other, [other, [value]])),
      ),
  },
  {
    name: 'filter-count',
    statement: 'As many filters and values as the contract allows, and no more.',
    pointer,
    cases: (client) =>
      eachFilter(client, ({ name, value }) => [
        invalidCase(client, `${name}, twice`, [name, [value]], [name, [value]]),
        invalidCase(client, `${name} with the same value twice`, [name, [value, value]]),
        invalidCase(client, `${name} without a value`, [name, []]),
      ]),
  },
];

async function eachFilter(client: OperationClient, makeCases: (filter: Filter) => Case[]): Promise<Case[]> {
  return (await readFilters(client)).flatMap(makeCases);
}

/** Finds values of the server's items to filter by. */
export async function readFilters(client: OperationClient): Promise<Filter[]> {
  const { operation, random } = client;
  if (!operation.filters) throw new Unproven(`${operation.id} has no filters`);
  const { items } = await client.walk({});
  const filters = Object.entries(operation.filters).flatMap(([name, place]) => {
    const values = new Set(items.map((item) => at(item, place)).filter((value) => typeof value === 'string'));
    const usable = [...values].filter(
      (value) => validateBody(client, inputOf(client, [name, [value]])).length === 0,
    );
    while (usable.length > mostValues) usable.splice(random(usable.length), 1);
    return usable.map((value) => ({ name, value }));
  });
  if (filters.length === 0) throw new Unproven('no item has a value to filter by');
  return filters;
}

/** Writes filters as the input of an operation. */
export function inputOf(
  { contract, operation }: OperationClient,
  ...filters: [name: string, values: string[]][]
): Input {
  const { list, name: nameOf, values: valuesOf } = findFilters(contract.document, operation)!;
  return { [list]: filters.map(([name, values]) => ({ [nameOf]: name, [valuesOf]: values })) };
}

function matchCase(client: OperationClient, { name, value }: Filter): Case {
  const place = client.operation.filters![name]!;
  const hasValue = (item: unknown) => at(item, place) === value;
  return {
    title: `${name} ${preview(value)}`,
    run: async (conversation) => {
      const all = await client.walk({});
      const found = await client.walk(inputOf(client, [name, [value]]), conversation);
      const wrong = found.items.find((item) => !hasValue(item));
      if (wrong !== undefined) {
        const page = found.pages.find(({ items }) => items.includes(wrong));
        return { reason: `an item has ${preview(at(wrong, place))}`, exchange: page!.exchange };
      }
      if (!all.complete || !found.complete) throw new Unproven('the list is too long to be read to its end');
      const write = (items: unknown[]) => items.map((item) => JSON.stringify(item)).sort();
      const [wanted, got] = [write(all.items.filter(hasValue)), write(found.items)];
      if (wanted.join('\n') === got.join('\n')) return undefined;
      return { reason: `${count(got.length, 'item')} instead of ${wanted.length}, or other ones` };
    },
  };
}

function invalidCase(client: OperationClient, title: string, ...filters: [string, string[]][]): Case {
  const input = inputOf(client, ...filters);
  return invalidRequest(client, title, client.request(input), input);
}

function swapCase(text: string): string {
  return text.replaceAll(/\p{L}/gu, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}
