import { beforeAll, expect, test } from 'vitest';
import { addOperations, type Generated } from '../added-operations/add-operations.ts';
import { conform, credentials, failures, findRule, startMock } from './support.ts';

let generated: Generated;
beforeAll(async () => {
  generated = await addOperations();
});

const listed = () => Object.values(generated.operations).filter(({ paginated }) => paginated);

test('further operations conform, with input in the body and in the URL', async () => {
  const contract = { contract: generated.path('openapi.json'), verifySignatures: credentials };
  const report = await conform((await startMock(contract)).url, { contract: generated.path('') });
  expect(failures(report)).toEqual({});
  const paged = findRule(report, 'page-concatenation').cases.map(({ operation }) => operation);
  expect([...new Set(paged)]).toEqual(listed().map(({ id }) => id));
  const filtered = findRule(report, 'filter-match').cases.map(({ operation }) => operation);
  expect([...new Set(filtered)]).toEqual(
    listed()
      .filter(({ filters }) => filters)
      .map(({ id }) => id),
  );
});

test('a read-only run sends no request to an operation that may change something', async () => {
  const mock = await startMock({ contract: generated.path('openapi.json') });
  const options = { contract: generated.path(''), readOnly: true, only: ['request-valid'] };
  const report = await conform(mock.url, options);
  const called = new Set(mock.requests.map(({ operation }) => operation));
  const reads = Object.values(generated.operations).filter(
    ({ method, paginated, request }) => request && (method === 'get' || paginated),
  );
  expect([...called].sort()).toEqual(reads.map(({ id }) => id).sort());
  expect(failures(report)).toEqual({});
});
