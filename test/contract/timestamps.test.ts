import { expect, test } from 'vitest';
import { parseTimestamp } from '../../scripts/contract/timestamps.ts';

test.for<[string, string, number]>([
  ['the AWS CLI', '2026-01-06T20:12:57.377000+00:00', 1767730377.377],
  ['boto3 with default=str', '2026-01-06 20:12:57.500000+00:00', 1767730377.5],
  ['the SDKs for Java and JavaScript', '2026-01-06T20:12:57.377Z', 1767730377.377],
  ['a clock ahead of UTC', '2026-01-06T22:12:57+02:00', 1767730377],
  ['a clock behind UTC', '2026-01-06T15:42:57-0430', 1767730377],
  ['isoformat() without an offset', '2026-01-06T20:12:57', 1767730377],
  ['an event of Inspector', 'Wed Sep 04 16:59:44.356 UTC 2024', 1725469184.356],
  ['an event of Inspector in American form', 'Mar 20, 2023, 6:08:05 PM', 1679335685],
  ['noon', 'Mar 20, 2023, 12:00:00 PM', 1679313600],
  ['midnight', 'Mar 20, 2023, 12:00:00 AM', 1679270400],
  ['a leap day', '2024-02-29T00:00:00Z', 1709164800],
  ['before 1970', '1969-12-31T23:59:58.500Z', -1.5],
])('%s is a timestamp: %s', ([, text, seconds]) => {
  expect(parseTimestamp(text)).toBe(seconds);
});

test.for([
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-01-06T24:00:00Z',
  '2026-01-06T20:60:00Z',
  '2026-01-06T20:12:57+25:00',
  '2026-01-06',
  '20:12:57',
  'Mar 32, 2023, 6:08:05 PM',
  'Mar 20, 2023, 13:08:05 PM',
  '1767730377',
  'yesterday',
  '',
  `2026-01-06T20:12:57Z${' '.repeat(1000)}`,
])('%j is not a timestamp', (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

test('a timestamp without an offset is in UTC, wherever the process runs', () => {
  const zone = process.env['TZ'];
  try {
    for (const local of ['America/New_York', 'Asia/Kolkata']) {
      process.env['TZ'] = local;
      expect(parseTimestamp('2026-01-06T20:12:57')).toBe(1767730377);
    }
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});
