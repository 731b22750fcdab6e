import type { Sizes } from './client-size.ts';
import { median, ratio } from './statistics.ts';
import type { Table } from './table.ts';

/** What the rounds measured of one variant. */
export interface Measurement {
  name: string;
  /** Requests per second of each round, one after the other. */
  alone: number[];
  /** Requests per second of each round, 16 at once. */
  together: number[];
  /** Milliseconds that all threads of this process spent on a request, in each round, 16 at once. */
  cpu: number[];
  /** Milliseconds from nothing loaded to the first answer, in each new process. */
  firstCalls: number[];
}

/**
 * Sets the variants side by side.
 *
 * @param title how they were measured
 * @param measurements the variants: first what the times are multiples of, last the AWS SDK
 * @returns a table with a line for each
 */
export function variantsTable(title: string, measurements: Measurement[]): Table {
  const [base, sdk] = [measurements[0]!, measurements.at(-1)!];
  return {
    title,
    columns: [
      ...['', 'requests/s', 'time', 'requests/s, 16 at once', 'time, 16 at once', 'CPU, 16 at once'],
      ...['speed of the SDK', 'import and first call, ms'],
    ],
    rows: measurements.map(({ name, alone, together, cpu, firstCalls }) => [
      ...[name, median(alone).toFixed(0), ratio(base.alone, alone).toFixed(2)],
      ...[
        median(together).toFixed(0),
        ratio(base.together, together).toFixed(2),
        ratio(cpu, base.cpu).toFixed(2),
      ],
      ...[`× ${ratio(together, sdk.together).toFixed(2)}`, median(firstCalls).toFixed(0)],
    ]),
  };
}

/**
 * Lists the sizes for a browser.
 *
 * @param sizes the sizes
 * @returns a table with a line for each
 */
export function sizesTable({ client, withSigner, openapiFetch, sdk }: Sizes): Table {
  return {
    title:
      'Size for a browser: minified by Rolldown, compressed by gzip -9; without what is loaded on demand',
    columns: ['', 'bytes'],
    rows: [
      ['this client', String(client)],
      ['this client and its signer', String(withSigner)],
      ['openapi-fetch', String(openapiFetch)],
      ['AWS SDK', String(sdk)],
    ],
  };
}

/**
 * Holds the client against what it aims at.
 *
 * @param base `fetch().json()` without a signature
 * @param client this client as it is by default, with signatures
 * @param sdk the AWS SDK
 * @param sizes the sizes for a browser
 * @returns a table with a line for each aim
 */
export function aimsTable(base: Measurement, client: Measurement, sdk: Measurement, sizes: Sizes): Table {
  const atMost = (name: string, limit: number, value: number) => [
    ...[name, `≤ ${limit}`, String(value), value <= limit ? 'met' : 'missed'],
  ];
  const atLeast = (name: string, limit: number, value: number) => [
    ...[name, `≥ ${limit}`, String(value), value >= limit ? 'met' : 'missed'],
  ];
  const rounded = (value: number) => Number(value.toFixed(2));
  return {
    title: 'Aims of the client, signing included; figures of the tables above',
    columns: ['', 'aim', 'measured', ''],
    rows: [
      atMost('time, 16 at once, of fetch().json()', 1.35, rounded(ratio(base.together, client.together))),
      atLeast('requests/s, 16 at once, of the SDK', 2.3, rounded(ratio(client.together, sdk.together))),
      atMost(
        'import and first call, of the SDK',
        0.5,
        rounded(median(client.firstCalls) / median(sdk.firstCalls)),
      ),
      atMost('bytes for a browser without the signer', 4500, sizes.client),
      atMost('bytes for a browser with the signer', 7500, sizes.withSigner),
    ],
  };
}
