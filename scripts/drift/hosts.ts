import {
  useDefaultPartitionInfo as resetPartitionInfo,
  resolveEndpoint,
  setPartitionInfo,
} from '@aws-sdk/util-endpoints';
import type { Server } from '../contract/document.ts';
import { listVariants } from '../contract/operations.ts';

/** AWS's rules that turn a region into a host. */
export interface EndpointRules {
  ruleSet: unknown;
  /** The partitions that the rules refer to; without them, those of the installed SDK. */
  partitions?: unknown;
}

/** One host that the contract names: a variant in one partition, seen from one of its regions. */
export interface Host {
  region: string;
  fips: boolean;
  dualStack: boolean;
  /** A URL template with `{region}`. */
  url: string;
}

/** One region of each partition, to ask AWS's rules with. */
const regions: Record<string, string> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
};

/** Lists the hosts of a contract's servers by partition and variant, as `aws, FIPS`. */
export function listHosts(servers: Server[]): Map<string, Host> {
  return new Map(servers.flatMap(listServerHosts));
}

function listServerHosts(server: Server): [string, Host][] {
  const { url, variables } = server;
  return listVariants(server).map(({ partition, fips, dualStack }) => {
    const key = [partition, ...(fips ? ['FIPS'] : []), ...(dualStack ? ['dual-stack'] : [])].join(', ');
    const region = regions[partition] ?? variables?.['region']?.default ?? '';
    return [key, { region, fips, dualStack, url }];
  });
}

/** Resolves the same hosts by AWS's rules; a variant that AWS does not have is left out. */
export function resolveHosts(
  { ruleSet, partitions }: EndpointRules,
  hosts: Map<string, Host>,
): Map<string, Host> {
  if (partitions) setPartitionInfo(partitions as Parameters<typeof setPartitionInfo>[0]);
  try {
    return new Map(
      [...hosts].flatMap(([key, host]) => {
        const url = resolveUrl(ruleSet, host);
        return url === undefined ? [] : [[key, { ...host, url }]];
      }),
    );
  } finally {
    resetPartitionInfo();
  }
}

/** The rules throw for a variant that a partition does not have. */
function resolveUrl(ruleSet: unknown, { region, fips, dualStack }: Host): string | undefined {
  const endpointParams = { Region: region, UseFIPS: fips, UseDualStack: dualStack };
  try {
    const { url } = resolveEndpoint(ruleSet as Parameters<typeof resolveEndpoint>[0], { endpointParams });
    return url.origin.replace(region, '{region}');
  } catch {
    return undefined;
  }
}
