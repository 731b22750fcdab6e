import type { Contract, Rule } from '../types.ts';
import { filterRules } from './filters.ts';
import { pagingRules } from './paging.ts';
import { protocolRules } from './protocol.ts';
import { createRequestRules } from './requests.ts';
import { createUniqueIds, responseRules } from './responses.ts';
import { signatureRules } from './signatures.ts';

/** Every rule of a contract, in the order of the report. */
export async function createRules(contract: Contract): Promise<Rule[]> {
  const requestRules = await createRequestRules(contract);
  const rules = [...requestRules, ...pagingRules, ...filterRules, ...protocolRules, ...signatureRules];
  return [...rules, ...responseRules, createUniqueIds()];
}
