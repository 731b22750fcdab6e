import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
import { expect, test } from 'vitest';
import { post, sdkClient, startMock } from './harness.ts';

test('the base refuses a page size of 60, and names the revision that permits it', async () => {
  const response = await post(await startMock(), '{"maxResults":60}');
  expect(response.status).toBe(400);
  expect((await response.json()).message).toBe(
    "The value supplied for parameter 'maxResults' is not valid. " +
      'It must be at most 25, is 60; allowed since 2026-11-11: --revision 2026-11-11.',
  );
});

test('the base refuses a page size of 101 without naming a revision', async () => {
  const response = await post(await startMock(), '{"maxResults":101}');
  expect((await response.json()).message).not.toContain('allowed since');
});

test.for(['2026-11-11', 'latest'])('the revision %s gives an SDK pages of 100 findings', async (revision) => {
  const mock = await startMock({ revision, count: 150 });
  const { findings } = await sdkClient(mock).send(new ListImageScanFindingsCommand({ maxResults: 100 }));
  expect(findings).toHaveLength(100);
});

test('a revision still gives pages of 25 findings by default', async () => {
  const mock = await startMock({ revision: 'latest', count: 150 });
  const { findings } = await sdkClient(mock).send(new ListImageScanFindingsCommand({}));
  expect(findings).toHaveLength(25);
});

test('a filter value with an asterisk is compared literally', async () => {
  const mock = await startMock({ revision: 'latest' });
  const filters = [{ name: 'severity', values: ['CRIT*'] }];
  const { findings } = await sdkClient(mock).send(new ListImageScanFindingsCommand({ filters }));
  expect(findings).toEqual([]);
});

test.for([
  [{}, 'base'],
  [{ revision: 'latest' }, '2026-11-11'],
] as const)('with %j, /healthz names the revision %s', async ([options, revision]) => {
  const mock = await startMock(options);
  expect(await (await fetch(`${mock.url}/healthz`)).json()).toEqual({ status: 'ready', revision });
});

test('a revision serves its own bundle and schemas, and the docs of the package', async () => {
  const mock = await startMock({ revision: 'latest' });
  const read = async (path: string) => (await fetch(mock.url + path)).text();
  expect(JSON.parse(await read('/openapi.json')).info['x-revision']).toBe('2026-11-11');
  expect(JSON.parse(await read('/json-schema/RestrictedInteger.json')).maximum).toBe(100);
  expect(await read('/docs')).toContain('<html');
});

test('an unknown revision is refused', async () => {
  await expect(startMock({ revision: '2026-11-12' })).rejects.toThrow(
    'unknown revision "2026-11-12"; did you mean 2026-11-11?',
  );
});

test('a contract and a revision exclude each other', async () => {
  const options = { contract: 'generated/openapi.json', revision: 'latest' };
  await expect(startMock(options)).rejects.toThrow('leave out either contract or revision');
});
