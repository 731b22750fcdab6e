import type { Issue } from '../../../contract/validator.ts';
import { wordPath } from '../../../contract/words.ts';

const longestList = 100;

/** A value breaks the contract; the message lists its violations, at most 100 of them. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  /** The name of the schema. */
  readonly shape: string;
  /** Every violation. */
  readonly issues: readonly Issue[];

  constructor(shape: string, issues: readonly Issue[]) {
    const lines = issues
      .slice(0, longestList)
      .map(({ path, message }) => `  ${wordPath(path) || 'the value'} ${message}`);
    const rest = issues.length - lines.length;
    if (rest > 0) lines.push(`  and ${rest.toLocaleString('en-US')} more`);
    super([`${shape} does not allow this value:`, ...lines].join('\n'));
    this.shape = shape;
    this.issues = issues;
  }
}
