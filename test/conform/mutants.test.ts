import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const rules = await listRules();

let server: MutantServer;
/** The contract without test vectors, for a run with half as many requests. */
let withoutVectors: string;

beforeAll(async () => {
  server = await serveMutants(credentials);
  withoutVectors = await mkdtemp(join(tmpdir(), 'without-vectors-'));
  await mkdir(join(withoutVectors, 'conformance'));
  for (const file of ['openapi.json', 'validators.js'])
    await copyFile(join('generated', file), join(withoutVectors, file));
});

afterAll(() => server.close());

/** Runs rules on a mutant, and names those that find something. */
async function findRules(mutant: Mutant, only: string[], contract?: string): Promise<string[]> {
  server.use(mutant);
  const report = await runConformance(server.url, { region: 'us-east-1', credentials, only, contract });
  return report.rules.filter(({ status }) => status === 'failed').map(({ rule }) => rule);
}

describe('a mock that breaks one law is found by the rule of that law:', () => {
  test.for(mutants)('$title: $rule', async (mutant) => {
    // A rule about responses needs the requests of all others, and those without vectors are enough.
    const isAboutResponses = rules.some((rule) => rule.name === mutant.rule && 'inspect' in rule);
    const contract = isAboutResponses ? withoutVectors : undefined;
    expect(await findRules(mutant, [mutant.rule], contract)).toEqual([mutant.rule]);
  });
});

test.for([true, false])(
  'nothing is found in the mock itself, with verified signatures: %s',
  async (verifies) => {
    const itself: Mutant = { title: '', rule: '', verifies, respond: (call, { next }) => next(call) };
    expect(await findRules(itself, [])).toEqual([]);
  },
);

test('every rule finds a mutant', () => {
  const found = new Set(mutants.map(({ rule }) => rule));
  expect(rules.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});
