import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { close, listen } from '../../scripts/listen.ts';
import { loadMockContract, type MockContract } from '../../scripts/mock/contract.ts';
import { type ReceivedRequest, RequestError } from '../../scripts/mock/exchange.ts';
import { startWithoutPrism } from '../../scripts/mock/prism.ts';
import { createHttpServer } from '../../scripts/mock/server.ts';
import { createValidation } from '../../scripts/mock/validation.ts';
import { addOperations } from '../added-operations/add-operations.ts';
import { badInputs } from './bad-input-cases.ts';
import { corpus, headersOf } from './corpus-cases.ts';
import { authorization, contract, operation, sendRaw } from './harness.ts';

type Outcome = Record<string, unknown>;

/** Validates each request with Prism and without it, whatever the server is sent. */
async function compareOn(compared: MockContract) {
  const outcomes: Outcome[][] = [];
  const withoutPrism = startWithoutPrism(compared.document, compared.operations);
  const validations = [
    await createValidation(compared),
    await createValidation({ ...compared, startPrism: async () => withoutPrism }),
  ];
  const server: Server = createHttpServer({
    ...{ bodyLimit: 4_000_000, timeout: 10_000, allowHosts: [], control: undefined, page: () => undefined },
    fail: (error) => ({ status: 500, body: String(error) }),
    responded: () => undefined,
    async respond(request) {
      outcomes.push(await Promise.all(validations.map((validate) => outcomeOf(validate, request))));
      return { status: 200, body: '' };
    },
  });
  const url = await listen(server, 0, '127.0.0.1');
  return { url, outcomes, stop: () => close(server, 1000) };
}

async function outcomeOf(
  validate: Awaited<ReturnType<typeof createValidation>>,
  request: ReceivedRequest,
): Promise<Outcome> {
  try {
    const { operation, unsigned, input, error } = await validate(request);
    return { operation: operation.id, unsigned, ...(error ? describeError(error) : { input }) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return describeError(error);
  }
}

const describeError = ({ reason, message }: RequestError) => ({ reason, message });

describe('a request gets the same result without Prism:', () => {
  let server: Awaited<ReturnType<typeof compareOn>>;
  beforeAll(async () => {
    server = await compareOn(contract);
  });
  afterAll(() => server.stop());

  test.each(badInputs)('$name', async ({ bytes, halfClose }) => {
    server.outcomes.length = 0;
    await sendRaw(server, bytes, { halfClose: halfClose ?? false });
    expect(server.outcomes).toHaveLength(1);
    const [withPrism, withoutPrism] = server.outcomes[0]!;
    expect(withoutPrism).toEqual(withPrism);
  });

  test.each(corpus)('%s', async (_name, { body, headers, method = 'POST', path = operation.path }) => {
    server.outcomes.length = 0;
    await fetch(server.url + path, { method, headers: headersOf(headers), body });
    expect(server.outcomes).toHaveLength(1);
    const [withPrism, withoutPrism] = server.outcomes[0]!;
    expect(withoutPrism).toEqual(withPrism);
  });
});

describe('a request whose input is in the URL gets the same result without Prism:', () => {
  let server: Awaited<ReturnType<typeof compareOn>>;
  beforeAll(async () => {
    const { path } = await addOperations();
    server = await compareOn(await loadMockContract(path('openapi.json')));
  });
  afterAll(() => server.stop());

  const outageArn = encodeURIComponent('arn:aws:imagebuilder:us-east-1:123456789012:outage/order-service/7');
  const resourceArn = encodeURIComponent(
    'arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/order-service',
  );
  const headers = { authorization, 'x-amz-date': '20261122T000000Z' };

  test.each([
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&withMembers=beganAt&withMembers=minutes&roundedTo=15`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&withMembers=beganAt`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&withMembers=bogus`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&withMembers=minutes&withMembers=bogus`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&roundedTo=0`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&roundedTo=1.5`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&roundedTo=many`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&roundedTo=`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&roundedTo=15&roundedTo=30`],
    ['GET', `/GetPipelineOutage?outageArn=${outageArn}&bogus=1`],
    ['GET', '/GetPipelineOutage?outageArn=x'],
    ['GET', '/GetPipelineOutage?outageArn='],
    ['GET', '/GetPipelineOutage'],
    ['POST', '/GetPipelineOutage'],
    ['GET', `/tags/${resourceArn}`],
    ['GET', '/tags/x'],
    ['GET', '/tags/'],
    ['GET', '/tags'],
    ['GET', `/tags/${resourceArn}/more`],
    ['DELETE', `/tags/${resourceArn}?tagKeys=team`],
    ['DELETE', `/tags/${resourceArn}`],
    ['PATCH', `/tags/${resourceArn}`],
  ])('%s %s', async (method, path) => {
    server.outcomes.length = 0;
    await fetch(server.url + path, { method, headers });
    const [withPrism, withoutPrism] = server.outcomes[0]!;
    expect(withoutPrism).toEqual(withPrism);
  });
});
