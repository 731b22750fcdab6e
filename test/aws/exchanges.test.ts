import { describe, expect, it } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { contractMessage, type Exchange, sdkInput, sdkMessage, smallestUrl } from './exchanges.ts';
import { captureRequest } from './sdk-client.ts';
import { urlOperations } from './url-operations.ts';

const { document, operations } = urlOperations(await readDocument('generated/openapi.json'));
const { TagResource, UntagResource } = operations;

describe('the SDK sends as the contract states it', () => {
  it('a member of the path, with the rest in the body', async () => {
    const exchange = { url: smallestUrl(document, TagResource!), body: { tags: { team: 'orders' } } };
    expect(await sent('TagResource', exchange)).toEqual(contractMessage(TagResource!, exchange));
  });

  it('a list in the query, with the rest in the path', async () => {
    const exchange = { url: smallestUrl(document, UntagResource!) };
    expect(await sent('UntagResource', exchange)).toEqual(contractMessage(UntagResource!, exchange));
  });
});

it('a member that the contract has in the query and AWS in the body is found', async () => {
  const tags = { name: 'tags', in: 'query', required: true } as const;
  const { request: _, ...bodiless } = TagResource!;
  const wrong = { ...bodiless, parameters: [...TagResource!.parameters, tags] };
  const url = { ...smallestUrl(document, TagResource!), tags: { team: 'orders' } };
  const message = sdkMessage(await captureRequest('TagResource', sdkInput(document, wrong, { url })));
  expect(message).not.toEqual(contractMessage(wrong, { url }));
});

it('a path that AWS does not have is found', async () => {
  const wrong = { ...UntagResource!, path: '/tags/of/{resourceArn}' };
  const exchange = { url: smallestUrl(document, wrong) };
  expect(await sent('UntagResource', exchange)).not.toEqual(contractMessage(wrong, exchange));
});

async function sent(id: string, exchange: Omit<Exchange, 'name'>) {
  return sdkMessage(await captureRequest(id, sdkInput(document, operations[id]!, exchange)));
}
