import { beforeAll, expect, test } from 'vitest';
import type { ConformanceReport } from '../../scripts/conform/index.ts';
import { at } from '../../scripts/contract/document.ts';
import { createMock } from '../../scripts/mock/create-mock.ts';
import { contract } from '../mock/harness.ts';
import { conform, credentials, failures, startMock } from './support.ts';

let report: ConformanceReport;
beforeAll(async () => {
  const mock = await createMock();
  report = await conform(mock.url);
  await mock.close();
});

test('the mock conforms, and leaves the rules about verified signatures unproven', () => {
  expect(failures(report)).toEqual({});
  const unproven = report.rules.filter(({ status }) => status === 'unproven');
  expect(unproven.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([
    'signature-key: the server does not verify signatures',
    'signature-time: the server does not verify signatures',
    'signature-cover: the server does not verify signatures',
    'signature-session: the server does not verify signatures',
  ]);
});

test('the mock conforms to every rule when it verifies signatures', async () => {
  const report = await conform((await startMock({ verifySignatures: credentials })).url);
  expect(report.rules.filter(({ status }) => status !== 'passed').map(({ rule }) => rule)).toEqual([]);
});

test('every rule and every case points to something in the contract', () => {
  const pointers = report.rules.flatMap(({ pointer, cases }) => [
    pointer,
    ...cases.map((each) => each.pointer),
  ]);
  const lost = [...new Set(pointers)].filter((pointer) => at(contract.document, pointer) === undefined);
  expect(lost).toEqual([]);
});

test('a mock that verifies a session token conforms', async () => {
  const session = { ...credentials, sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE' };
  const report = await conform((await startMock({ verifySignatures: session })).url, {
    credentials: session,
  });
  expect(report.rules.filter(({ status }) => status !== 'passed').map(({ rule }) => rule)).toEqual([]);
});

test('short and empty pages are not failures', async () => {
  const report = await conform((await startMock({ pages: 'sparse' })).url);
  expect(failures(report)).toEqual({});
});

test('the mock of a revision conforms to that revision', async () => {
  const report = await conform((await startMock({ revision: 'latest' })).url, { revision: 'latest' });
  expect(failures(report)).toEqual({});
  expect(report.revision).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('a server without items leaves the laws of paging and filters unproven', async () => {
  const report = await conform((await startMock({ count: 0 })).url);
  expect(failures(report)).toEqual({});
  const laws = report.rules.filter(({ rule }) => /^(page-(end|size|conc)|filter-)/.test(rule));
  expect(laws.map(({ status }) => status)).toEqual(laws.map(() => 'unproven'));
});
