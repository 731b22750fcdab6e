import type { VariantName } from './client-variants.ts';
import { median, ratio } from './statistics.ts';
import type { Table } from './table.ts';

/** What one process measured of one variant. */
export interface Measurement {
  /** Milliseconds from nothing loaded to the first response. */
  firstCall: number;
  /** Requests per second one after the other, and 16 at a time. */
  alone: { rate: number };
  /** And milliseconds of all threads per request. */
  together: { rate: number; cpu: number };
}

/** What was measured of every variant, once per round. */
export type Measurements = Record<VariantName, Measurement[]>;

/** Bytes that a browser loads, minified by Rolldown and compressed by gzip -9, without what is loaded on demand. */
export interface Sizes {
  'this client': number;
  'this client and its signer': number;
  'openapi-fetch': number;
  'AWS SDK': number;
}

/** The speed of every variant; times are multiples of the first one's. */
export function speedTable(title: string, measurements: Measurements): Table {
  const base = Object.values(measurements)[0]!;
  const sdk = measurements['AWS SDK'];
  return {
    title,
    columns: [
      ...['', 'requests/s', 'requests/s, 16 at once', 'time, 16 at once', 'CPU, 16 at once'],
      ...['requests/s of the SDK', 'import and first call, ms'],
    ],
    rows: Object.entries(measurements).map(([name, own]) => [
      ...[name, median(own.map(({ alone }) => alone.rate)).toFixed(0)],
      median(own.map(rate)).toFixed(0),
      ratio(base.map(rate), own.map(rate)).toFixed(2),
      ratio(own.map(cpu), base.map(cpu)).toFixed(2),
      `× ${ratio(own.map(rate), sdk.map(rate)).toFixed(2)}`,
      median(own.map(({ firstCall }) => firstCall)).toFixed(0),
    ]),
  };
}

const rate = ({ together }: Measurement) => together.rate;
const cpu = ({ together }: Measurement) => together.cpu;

/** The sizes for a browser. */
export function sizesTable(sizes: Sizes): Table {
  return {
    title: 'Size for a browser: minified by Rolldown, gzip -9, without what is loaded on demand',
    columns: ['', 'bytes'],
    rows: Object.entries(sizes).map(([name, bytes]) => [name, String(bytes)]),
  };
}

/** Compares the client with its aims. */
export function aimsTable(measurements: Measurements, sizes: Sizes): Table {
  const { 'this client, a method': own, 'AWS SDK': sdk } = measurements;
  const firstCall = (measurement: Measurement) => measurement.firstCall;
  const row = (name: string, relation: '≤' | '≥', aim: number, value: number) => {
    const met = relation === '≤' ? value <= aim : value >= aim;
    return [name, `${relation} ${aim}`, String(Number(value.toFixed(2))), met ? 'met' : 'missed'];
  };
  return {
    title: 'Aims of the client, signing included; figures of the tables above',
    columns: ['', 'aim', 'measured', ''],
    rows: [
      row('requests/s of the SDK, 16 at once', '≥', 2.2, ratio(own.map(rate), sdk.map(rate))),
      row('import and first call, of the SDK', '≤', 0.65, ratio(own.map(firstCall), sdk.map(firstCall))),
      row('bytes for a browser', '≤', 8 * 1024, sizes['this client']),
      row('bytes for a browser, with the signer', '≤', 11 * 1024, sizes['this client and its signer']),
    ],
  };
}
