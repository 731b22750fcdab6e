import type { Json } from '../../scripts/contract/document.ts';
import { listExamples } from '../../scripts/contract/operations.ts';
import { authorization, contract, operation, paginated } from './harness.ts';

const { document } = contract;
const { pageSize, inputToken } = paginated;
const filters = Object.keys(operation.filters!);

const examples = [...listExamples(document, operation.object.requestBody).values()].map(({ value }) => value);
const filter = (name: Json, ...values: Json[]) => ({ filters: [{ name, values }] });

/** Bodies good and bad, each sent as JSON. */
const bodies: Json[] = [
  {},
  ...examples,
  ...[1, 2, 24, 25, 1.0, 0, 26, -1, 1.5, 1e3, '1', null, true, [1], {}].map((size) => ({ [pageSize]: size })),
  ...['a', '', 'a'.repeat(65_535), 'a'.repeat(65_536), '😀', 1, null, [], {}].map((token) => ({
    [inputToken]: token,
  })),
  ...filters.map((name) => filter(name, 'x')),
  ...['Severity', '', 'a b', 1, null, []].map((name) => filter(name, 'x')),
  ...['', 'é', 'a'.repeat(1024), 'a'.repeat(1025), 'a\nb', '😀', '{"a": b}', 1, null, []].map((value) =>
    filter(filters[0]!, value),
  ),
  filter(filters[0]!),
  filter(filters[0]!, 'a', 'b'),
  { filters: [] },
  { filters: [{}] },
  { filters: [{ name: filters[0]! }] },
  { filters: [{ values: ['x'] }] },
  { filters: [{ name: filters[0]!, values: ['x'], bogus: 1 }] },
  {
    filters: [
      { name: filters[0]!, values: ['x'] },
      { name: filters[1]!, values: ['x'] },
    ],
  },
  { filters: {} },
  { filters: null },
  { bogus: 1 },
  [],
  'text',
  1,
];

/** A request; a header that is undefined is left out. */
export interface Sent {
  headers?: Record<string, string | undefined>;
  method?: string;
  path?: string;
  body: string;
}

export const corpus: [string, Sent][] = [
  ...bodies.map((body): [string, Sent] => [
    JSON.stringify(body).slice(0, 60),
    { body: JSON.stringify(body) },
  ]),
  ['no signature', { body: '{}', headers: { authorization: undefined } }],
  ['text as content type', { body: '{}', headers: { 'content-type': 'text/plain' } }],
  ['XML as content type', { body: '{}', headers: { 'content-type': 'application/xml' } }],
  [
    'a charset in the content type',
    { body: '{}', headers: { 'content-type': 'application/json; charset=utf-8' } },
  ],
  ['a content type in capitals', { body: '{}', headers: { 'content-type': 'Application/JSON' } }],
  ['an unknown path', { body: '{}', path: '/nowhere' }],
  ['a slash after the path', { body: '{}', path: `${operation.path}/` }],
  ['a path in lower case', { body: '{}', path: operation.path.toLowerCase() }],
  ['an escaped path', { body: '{}', path: operation.path.replace('/L', '/%4C') }],
  ['a query', { body: '{}', path: `${operation.path}?a=1` }],
  ['another method', { body: '{}', method: 'PUT' }],
];

/** The headers of a signed request, with changes. */
export function headersOf(headers: Sent['headers'] = {}): Record<string, string> {
  const all = {
    authorization,
    'x-amz-date': '20261122T000000Z',
    'content-type': 'application/json',
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
