import type { Issue, ValidationError, Validator } from '../../../contract/validator.ts';
import { ContractViolation } from './contract-violation.ts';
import { describeError } from './describe-error.ts';

/** Finds every violation of a value, in ajv's convention. */
interface Collector {
  (value: unknown): boolean;
  errors?: ValidationError[] | null;
}

/**
 * Joins the two stages of a validator: a check that stops at the first violation, and a search for all of them.
 * The vendor is for Standard Schema.
 */
export function createValidator<Shape>(
  vendor: string,
  accepts: (value: unknown) => boolean,
  collect: Collector,
): Validator<Shape> {
  const validate = (value: unknown): value is Shape => {
    const valid = accepts(value) || collect(value);
    validator.errors = valid ? null : collect.errors!;
    return valid;
  };
  const validator: Validator<Shape> = Object.assign(validate, {
    '~standard': {
      version: 1 as const,
      vendor,
      validate: (value: unknown) => (validate(value) ? { value } : { issues: issuesOf(validator, value) }),
    },
  });
  return validator;
}

/** Makes an assertion, which throws a `ContractViolation` with every violation of a value. */
export function createAssertion<Shape>(
  shape: string,
  validate: Validator<Shape>,
): (value: unknown) => asserts value is Shape {
  return (value) => {
    if (!validate(value)) throw new ContractViolation(shape, issuesOf(validate, value, shape));
  };
}

function issuesOf({ errors }: Collector, value: unknown, shape?: string): Issue[] {
  return (errors ?? []).map((error) => describeError(value, error, shape));
}
