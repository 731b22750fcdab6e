import type { Problem } from '../lint/problem.ts';

/** The contract does not pass the gate; nothing was generated. */
export class BrokenContractError extends Error {
  override readonly name = 'BrokenContractError';
  readonly problems: Problem[];

  /** @param problems what is wrong with the contract, at least one */
  constructor(problems: Problem[]) {
    const [first] = problems;
    super(`${problems.length} problems, the first in ${first?.file}:${first?.line}: ${first?.message}`);
    this.problems = problems;
  }
}
