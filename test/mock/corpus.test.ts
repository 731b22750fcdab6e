import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Example,
  type Json,
  type ResponseObject,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import { jsonBody } from '../../scripts/contract/operations.ts';
import { numberFormats } from '../../scripts/contract/schema.ts';
import { type ServerProcess, startServer } from '../../scripts/programs/start-server.ts';
import { authorization, contract, operation, paginated, sharedMock } from './harness.ts';

const { document } = contract;
const { pageSize, inputToken } = paginated;
const filters = Object.keys(operation.filters!);

const requestBody = resolve<{ content: ResponseObject['content'] }>(
  document,
  operation.object.requestBody as never,
);
const examples = Object.values(jsonBody(requestBody as never).examples ?? {}).map(
  (example) => resolve<Example>(document, example).value,
);
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

/** Stock Prism does not know that a property which is null counts as absent. */
const withoutNulls = (body: string) =>
  JSON.stringify(JSON.parse(body), (name, value) => (value === null && name !== '' ? undefined : value));

interface Sent {
  headers?: Record<string, string | undefined>;
  method?: string;
  path?: string;
  body: string;
}

const corpus: [string, Sent][] = [
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

function send(
  url: string,
  { body, headers, method = 'POST', path = operation.path }: Sent,
): Promise<Response> {
  return fetch(url + path, { method, headers: headersOf(headers), body });
}

function headersOf(headers: Sent['headers'] = {}): Record<string, string> {
  const all = {
    authorization,
    'x-amz-date': '20261122T000000Z',
    'content-type': 'application/json',
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

const ajv = new Ajv2020({ strict: false, formats: numberFormats });
ajv.addSchema({ $id: 'https://contract.example/bundle', components: document.components });
const validatorOf = (schema: Schema) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://contract.example/bundle#/')));

/** Lists how a response breaks the contract, in its headers and its body. */
async function violationsOf(response: Response): Promise<unknown[]> {
  const { responses } = operation.object;
  const declared = resolve<ResponseObject>(document, (responses[response.status] ?? responses['default'])!);
  const headers = Object.entries(declared.headers ?? {}).flatMap(([name, reference]): unknown[] => {
    const header = resolve<{ required?: boolean; schema: Schema }>(document, reference as never);
    const value = response.headers.get(name);
    if (value === null) return header.required ? [`${name} is missing`] : [];
    const validate = validatorOf(header.schema);
    return validate(value) ? [] : validate.errors!;
  });
  const validate = validatorOf(jsonBody(declared).schema);
  return [...headers, ...(validate(await response.json()) ? [] : validate.errors!)];
}

describe('the mock and stock Prism', () => {
  const mock = sharedMock();
  let prism: ServerProcess;
  beforeAll(async () => {
    prism = await startPrism();
  });
  afterAll(() => {
    prism.stop();
  });

  test.each(corpus)('agree on %s', async (_name, sent) => {
    const forPrism = { ...sent, body: withoutNulls(sent.body) };
    const [ours, stock] = await Promise.all([send(mock().url, sent), send(prism.url, forPrism)]);
    // The tokens of the corpus are well-formed but made up, which stock Prism cannot know.
    const madeUp = operation.errors.find(({ cause }) => cause === 'pagination-token')!.name;
    const accepted = ours.ok || ours.headers.get('x-amzn-errortype') === madeUp;
    expect(accepted).toBe(stock.ok);
  });
});

describe('the response', () => {
  const mock = sharedMock();

  test.each(corpus)('to %s follows the contract', async (_name, sent) => {
    expect(await violationsOf(await send(mock().url, sent))).toEqual([]);
  });

  test.each(operation.errors)('for the error $name follows the contract', async ({ name, status }) => {
    const headers = { prefer: `code=${status}, example=${name}` };
    expect(await violationsOf(await send(mock().url, { body: '{}', headers }))).toEqual([]);
  });
});

/** Stock Prism, as `npm run prism` starts it. */
function startPrism(): Promise<ServerProcess> {
  const cli = fileURLToPath(import.meta.resolve('@stoplight/prism-cli'));
  const bundle = contract.file.replace(/json$/, 'yaml');
  const { path } = operation;
  return startServer([process.execPath, cli, 'mock', '--port', '{port}', bundle], {
    ...{ path, method: 'POST', headers: headersOf(), body: '{}' },
  });
}
