import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ResponseObject, resolve, type Schema } from '../../scripts/contract/document.ts';
import { jsonBody } from '../../scripts/contract/operations.ts';
import { compileSchemas } from '../../scripts/contract/schema.ts';
import { type ServerProcess, startServer } from '../../scripts/programs/start-server.ts';
import { corpus, headersOf, type Sent } from './corpus-cases.ts';
import { contract, operation, sharedMock } from './harness.ts';

const { document } = contract;

/** Stock Prism does not know that a property which is null counts as absent. */
const withoutNulls = (body: string) =>
  JSON.stringify(JSON.parse(body), (name, value) => (value === null && name !== '' ? undefined : value));

function send(
  url: string,
  { body, headers, method = 'POST', path = operation.path }: Sent,
): Promise<Response> {
  return fetch(url + path, { method, headers: headersOf(headers), body });
}

const validatorOf = await compileSchemas(document);

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
