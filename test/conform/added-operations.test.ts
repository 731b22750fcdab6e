import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOperations, type Generated } from '../added-operations/add-operations.ts';
import { conform, credentials, failures, startMock } from './support.ts';

let generated: Generated;
beforeAll(async () => {
  generated = await addOperations();
});
afterAll(() => generated.remove());

test('the mock of a contract with further operations conforms, with input in the body and in the URL', async () => {
  const url = await startMock({ contract: generated.path('openapi.json'), verifySignatures: credentials });
  const report = await conform(url, { contract: generated.path('') });
  expect(failures(report)).toEqual({});
});
