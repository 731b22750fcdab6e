import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listRules, runConformance } from '../../scripts/conform/index.ts';
import { filterMutants } from './mutants/filters.ts';
import type { Mutant } from './mutants/mutant.ts';
import { pagingMutants } from './mutants/paging.ts';
import { protocolMutants } from './mutants/protocol.ts';
import { requestMutants } from './mutants/requests.ts';
import { responseMutants } from './mutants/responses.ts';
import { type MutantServer, serveMutants } from './mutants/server.ts';
import { signatureMutants } from './mutants/signatures.ts';

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const mutants = [
  ...pagingMutants,
  ...filterMutants,
  ...requestMutants,
  ...responseMutants,
  ...protocolMutants,
  ...signatureMutants,
];

let server: MutantServer;

beforeAll(async () => {
  server = await serveMutants(credentials);
});

afterAll(() => server.close());

/** Runs rules on a mutant, and names those that find something. */
async function findRules(mutant: Mutant, only: string[]): Promise<string[]> {
  server.use(mutant);
  const { rules } = await runConformance(server.url, { region: 'us-east-1', credentials, only });
  return rules.filter(({ status }) => status === 'failed').map(({ rule }) => rule);
}

describe('a mock that breaks one law is found by the rule of that law:', () => {
  test.for(mutants)('$title: $rule', async (mutant) => {
    expect(await findRules(mutant, [mutant.rule])).toEqual([mutant.rule]);
  });
});

test.for([true, false])(
  'nothing is found in the mock itself, with verified signatures: %s',
  async (verifies) => {
    const itself: Mutant = { title: '', rule: '', verifies, respond: (call, { next }) => next(call) };
    expect(await findRules(itself, [])).toEqual([]);
  },
);

test('every rule finds a mutant', async () => {
  const found = new Set(mutants.map(({ rule }) => rule));
  const rules = await listRules();
  expect(rules.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});
