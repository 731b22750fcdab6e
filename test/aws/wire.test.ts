import { isDeepStrictEqual } from 'node:util';
import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, readDocument } from '../../scripts/contract/document.ts';
import {
  findSigningName,
  listOperations,
  type Operation,
  type OperationError,
} from '../../scripts/contract/operations.ts';
import {
  contractMessage,
  type Exchange,
  followPages,
  listExchanges,
  sdkInput,
  sdkMessage,
  smallestUrl,
  toSdk,
} from './exchanges.ts';
import { callSdk, captureRequest, createSdkClient, sdkExports } from './sdk-client.ts';

const contract = await readDocument('generated/openapi.json');
const signingName = findSigningName(contract)!;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'contract', components: contract.components });

type Paginate = (
  config: { client: ImagebuilderClient; stopOnSameToken: boolean },
  input: unknown,
) => AsyncIterable<JsonObject>;

const requestId = '7c6b0f9e-4d2a-4c1e-9a53-0b8f6a1d2e37';

describe.each(listOperations(contract))('$id', (operation) => {
  const exchanges = listExchanges(contract, operation);
  const requests = exchanges.filter(({ body }) => !operation.request || body !== undefined);
  const responses = exchanges.filter(({ response }) => response !== undefined);

  it.runIf(operation.response)('has an example response for each example request', () => {
    expect(responses).not.toEqual([]);
    if (operation.request) expect(responses).toEqual(requests);
  });

  it.each(requests)(
    'the SDK sends the request of example $name as the contract states it',
    async (exchange) => {
      const request = await captureRequest(operation.id, sdkInput(contract, operation, exchange));
      expect(sdkMessage(request)).toEqual(contractMessage(operation, exchange));
      expect(request.headers['content-type']).toBe(operation.request && 'application/json');
      expect(request.headers['authorization']).toContain(`/us-east-1/${signingName}/aws4_request`);
      expect(listProblems(operation.request, sdkMessage(request).body)).toEqual([]);
    },
  );

  it.each(responses)('the SDK reads the response of example $name whole', async (exchange) => {
    const body = exchange.response!;
    const headers = { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
    const client = createSdkClient(() => ({ status: operation.status, headers, body }));
    const schema = { $ref: `#/components/schemas/${operation.response}` };
    expect(await callSdk(client, operation.id, sdkInput(contract, operation, exchange))).toEqual({
      ...(toSdk(contract, schema, body) as object),
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
    const asked = await pageThrough(operation, responses);
    expect(asked).toEqual(followPages(operation, responses[0]!, responses));
  });
});

async function captureError(operation: Operation, error: OperationError): Promise<unknown> {
  const { name, status, message } = error;
  const headers = {
    'content-type': 'application/json',
    'x-amzn-errortype': name,
    'x-amzn-requestid': requestId,
  };
  const client = createSdkClient(() => ({ status, headers, body: { message } }));
  const input = sdkInput(contract, operation, { url: smallestUrl(contract, operation) });
  return callSdk(client, operation.id, input).catch((raised: unknown) => raised);
}

function listProblems(shape: string | undefined, body: Json | undefined): unknown[] {
  if (shape === undefined) return [];
  const validate = ajv.getSchema(`contract#/components/schemas/${shape}`)!;
  validate(body);
  return validate.errors ?? [];
}

/** Starts with the first exchange and finds the exchange of each request; an unknown request belongs to the last one. */
async function pageThrough(operation: Operation, exchanges: Exchange[]): Promise<(string | undefined)[]> {
  const asked: (string | undefined)[] = [];
  const client = createSdkClient((request) => {
    const sent = sdkMessage(request);
    const exchange = exchanges.find((each) => isDeepStrictEqual(contractMessage(operation, each), sent));
    asked.push(exchange?.name);
    return { status: operation.status, body: exchange?.response ?? {} };
  });
  const paginate = sdkExports[`paginate${operation.id}`] as Paginate;
  // An input of its own, because the paginator writes into it.
  const input = sdkInput(contract, operation, exchanges[0]!);
  for await (const _ of paginate({ client, stopOnSameToken: true }, input));
  return asked;
}
