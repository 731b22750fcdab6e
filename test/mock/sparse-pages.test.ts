import { paginateListImageScanFindings } from '@aws-sdk/client-imagebuilder';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { expect, test } from 'vitest';
import {
  createImageScanFindingsClient,
  type ListImageScanFindingsRequest,
} from '../../generated/client-node.ts';
import { at, type Json, type JsonObject } from '../../scripts/contract/document.ts';
import { createMockHandler, type MockHandlerOptions } from '../../scripts/mock/create-mock.ts';
import { authorization, credentials, errorFor, operation, paginated, sdkClient } from './harness.ts';

const { inputToken, items, outputToken, pageSize } = paginated;
const url = `https://imagebuilder.us-east-1.amazonaws.com${operation.path}`;
const headers = { authorization, 'x-amz-date': '20261122T000000Z', 'content-type': 'application/json' };

async function startSparse(options: MockHandlerOptions = {}) {
  const handler = await createMockHandler({ pages: 'sparse', count: 60, ...options });
  const ask = async (request: JsonObject): Promise<JsonObject> =>
    (await handler(url, { method: 'POST', headers, body: JSON.stringify(request) })).json();
  const walk = async (request: JsonObject, isLast: (page: JsonObject) => boolean) => {
    const pages = [await ask(request)];
    while (!isLast(pages.at(-1)!)) {
      pages.push(await ask({ ...request, [inputToken]: pages.at(-1)![outputToken]! }));
    }
    return pages;
  };
  return { handler, ask, walk };
}

const sizes = (pages: JsonObject[]) => pages.map((page) => (page[items] as Json[]).length);
const all = (pages: JsonObject[]) => pages.flatMap((page) => page[items] as JsonObject[]);
const hasNoToken = (page: JsonObject) => page[outputToken] === undefined;

/** A filter whose value the fewest items have, but more than one of them, and those items. */
async function rareFilter() {
  const { walk } = await startSparse();
  const found = all(await walk({}, hasNoToken));
  const groups = Object.entries(operation.filters!).flatMap(([name, pointer]) =>
    [...Map.groupBy(found, (item) => at(item, pointer))].map(([value, expected]) => ({
      request: { filters: [{ name, values: [value as string] }], [pageSize]: 3 as number },
      expected,
    })),
  );
  return groups
    .filter(({ expected }) => expected.length > 1)
    .toSorted((one, other) => one.expected.length - other.expected.length)[0]!;
}

test('a filter leaves the pages where they were, short or empty, and each but the last has a token', async () => {
  const { walk } = await startSparse();
  const { request, expected } = await rareFilter();
  const pages = await walk(request, hasNoToken);
  expect(pages).toHaveLength(20);
  expect(sizes(pages)).toContain(0);
  expect(all(pages)).toEqual(expected);
});

test('a filter that nothing passes has empty pages with tokens', async () => {
  const { walk } = await startSparse();
  const [name] = Object.keys(operation.filters!);
  const pages = await walk({ filters: [{ name: name!, values: ['none'] }], [pageSize]: 20 }, hasNoToken);
  expect(sizes(pages)).toEqual([0, 0, 0]);
});

test('without a filter pages are full', async () => {
  const { walk } = await startSparse();
  expect(sizes(await walk({}, hasNoToken))).toEqual([25, 25, 10]);
});

test('a client that stops at the first short page misses items', async () => {
  const { walk } = await startSparse();
  const { request, expected } = await rareFilter();
  const isShort = (page: JsonObject) => (page[items] as Json[]).length < 3;
  expect(all(await walk(request, isShort)).length).toBeLessThan(expected.length);
});

test('the paginators of this package and of the AWS SDK collect every item', async () => {
  const { handler } = await startSparse();
  const { request, expected } = await rareFilter();
  const input = request as ListImageScanFindingsRequest;
  const ours: unknown[] = [];
  const client = createImageScanFindingsClient({ fetch: handler, region: 'us-east-1', credentials });
  for await (const item of client.paginateListImageScanFindingsItems(input)) ours.push(item);
  const theirs: unknown[] = [];
  const requestHandler = new FetchHttpHandler({ customFetch: handler });
  const sdk = sdkClient({ url: new URL(url).origin }, { requestHandler });
  for await (const page of paginateListImageScanFindings({ client: sdk }, input as object))
    theirs.push(...page.findings!);
  expect(ours).toEqual(expected);
  expect(theirs).toHaveLength(expected.length);
});

test('a token is refused by a mock with full pages', async () => {
  const { request } = await rareFilter();
  const [sparse, full] = [await startSparse(), await startSparse({ pages: 'full' })];
  const { [outputToken]: token } = await sparse.ask(request);
  await full.ask({ ...request, [inputToken]: token! });
  expect(full.handler.requests.at(-1)!.error).toBe(errorFor('pagination-token'));
});
