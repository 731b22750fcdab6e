import type { Contract, Rule } from '../types.ts';
import { createRequestRules } from './requests.ts';
import { createUniqueIds, responseRules } from './responses.ts';

/** Every rule of a contract, in the order of the report. */
export async function createRules(contract: Contract): Promise<Rule[]> {
  return [...(await createRequestRules(contract)), ...responseRules, createUniqueIds()];
}
