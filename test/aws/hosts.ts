import type { Document } from '../../scripts/contract/document.ts';

/** A server of the contract, with what it states about when an AWS client calls it. */
export type Server = Document['servers'][number] & {
  'x-endpoint': { partitions: string[]; fips: boolean; dualStack: boolean; fipsPartitions?: string[] };
};

/** Returns the URL that an AWS client calls, or undefined when the region's partition lacks the variant. */
export type ResolveHost = (region: string, fips: boolean, dualStack: boolean) => string | undefined;

/** One region of each partition that AWS clients know. */
export const regions: Record<string, string> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
};

/**
 * Puts a region into a server's URL.
 *
 * @param url a URL template such as `https://imagebuilder.{region}.amazonaws.com`
 * @param region the region's code
 * @returns the URL
 */
export function expandRegion(url: string, region: string): string {
  return url.replace('{region}', region);
}

/**
 * Lists the servers of a contract that an AWS client does not call, in the default region and in each partition they name.
 *
 * @param servers the servers to check
 * @param resolveHost what the AWS client makes of a region and variant
 * @returns one readable line per server and region; empty when all are right
 */
export function wrongHosts(servers: Server[], resolveHost: ResolveHost): string[] {
  return servers
    .flatMap(alsoForFips)
    .flatMap(({ url, variables, 'x-endpoint': { partitions, fips, dualStack } }) =>
      [variables!['region']!.default, ...partitions.map((partition) => regions[partition]!)]
        .filter((region) => resolveHost(region, fips, dualStack) !== expandRegion(url, region))
        .map(
          (region) =>
            `${expandRegion(url, region)}: in ${region} (FIPS ${fips}, dual-stack ${dualStack}) ` +
            `AWS calls ${resolveHost(region, fips, dualStack) ?? 'nothing'}`,
        ),
    );
}

/**
 * Splits a server that is the host for FIPS too in some partitions.
 *
 * @param server a server of the contract
 * @returns the server, and where there are such partitions a second one for them
 */
export function alsoForFips(server: Server): Server[] {
  const { fipsPartitions: partitions, ...endpoint } = server['x-endpoint'];
  if (!partitions) return [server];
  const region = { ...server.variables!['region']!, default: regions[partitions[0]!]! };
  return [
    server,
    { ...server, variables: { region }, 'x-endpoint': { ...endpoint, partitions, fips: true } },
  ];
}
