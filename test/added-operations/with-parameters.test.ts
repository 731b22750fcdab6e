import { ImagebuilderClient, UntagResourceCommand } from '@aws-sdk/client-imagebuilder';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { reply, serve } from '../client/harness.ts';
import { addOperations, type Generated } from './add-operations.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const outageArn = 'arn:aws:imagebuilder:us-east-1:123456789012:outage/order-service/7';
const resourceArn = 'arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/order-service';
const outage = { cause: 'QUOTA', beganAt: 1794960000, minutes: 90 };

let generated: Generated;
let mock: Mock;

beforeAll(async () => {
  generated = await addOperations();
  mock = await createMock({ contract: generated.path('openapi.json'), verifySignatures: credentials });
});

afterAll(() => mock?.close());

describe.each(['client.ts', 'client-node.ts'])('%s', (file) => {
  const createClient = async (options = {}) => {
    const { createImageScanFindingsClient } = await generated.load(file);
    const common = { endpoint: mock.url, region: 'us-east-1', credentials, maxAttempts: 1 };
    return createImageScanFindingsClient({ ...common, ...options });
  };

  test('sends members in the query, lists and numbers too, signed', async () => {
    const client = await createClient();
    const input = { outageArn, withMembers: ['beganAt', 'minutes'], roundedTo: 15 };
    expect(await client.getPipelineOutage(input)).toEqual(outage);
  });

  test('sends a member in the path, whatever characters it has, and the rest in the body', async () => {
    const client = await createClient();
    expect(await client.tagResource({ resourceArn, tags: { team: 'checkout' } })).toEqual({});
    const { path, body } = mock.requests.at(-1)!;
    expect({ path, body }).toEqual({
      path: `/tags/${encodeURIComponent(resourceArn)}`,
      body: { tags: { team: 'checkout' } },
    });
  });

  test('calls each of the operations that share a path', async () => {
    const client = await createClient();
    expect(await client.listTagsForResource({ resourceArn })).toHaveProperty('tags.team');
    expect(await client.untagResource({ resourceArn, tagKeys: ['team'] })).toEqual({});
    expect(mock.requests.slice(-2).map(({ operation }) => operation)).toEqual([
      'ListTagsForResource',
      'UntagResource',
    ]);
  });

  test('pages by members of the query', async () => {
    const client = await createClient();
    const { items } = mock.data.find(({ operation }) => operation === 'ListOutageNotes')!;
    const sizes: number[] = [];
    for await (const page of client.paginateListOutageNotes({ outageArn, limit: 2 })) {
      sizes.push(page.notes.length);
    }
    expect(sizes).toEqual(Array.from({ length: items / 2 }, () => 2));
    const { furtherCursor: cursor } = await client.listOutageNotes({ outageArn });
    await expect(client.listOutageNotes({ outageArn: `${outageArn}0`, cursor })).rejects.toMatchObject({
      name: 'StaleCursorException',
    });
  });

  test('gets the response that the mock has for members of the query and the path', async () => {
    const client = await createClient();
    const responses = [
      { when: { roundedTo: 15, withMembers: ['minutes'] }, then: { error: 'ThrottlingException' } },
      { operation: 'UntagResource', when: { resourceArn }, then: { error: 'ClientException' } },
    ];
    mock.setState({ responses: responses as never });
    onTestFinished(() => mock.reset());
    const errorOf = (call: Promise<unknown>) =>
      call.then(
        () => undefined,
        ({ name }) => name,
      );
    expect([
      await errorOf(client.getPipelineOutage({ outageArn, withMembers: ['minutes'], roundedTo: 15 })),
      await errorOf(client.getPipelineOutage({ outageArn, withMembers: ['minutes'], roundedTo: 30 })),
      await errorOf(client.untagResource({ resourceArn, tagKeys: ['team'] })),
    ]).toEqual(['ThrottlingException', undefined, 'ClientException']);
  });

  test.for(['', '.', '..', undefined])('sends nothing when the member of the path is %o', async (value) => {
    const client = await createClient();
    const sent = mock.requests.length;
    await expect(client.listTagsForResource({ resourceArn: value })).rejects.toMatchObject({
      ...{ name: 'RequestValidationError', violations: [{ instancePath: '/resourceArn' }] },
    });
    expect(mock.requests).toHaveLength(sent);
  });

  test('writes the URL as the AWS SDK does', async () => {
    const input = { resourceArn, tagKeys: ['a b', "it's", 'ü/😀', '1+2*(3)!', '%41&b=c#d'] };
    const server = await serve(reply(200, {}));
    const client = await createClient({ endpoint: server.url });
    await client.untagResource(input);
    const sdk = new ImagebuilderClient({ endpoint: server.url, region: 'us-east-1', credentials });
    await sdk.send(new UntagResourceCommand(input));
    const [ours, theirs] = server.received;
    expect(ours).toMatchObject({ method: theirs!.method, url: theirs!.url });
  });

  test.for([
    [
      'getPipelineOutage',
      { outageArn: 'x' },
      /^The value supplied for parameter 'outageArn' is not valid. It must match .*, is "x"/,
    ],
    [
      'getPipelineOutage',
      { outageArn, roundedTo: 0 },
      "The value supplied for parameter 'roundedTo' is not valid. It must be at least 1, is 0.",
    ],
    [
      'getPipelineOutage',
      { outageArn, withMembers: ['cause'] },
      /^The value supplied for parameter 'withMembers\[0\]' is not valid. It must be one of .*, is "cause"/,
    ],
    ['getPipelineOutage', {}, "The value supplied for parameter 'outageArn' is not valid. It is required."],
    [
      'listTagsForResource',
      { resourceArn: 'a/b' },
      /^The value supplied for parameter 'resourceArn' is not valid. It must match .*, is "a\/b"/,
    ],
  ] as const)(
    '%s of %o gets the error that names the member and the rule',
    async ([method, input, reason]) => {
      const client = await createClient();
      await expect(client[method](input)).rejects.toMatchObject({
        ...{ status: 400, reason: reason instanceof RegExp ? expect.stringMatching(reason) : reason },
      });
    },
  );

  test.for([
    ['a member of the query', 'getPipelineOutage', { outageArn, roundedTo: 0 }, '/roundedTo'],
    ['an entry of a list', 'getPipelineOutage', { outageArn, withMembers: ['cause'] }, '/withMembers/0'],
    ['a missing member of the query', 'getPipelineOutage', {}, '/outageArn'],
    ['a member that there is not', 'listTagsForResource', { resourceArn, tags: {} }, '/tags'],
    ['a member of the path', 'listTagsForResource', { resourceArn: 'x' }, '/resourceArn'],
    ['a member of the body', 'tagResource', { resourceArn, tags: {} }, '/tags'],
  ] as const)('validates %s', async ([, method, input, instancePath]) => {
    const client = await createClient({ validate: true });
    await expect(client[method](input)).rejects.toMatchObject({
      ...{ name: 'RequestValidationError', violations: [expect.objectContaining({ instancePath })] },
    });
  });

  test('validates what is as it should be without a complaint', async () => {
    const client = await createClient({ validate: true });
    expect(await client.getPipelineOutage({ outageArn, withMembers: ['minutes'] })).toEqual(outage);
    await client.tagResource({ resourceArn, tags: { team: 'checkout' } });
  });
});

test('the input of a method has the members of the URL and of the body', async () => {
  const client = await generated.read('client.ts');
  expect(client).toContain(
    'getPipelineOutage(input: { outageArn: OutageArn; withMembers?: OutageMemberNameList; roundedTo?: OutageMinutes }, ',
  );
  expect(client).toContain('tagResource(input: { resourceArn: ImageBuilderArn } & TagResourceRequest, ');
});

test('a request to an operation without a body may have one with a null', async () => {
  const response = await fetch(`${mock.url}/tags/${encodeURIComponent(resourceArn)}?tagKeys=team`, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: '{"team": null}',
  });
  expect({ operation: mock.requests.at(-1)?.operation, status: response.status }).toEqual({
    operation: 'UntagResource',
    status: 403,
  });
});
