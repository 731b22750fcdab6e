import { at } from '../../contract/document.ts';
import { findFilters } from '../../contract/operations.ts';
import { count, preview } from '../../contract/words.ts';
import type { Subject } from '../subject.ts';
import { type Case, type CaseRule, Unproven } from '../types.ts';
import { causesOf, refuse, validateBody } from './cases.ts';
import { findBroken } from './requests.ts';

const pointer = 'x-filters';
/** Values that are tried per filter. */
const mostValues = 4;

/** A filter with a value that the server's items have. */
interface Filter {
  title: string;
  name: string;
  value: string;
  input: Record<string, unknown>;
}

/** The laws of filters: what a filter has to find is computed from the items that the server has. */
export const filterRules: CaseRule[] = [
  {
    name: 'filter-match',
    statement: 'A filter finds exactly the items with its value.',
    pointer,
    comparesLists: true,
    cases: async (subject) => (await readFilters(subject)).map((filter) => matchCase(subject, filter)),
  },
  {
    name: 'filter-case',
    statement: 'A value in other letter case is another value.',
    pointer,
    comparesLists: true,
    cases: async (subject) =>
      (await readFilters(subject)).flatMap((filter) => {
        const value = swapCase(filter.value);
        if (value === filter.value) return [];
        return [matchCase(subject, { ...filter, value, input: inputOf(subject, [[filter.name, [value]]]) })];
      }),
  },
  {
    name: 'filter-name',
    statement: 'A filter with another name, also in other letter case, is refused.',
    pointer,
    cases: async (subject) =>
      (await readFilters(subject)).flatMap(({ name, value }) =>
        [swapCase(name), `${name}s`].map((other) => refusalCase(subject, other, [[other, [value]]])),
      ),
  },
  {
    name: 'filter-count',
    statement: 'As many filters and values as the contract allows, and no more.',
    pointer,
    cases: async (subject) =>
      (await readFilters(subject)).flatMap(({ name, value }) => [
        refusalCase(subject, `${name}, twice`, [
          [name, [value]],
          [name, [value]],
        ]),
        refusalCase(subject, `${name} with the same value twice`, [[name, [value, value]]]),
        refusalCase(subject, `${name} without a value`, [[name, []]]),
      ]),
  },
];

/** Finds values of the server's items to filter by. */
export async function readFilters(subject: Subject): Promise<Filter[]> {
  const { operation, random } = subject;
  if (!operation.filters) throw new Unproven(`${operation.id} has no filters`);
  const { items } = await subject.walk({});
  const filters = Object.entries(operation.filters).flatMap(([name, place]) => {
    const values = new Set(items.map((item) => at(item, place)).filter((value) => typeof value === 'string'));
    const usable = [...values].filter(
      (value) => validateBody(subject, inputOf(subject, [[name, [value]]])).length === 0,
    );
    while (usable.length > mostValues) usable.splice(random(usable.length), 1);
    return usable.map((value) => ({
      title: `${name} ${preview(value)}`,
      name,
      value,
      input: inputOf(subject, [[name, [value]]]),
    }));
  });
  if (filters.length === 0) throw new Unproven('no item has a value to filter by');
  return filters;
}

function inputOf(
  { contract, operation }: Subject,
  filters: [name: string, values: string[]][],
): Record<string, unknown> {
  const { list, name: nameOf, values: valuesOf } = findFilters(contract.document, operation)!;
  return { [list]: filters.map(([name, values]) => ({ [nameOf]: name, [valuesOf]: values })) };
}

function matchCase(subject: Subject, { name, value, input }: Filter): Case {
  const place = subject.operation.filters![name]!;
  const hasValue = (item: unknown) => at(item, place) === value;
  return {
    title: `${name} ${preview(value)}`,
    run: async (conversation) => {
      const all = await subject.walk({});
      const found = await subject.walk(input, conversation);
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

/** A request that the contract of this revision allows is not tried. */
function refusalCase(subject: Subject, title: string, filters: [string, string[]][]): Case {
  const input = inputOf(subject, filters);
  const errors = validateBody(subject, input);
  return {
    title,
    pointer: errors[0] && findBroken(subject, errors[0]),
    run: async (conversation) => {
      if (errors.length === 0) throw new Unproven('the contract allows this request');
      return refuse(conversation, subject.request(input), causesOf(errors, input));
    },
  };
}

function swapCase(text: string): string {
  return text.replaceAll(/\p{L}/gu, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}
