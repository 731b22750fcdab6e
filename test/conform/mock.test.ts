import { expect, test } from 'vitest';
import { conform, credentials, failures, startMock } from './support.ts';

test('the mock conforms, and leaves rules about verified signatures unproven', async () => {
  const report = await conform(await startMock());
  expect(failures(report)).toEqual({});
  expect(
    report.rules.filter(({ status }) => status === 'unproven').map(({ rule, reason }) => [rule, reason]),
  ).toEqual(
    ['signature-key', 'signature-time', 'signature-cover', 'signature-session'].map((rule) => [
      rule,
      'the server does not verify signatures',
    ]),
  );
});

test('the mock conforms to every rule when it verifies signatures', async () => {
  const report = await conform(await startMock({ verifySignatures: credentials }));
  expect(report.rules.filter(({ status }) => status !== 'passed').map(({ rule }) => rule)).toEqual([]);
});
