import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { alsoForFips, expandRegion, regions, type Server, wrongHosts } from './hosts.ts';

const servers = (await readDocument('generated/openapi.json')).servers as Server[];

test('every server of the contract is the host that the AWS SDK calls', () => {
  expect(servers).not.toEqual([]);
  expect(wrongHosts(servers, askSdk)).toEqual([]);
});

test('a host that the AWS SDK does not call is reported', () => {
  const server = structuredClone(servers[0]!);
  server.url = 'https://image-builder.{region}.amazonaws.com';
  expect(wrongHosts([server], askSdk)).toContain(
    'https://image-builder.us-east-1.amazonaws.com: in us-east-1 (FIPS false, dual-stack false) ' +
      'AWS calls https://imagebuilder.us-east-1.amazonaws.com',
  );
});

test('a host in a partition that does not have it is reported', () => {
  const fips = servers.find(({ 'x-endpoint': { fips, dualStack } }) => fips && !dualStack)!;
  const server = { ...fips, 'x-endpoint': { ...fips['x-endpoint'], partitions: ['aws-us-gov'] } };
  expect(wrongHosts([server], askSdk)).toEqual([
    'https://imagebuilder-fips.us-gov-west-1.amazonaws.com: in us-gov-west-1 (FIPS true, dual-stack false) ' +
      'AWS calls https://imagebuilder.us-gov-west-1.amazonaws.com',
  ]);
});

test('no partition has the same variant twice', () => {
  const variants = servers
    .flatMap(alsoForFips)
    .flatMap(({ 'x-endpoint': { partitions, fips, dualStack } }) =>
      partitions.map((partition) => `${partition}, FIPS ${fips}, dual-stack ${dualStack}`),
    );
  expect(variants).toEqual([...new Set(variants)]);
});

test('the hosts that the contract leaves out are listed', async ({ annotate }) => {
  const hosts = servers.flatMap(({ url, 'x-endpoint': { partitions } }) =>
    partitions.map((partition) => expandRegion(url, regions[partition]!)),
  );
  for (const [partition, region] of Object.entries(regions)) {
    for (const [fips, dualStack] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const host = askSdk(region, fips, dualStack);
      if (host && !hosts.includes(host)) {
        await annotate(`${partition} (FIPS ${fips}, dual-stack ${dualStack}): ${host}`, 'left out');
      }
    }
  }
});

/** The SDK throws for a variant that the partition does not have: then there is no host. */
function askSdk(region: string, fips: boolean, dualStack: boolean): string | undefined {
  const { config } = new ImagebuilderClient({ region });
  try {
    return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack }).url.origin;
  } catch {
    return undefined;
  }
}
