import { describe, expect, test } from 'vitest';
import { clientOf, errorOf, operation, type Respond, reply, serve } from '../harness.ts';

async function collect<Item>(walk: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of walk) all.push(item);
  return all;
}

/** Answers with these tokens in turn, and with the first ones again after the last. */
function tokens(...all: (string | undefined)[]): Respond {
  return (response, number) => {
    const findings = [{ title: `${number}a` }, { title: `${number}b` }];
    response.end(JSON.stringify({ findings, nextToken: all[number % all.length] }));
  };
}

describe('a walk through the pages', () => {
  test.each([
    ['absent', undefined],
    ['empty', ''],
  ])('ends after the page whose token is %s', async (_, last) => {
    const server = await serve(tokens('one', 'two', last));
    const pages = await collect(clientOf(server).paginateListImageScanFindings({ maxResults: 2 }));
    expect(pages).toHaveLength(3);
    expect(server.received.map(({ body }) => body)).toEqual([
      { maxResults: 2 },
      { maxResults: 2, nextToken: 'one' },
      { maxResults: 2, nextToken: 'two' },
    ]);
  });

  test('starts at a token of the input', async () => {
    const server = await serve(tokens(undefined));
    await collect(clientOf(server).paginateListImageScanFindings({ nextToken: 'here' }));
    expect(server.received.map(({ body }) => body)).toEqual([{ nextToken: 'here' }]);
  });

  test('requests no page before it is asked for', async () => {
    const server = await serve(tokens('one', 'two'));
    for await (const _ of clientOf(server).paginateListImageScanFindings()) break;
    expect(server.received).toHaveLength(1);
  });

  test('fails when the same token comes twice in a row', async () => {
    const server = await serve((response, number) =>
      response.end(JSON.stringify({ nextToken: number ? 'same' : 'one' })),
    );
    const error = await errorOf(collect(clientOf(server).paginateListImageScanFindings()));
    expect(error).toMatchObject({ name: 'RepeatedTokenError', operation: operation.id });
    expect(error.message).toContain('nextToken');
    expect(server.received).toHaveLength(3);
  });

  test.for([2, 3, 7, 20])('fails when the tokens go round in a circle of %i', async (length) => {
    const circle = Array.from({ length }, (_, index) => `token ${index}`);
    const server = await serve(tokens(...circle));
    const error = await errorOf(collect(clientOf(server).paginateListImageScanFindings()));
    expect(error.name).toBe('RepeatedTokenError');
    expect(server.received.length).toBeLessThan(4 * length + 4);
  });

  test('throws the error of the page that fails', async () => {
    const { name, status } = operation.errors[0]!;
    const server = await serve(reply(status, {}, { 'x-amzn-errortype': name }));
    const error = await errorOf(collect(clientOf(server).paginateListImageScanFindings()));
    expect(error.name).toBe(name);
  });
});

describe('a walk through the items', () => {
  test('yields those of all pages in order', async () => {
    const server = await serve(tokens('one', undefined));
    const items = await collect(clientOf(server).paginateListImageScanFindingsItems());
    expect(items.map(({ title }) => title)).toEqual(['0a', '0b', '1a', '1b']);
  });

  test('goes on after a page without items', async () => {
    const server = await serve((response, number) =>
      response.end(number ? '{"findings":[{"title":"last"}]}' : '{"nextToken":"one"}'),
    );
    expect(await collect(clientOf(server).paginateListImageScanFindingsItems())).toEqual([{ title: 'last' }]);
  });

  test('ends between two items when its signal aborts', async () => {
    const server = await serve(tokens('one', 'two'));
    const controller = new AbortController();
    const walk = clientOf(server).paginateListImageScanFindingsItems({}, { signal: controller.signal });
    await walk.next();
    controller.abort(new Error('enough'));
    await expect(walk.next()).rejects.toThrow(new Error('enough'));
    expect(server.received).toHaveLength(1);
  });
});
