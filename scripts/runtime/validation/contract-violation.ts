import { wordPath } from './describe-error.ts';
import type { Issue } from './types.ts';

/** A value is not what the contract says; the message lists every fault. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  /** The shape that the value was held against. */
  readonly shape: string;
  /** Every fault of the value. */
  readonly issues: readonly Issue[];

  constructor(shape: string, issues: readonly Issue[]) {
    const lines = issues.map(({ path, message }) => `  ${wordPath(path) || 'the value'} ${message}`);
    super([`${shape} does not allow this value:`, ...lines].join('\n'));
    this.shape = shape;
    this.issues = issues;
  }
}
