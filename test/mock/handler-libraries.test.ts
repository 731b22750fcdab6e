import * as sdk from '@aws-sdk/client-imagebuilder';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { setupServer } from 'msw/node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createImageScanFindingsClient } from '../../generated/client-node.ts';
import { createMockHandler, type MockHandler } from '../../scripts/mock/create-mock.ts';
import { toMswHandlers } from '../../scripts/mock/msw.ts';
import { credentials, errorFor, exceptions, operation, sdkClient } from './harness.ts';

const region = 'us-east-1';
const aws = { url: `https://imagebuilder.${region}.amazonaws.com` };
const retryable = operation.errors.find((error) => error.retryable)!.name;
const list = (input: sdk.ListImageScanFindingsCommandInput = {}) =>
  new sdk.ListImageScanFindingsCommand(input);

async function countItems(client: sdk.ImagebuilderClient): Promise<number> {
  let items = 0;
  for await (const page of sdk.paginateListImageScanFindings({ client, pageSize: 7 }, {}))
    items += page.findings!.length;
  return items;
}

describe('an unmodified SDK with a handler as its fetch', () => {
  /** No `endpoint`: the SDK addresses AWS itself. */
  const clientOf = (handler: MockHandler, options: sdk.ImagebuilderClientConfig = {}) => {
    const requestHandler = new FetchHttpHandler({ customFetch: handler });
    const client = new sdk.ImagebuilderClient({ region, credentials, requestHandler, ...options });
    onTestFinished(() => client.destroy());
    return client;
  };

  test('pages through all items', async () => {
    expect(await countItems(clientOf(await createMockHandler({ count: 60 })))).toBe(60);
  });

  test('signs what the handler verifies', async () => {
    const handler = await createMockHandler({ verifySignatures: credentials });
    expect((await clientOf(handler).send(list())).findings).toHaveLength(25);
    const other = clientOf(handler, { credentials: { ...credentials, secretAccessKey: 'another' } });
    await expect(other.send(list())).rejects.toThrow('The signature does not match');
  });

  test('raises the typed error', async () => {
    const error = await clientOf(await createMockHandler())
      .send(list({ maxResults: 0 }))
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(exceptions.get(errorFor('constraint')));
  });

  test('retries an injected fault', async () => {
    const handler = await createMockHandler({ faults: [{ error: retryable, times: 1 }] });
    expect((await clientOf(handler).send(list())).$metadata.attempts).toBe(2);
  });

  test('is aborted while the handler waits', async () => {
    const client = clientOf(await createMockHandler({ latency: 60_000 }));
    const abort = new AbortController();
    const call = client.send(list(), { abortSignal: abort.signal });
    setTimeout(() => abort.abort(), 5);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('gives up after its own timeout', async () => {
    const client = clientOf(await createMockHandler({ latency: 60_000 }), { maxAttempts: 1 });
    await expect(client.send(list(), { requestTimeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('MSW with a handler', () => {
  const intercept = async (options: Parameters<typeof createMockHandler>[0] = {}) => {
    const handler = await createMockHandler(options);
    const server = setupServer(...toMswHandlers(handler));
    server.listen({ onUnhandledRequest: 'error' });
    onTestFinished(() => server.close());
    return handler;
  };

  test('responds to an unmodified SDK that addresses AWS', async () => {
    const handler = await intercept({ count: 60, verifySignatures: credentials });
    const client = sdkClient(aws);
    expect(await countItems(client)).toBe(60);
    expect(handler.requests).toHaveLength(Math.ceil(60 / 7));
  });

  test('passes on an error that the SDK types', async () => {
    await intercept();
    const error = await sdkClient(aws)
      .send(list({ nextToken: 'made up' }))
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(exceptions.get(errorFor('pagination-token')));
  });

  test('responds to the client of this package', async () => {
    await intercept({ count: 60, verifySignatures: credentials });
    const client = createImageScanFindingsClient({ region, credentials });
    const items: unknown[] = [];
    for await (const item of client.paginateListImageScanFindingsItems({})) items.push(item);
    expect(items).toHaveLength(60);
  });
});
