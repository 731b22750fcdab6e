import { isDeepStrictEqual } from 'node:util';
import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  componentName,
  type Example,
  type Json,
  type JsonObject,
  type MediaType,
  type ResponseObject,
  readDocument,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import {
  jsonBody,
  listOperations,
  type Operation,
  type OperationError,
} from '../../scripts/contract/operations.ts';
import { findSigningName } from '../../scripts/contract/signing-name.ts';
import { isTimestamp } from './contract-facts.ts';
import { callSdk, createSdkClient, type SdkRequest, sdkExports } from './sdk-client.ts';

const contract = await readDocument('generated/openapi.json');
const signingName = findSigningName(contract)!;
const ajv = new Ajv2020({ strict: false, formats: { int32: true, double: true } });
ajv.addSchema({ $id: 'contract', components: contract.components });

type Paginate = (config: { client: ImagebuilderClient }, input: Json) => AsyncIterable<JsonObject>;

const requestId = '7c6b0f9e-4d2a-4c1e-9a53-0b8f6a1d2e37';

describe.each(listOperations(contract))('$id', (operation) => {
  const requestBody =
    operation.object.requestBody && jsonBody(resolve(contract, operation.object.requestBody));
  const responseBody = jsonBody(
    resolve<ResponseObject>(contract, operation.object.responses[operation.status]!),
  );
  const requests = listExamples(requestBody);
  const responses = listExamples(responseBody);

  it('has an example response for each example request', () => {
    expect(responses).not.toEqual([]);
    if (requestBody) expect(Object.keys(responseBody.examples!)).toEqual(Object.keys(requestBody.examples!));
  });

  it.each(requests)('the SDK sends the request of example %s as the contract states it', async (_, body) => {
    const request = await captureRequest(operation, toSdk(requestBody!.schema, body));
    expect(`${request.method} ${request.path}`).toBe(`${operation.method.toUpperCase()} ${operation.path}`);
    expect(request.query).toEqual({});
    expect(request.headers['content-type']).toBe('application/json');
    expect(request.headers['authorization']).toContain(`/us-east-1/${signingName}/aws4_request`);
    expect(JSON.parse(request.body)).toEqual(body);
    expect(listProblems(operation.request!, JSON.parse(request.body))).toEqual([]);
  });

  it.each(responses)('the SDK reads the response of example %s whole', async (_, body) => {
    const headers = { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
    const client = createSdkClient(() => ({ status: operation.status, headers, body }));
    expect(await callSdk(client, operation.id, {})).toEqual({
      ...(toSdk(responseBody.schema, body) as object),
      $metadata: expect.objectContaining({ httpStatusCode: operation.status, requestId }),
    });
  });

  it.each(operation.errors)('the SDK raises $name and retries as the contract says', async (error) => {
    const raised = await captureError(operation, error);
    expect(raised).toBeInstanceOf(sdkExports[error.common ? 'ImagebuilderServiceException' : error.name]);
    expect(raised).toMatchObject({
      name: error.name,
      message: error.message,
      $fault: error.fault,
      $metadata: { httpStatusCode: error.status, requestId, attempts: error.retryable ? 2 : 1 },
    });
  });

  it.runIf(operation.paginated)('the SDK pages through the examples to the end', async () => {
    const pages: JsonObject[] = [];
    for await (const page of pageThrough(operation, requests, responses)) pages.push(page);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.at(-1)).not.toHaveProperty(operation.paginated!.outputToken);
  });
});

function listExamples(body: MediaType | undefined): [name: string, value: Json][] {
  return Object.entries(body?.examples ?? {}).map(([name, example]) => [
    name,
    resolve<Example>(contract, example).value,
  ]);
}

/** Turns a value of the wire into the SDK's: epoch seconds become dates. */
function toSdk(reference: Schema, value: Json): unknown {
  if (isTimestamp(componentName(reference))) return new Date(Number(value) * 1000);
  const schema = resolve<Schema>(contract, reference);
  if (Array.isArray(value)) return value.map((item) => toSdk(schema.items!, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toSdk(schema.properties?.[name] ?? {}, member)]),
  );
}

async function captureRequest({ id, status }: Operation, input: unknown): Promise<SdkRequest> {
  const requests: SdkRequest[] = [];
  const client = createSdkClient((request) => {
    requests.push(request);
    return { status, body: {} };
  });
  await callSdk(client, id, input);
  return requests[0]!;
}

async function captureError({ id }: Operation, { name, status, message }: OperationError): Promise<unknown> {
  const headers = {
    'content-type': 'application/json',
    'x-amzn-errortype': name,
    'x-amzn-requestid': requestId,
  };
  const client = createSdkClient(() => ({ status, headers, body: { message } }));
  return callSdk(client, id, {}).catch((error: unknown) => error);
}

function listProblems(shape: string, body: unknown): unknown[] {
  const validate = ajv.getSchema(`contract#/components/schemas/${shape}`)!;
  validate(body);
  return validate.errors ?? [];
}

/** Starts with the first example request and answers each request with the example response of the same name. */
function pageThrough(
  operation: Operation,
  requests: [name: string, value: Json][],
  responses: [name: string, value: Json][],
): AsyncIterable<JsonObject> {
  const client = createSdkClient(({ body }) => {
    const [name] = requests.find(([, value]) => isDeepStrictEqual(value, JSON.parse(body))) ?? [];
    if (!name) throw new Error(`${operation.id} has no example request ${body}`);
    return { status: operation.status, body: Object.fromEntries(responses)[name] };
  });
  const paginate = sdkExports[`paginate${operation.id}`] as Paginate;
  // The paginator writes into its input.
  return paginate({ client }, structuredClone(requests[0]![1]));
}
