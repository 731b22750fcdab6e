import { wordPath } from '../../contract/words.ts';
import type { Issue } from './types.ts';

/** A value breaks the contract; the message lists every violation. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  /** The name of the schema. */
  readonly shape: string;
  /** Every violation. */
  readonly issues: readonly Issue[];

  constructor(shape: string, issues: readonly Issue[]) {
    const lines = issues.map(({ path, message }) => `  ${wordPath(path) || 'the value'} ${message}`);
    super([`${shape} does not allow this value:`, ...lines].join('\n'));
    this.shape = shape;
    this.issues = issues;
  }
}
