import { describe, expect, test } from 'vitest';
import { type Json, resolve, type Schema } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { createMockHandler } from '../../scripts/mock/create-mock.ts';
import { toSdk } from '../aws/exchanges.ts';
import { callSdk, captureRequest, createSdkClient, sdkExports } from '../aws/sdk-client.ts';
import { authorization } from '../mock/harness.ts';
import { contract, readGenerated, suites } from './artifacts.ts';

interface Message {
  headers?: Record<string, string>;
  body: string;
  bodyMediaType?: string;
}

interface RequestTest extends Message {
  id: string;
  method: string;
  uri: string;
  params: Json;
  appliesTo?: string;
}

interface MalformedRequestTest {
  id: string;
  request: Message & { method: string; uri: string };
  response: { code: number; headers: Record<string, string> };
}

interface ResponseTest extends Message {
  id: string;
  code: number;
  params: Json;
}

interface MalformedResponseTest extends Message {
  id: string;
  code: number;
  violations?: { instancePath: string; keyword: string }[];
}

/** The shapes with test cases, each with its cases by the name of their trait. */
const applied = Object.entries(JSON.parse(await readGenerated('smithy/tests.json')).shapes).flatMap(
  ([id, shape]) => {
    const { type, traits } = shape as { type: string; traits: Record<string, unknown[]> };
    return type === 'apply' ? [{ name: id.split('#')[1]!, traits }] : [];
  },
);
const operations = listOperations(contract);
const cases = <Case>(trait: string) =>
  applied.flatMap(({ name, traits }) =>
    ((traits[trait] ?? []) as Case[]).map((testCase) => ({ ...testCase, shape: name })),
  );
const requests = cases<RequestTest>('smithy.test#httpRequestTests');
const malformedRequests = cases<MalformedRequestTest>('smithy.test#httpMalformedRequestTests');
const responses = cases<ResponseTest>('smithy.test#httpResponseTests');
const malformedResponses = cases<MalformedResponseTest>('imagescanfindings.test#httpMalformedResponseTests');

function schemaOf(name: string | undefined): Schema {
  return resolve(contract, { $ref: `#/components/schemas/${name}` });
}

function operationOf(name: string) {
  return operations.find((operation) => operation.id === name);
}

describe('the AWS SDK', () => {
  test.for(requests.filter(({ appliesTo }) => appliesTo !== 'server'))(
    'sends what $id expects',
    async ({ shape, method, uri, body, params }) => {
      const input = toSdk(contract, schemaOf(operationOf(shape)!.request), params);
      const sent = await captureRequest(shape, input);
      expect([sent.method, sent.path, JSON.parse(sent.body)]).toEqual([method, uri, JSON.parse(body)]);
    },
  );

  test.for(responses.filter(({ shape }) => operationOf(shape)))(
    'reads the response of $id',
    async ({ shape, code, headers = {}, body, params }) => {
      const client = createSdkClient(() => ({
        status: code,
        headers: lower(headers),
        body: JSON.parse(body),
      }));
      const { $metadata: _, ...output } = (await callSdk(client, shape, {})) as Record<string, unknown>;
      expect(output).toEqual(toSdk(contract, schemaOf(operationOf(shape)!.response), params));
    },
  );

  test.for(responses.filter(({ shape }) => !operationOf(shape)))(
    'raises the error of $id',
    async ({ shape, code, headers = {}, body, params }) => {
      const response = { status: code, headers: lower(headers), body: JSON.parse(body) };
      // Without a second attempt, before which the SDK waits.
      const client = createSdkClient(() => response, 1);
      const operation = operations.find(({ errors }) => errors.some(({ name }) => name === shape))!;
      const error = await callSdk(client, operation.id, {}).catch((thrown: Error) => thrown);
      expect(error).toBeInstanceOf(sdkExports[shape]);
      const { message } = params as { message?: string };
      if (message) expect(error).toHaveProperty('message', message);
    },
  );
});

describe('the mock', async () => {
  const handler = await createMockHandler();
  const send = ({ method, uri, headers, body }: Message & { method: string; uri: string }) =>
    handler(
      new Request(`http://127.0.0.1${uri}`, {
        method,
        body,
        headers: { ...headers, authorization, 'x-amz-date': '20261122T000000Z' },
      }),
    );

  test.for(malformedRequests)('refuses the request of $id', async ({ request, response }) => {
    const { status, headers } = await send(request);
    expect([status, headers.get('x-amzn-errortype')]).toEqual([
      response.code,
      response.headers['X-Amzn-Errortype'],
    ]);
  });

  test.for(requests)('finds nothing wrong with the form of the request of $id', async (request) => {
    const response = await send(request);
    const { errors } = operationOf(request.shape)!;
    const token = errors.find(({ cause }) => cause === 'pagination-token')?.name ?? null;
    // It did not issue the tokens.
    expect([null, token]).toContain(response.headers.get('x-amzn-errortype'));
  });
});

test('every violation that the vectors of a response show is in a malformed response', () => {
  for (const { id, response } of operations) {
    const shown = malformedResponses
      .filter(({ shape }) => shape === id)
      .flatMap(({ violations = [] }) => violations);
    const vectors = suites.find(({ shape }) => shape === response)?.vectors ?? [];
    expect(new Set(shown.map(key))).toEqual(new Set(vectors.flatMap(({ errors = [] }) => errors).map(key)));
  }
});

function key({ instancePath, keyword }: { instancePath: string; keyword: string }): string {
  return `${instancePath} ${keyword}`;
}

function lower(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
