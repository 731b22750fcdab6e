import * as sdk from '@aws-sdk/client-imagebuilder';
import { describe, expect, test } from 'vitest';
import { exampleItems } from '../../scripts/mock/generate.ts';
import { contract, errorFor, exceptions, operation, post, sdkClient, sharedMock } from './harness.ts';

async function pagesOf(client: sdk.ImagebuilderClient, pageSize: number): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of sdk.paginateListImageScanFindings({ client, pageSize }, {})) {
    pages.push(page.findings!.map((finding) => JSON.stringify(finding)));
  }
  return pages;
}

function exceptionOf(client: sdk.ImagebuilderClient, input: sdk.ListImageScanFindingsCommandInput) {
  return client.send(new sdk.ListImageScanFindingsCommand(input)).then(
    () => expect.fail('the request succeeded'),
    (error: sdk.ImagebuilderServiceException) => error,
  );
}

describe('an unmodified SDK', () => {
  const mock = sharedMock();

  test('pages through all items and ends', async () => {
    const pages = await pagesOf(sdkClient(mock()), 2);
    expect(pages.flat().length).toBeGreaterThanOrEqual(exampleItems(contract.document, operation).length);
    expect(new Set(pages.flat()).size).toBe(pages.flat().length);
  });

  test('gets pages of the size that it asks for', async () => {
    const pages = await pagesOf(sdkClient(mock()), 3);
    expect(pages.slice(0, -1).every((page) => page.length === 3)).toBe(true);
  });

  test('gets the same items whatever the page size', async () => {
    const client = sdkClient(mock());
    expect((await pagesOf(client, 2)).flat()).toEqual((await pagesOf(client, 25)).flat());
  });

  test('reads the same request id in the header and the body', async () => {
    const client = sdkClient(mock());
    const output = await client.send(new sdk.ListImageScanFindingsCommand({}));
    expect(output.requestId).toBe(output.$metadata.requestId);
  });

  test('gets only the items that a filter names', async () => {
    const client = sdkClient(mock());
    const { findings } = await client.send(
      new sdk.ListImageScanFindingsCommand({ filters: [{ name: 'severity', values: ['HIGH'] }] }),
    );
    expect(new Set(findings!.map((finding) => finding.severity))).toEqual(new Set(['HIGH']));
  });

  test('gets an empty page when nothing matches', async () => {
    const client = sdkClient(mock());
    const output = await client.send(
      new sdk.ListImageScanFindingsCommand({ filters: [{ name: 'severity', values: ['high'] }] }),
    );
    expect([output.findings, output.nextToken]).toEqual([[], undefined]);
  });

  test('raises the exception that the contract names when a constraint is broken', async () => {
    const error = await exceptionOf(sdkClient(mock()), { maxResults: 26 });
    expect(error).toBeInstanceOf(exceptions.get(errorFor('constraint')));
  });

  test('reads the member, its value and the rule in the message of a broken constraint', async () => {
    const error = await exceptionOf(sdkClient(mock()), { maxResults: 26 });
    expect(error.message).toBe(
      "The value supplied for parameter 'maxResults' is not valid. It must be at most 25, is 26; allowed since 2026-11-11: --revision 2026-11-11.",
    );
  });

  test.each([
    ['a page size as text', { maxResults: '5' }, 'maxResults must be an integer, is "5".'],
    ['a page size with a fraction', { maxResults: 5.5 }, 'maxResults must be an integer, is 5.5.'],
    ['a page size beyond 32 bits', { maxResults: 99999999999 }, /^maxResults must be .*, is 99999999999\.$/],
  ] as const)('raises the exception for an unreadable request for %s', async (_name, input, message) => {
    const error = await exceptionOf(sdkClient(mock()), input as never);
    expect([error.name, error.$metadata.httpStatusCode]).toEqual([errorFor('syntax'), 400]);
    expect(error.message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  });

  test('may send null for a property that it leaves open', async () => {
    const input = { filters: null, maxResults: null, nextToken: null };
    const body = await (await post(mock(), JSON.stringify(input))).json();
    expect(body.findings).toHaveLength(25);
    const client = sdkClient(mock());
    const output = await client.send(new sdk.ListImageScanFindingsCommand(input as never));
    expect(output.findings).toHaveLength(25);
  });

  test('raises the exception that the contract names for a token of its own making', async () => {
    const error = await exceptionOf(sdkClient(mock()), { nextToken: 'made-up' });
    expect(error).toBeInstanceOf(exceptions.get(errorFor('pagination-token')));
  });
});
