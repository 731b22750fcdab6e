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

test('the contract leaves out these hosts and no others', () => {
  const hosts = servers.flatMap(({ url, 'x-endpoint': { partitions } }) =>
    partitions.map((partition) => expandRegion(url, regions[partition]!)),
  );
  const variants = { plain: [false, false], fips: [true, false], dual: [false, true], both: [true, true] };
  const leftOut = Object.entries(regions).map(([partition, region]) => {
    const names = Object.entries(variants).filter(([, [fips, dualStack]]) => {
      const host = askSdk(region, fips!, dualStack!);
      return host !== undefined && !hosts.includes(host);
    });
    return [partition, names.map(([name]) => name).join(' ')];
  });
  expect(Object.fromEntries(leftOut)).toEqual({
    ...{ aws: '', 'aws-us-gov': '', 'aws-cn': 'fips dual both', 'aws-eusc': 'fips dual both' },
    ...{ 'aws-iso': 'plain fips dual both', 'aws-iso-b': 'plain fips dual both' },
    ...{ 'aws-iso-e': 'plain fips dual both', 'aws-iso-f': 'plain fips dual both' },
  });
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
