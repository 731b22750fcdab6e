import { wordPath, wordReason } from './words.ts';

// The part of the generated validators that ajv does not write. Internal functions are left out of the declarations.

/** One violation of a value, in the form of ajv's `ErrorObject`. */
export interface ValidationError {
  /** The keyword of JSON Schema that the value breaks, such as `maxLength`. */
  keyword: string;
  /** JSON Pointer to the part of the value that breaks the contract; empty for the whole value. */
  instancePath: string;
  schemaPath: string;
  /** What the keyword demands, such as `{ limit: 1024 }`. */
  params: Record<string, unknown>;
  propertyName?: string;
  message?: string;
}

/** One violation of a value in words, in the form of Standard Schema's `Issue`. */
export interface Issue {
  /** The rule and the value, such as `must be a string, is null`. */
  readonly message: string;
  /** The properties and indexes that lead to the value, a missing or unknown property included. */
  readonly path: readonly (string | number)[];
}

/** Returns whether a value follows a schema; if not, `errors` has the violations. Also a Standard Schema, version 1. */
export interface Validator<Shape> {
  (value: unknown): value is Shape;
  /** Every violation of the last value; null or absent when it had none. */
  errors?: ValidationError[] | null;
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: Shape; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
    readonly types?: { readonly input: Shape; readonly output: Shape } | undefined;
  };
}

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

/** @internal Creates a validator from a function that ajv compiled. The vendor is for Standard Schema. */
export function createValidator<Shape>(
  vendor: string,
  compiled: { (value: unknown): boolean; errors?: ValidationError[] | null },
): Validator<Shape> {
  const validate = (value: unknown): value is Shape => {
    const valid = compiled(value);
    validator.errors = compiled.errors ?? null;
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

/** @internal Creates an assertion, which throws a `ContractViolation` with every violation of a value. */
export function createAssertion<Shape>(
  shape: string,
  validate: Validator<Shape>,
): (value: unknown) => asserts value is Shape {
  return (value) => {
    if (!validate(value)) throw new ContractViolation(shape, issuesOf(validate, value, shape));
  };
}

function issuesOf({ errors }: Pick<Validator<unknown>, 'errors'>, value: unknown, shape?: string): Issue[] {
  return (errors ?? []).map((error) => describeError(value, error, shape));
}

/** The parameter of an ajv error that repeats what the keyword says; for a bound it is `limit`. */
const parameters: Record<string, string> = {
  type: 'type',
  enum: 'allowedValues',
  const: 'allowedValue',
  pattern: 'pattern',
  multipleOf: 'multipleOf',
};

/** @internal Describes an error of ajv, with the path to the value, or to the missing or unknown property. */
export function describeError(
  value: unknown,
  { keyword, instancePath, schemaPath, params }: ValidationError,
  shape: string | undefined,
): Issue {
  const path: (string | number)[] = [];
  let found = value;
  const step = (name: string) => {
    path.push(Array.isArray(found) ? Number(name) : name);
    found = (found as Record<string, unknown>)[name];
  };
  for (const segment of instancePath.split('/').slice(1)) {
    step(segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  const property = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof property === 'string') step(property);
  const schema = { [keyword]: params[parameters[keyword] ?? 'limit'] };
  const named = /^#\/components\/schemas\/([^/]+)\/[^/]+$/.exec(schemaPath);
  // Inside a value, an error does not say which schema its path begins in.
  const owner = named?.[1] ?? (instancePath === '' ? shape : undefined);
  return { message: wordReason(keyword, schema, found, owner), path };
}

/** @internal Appends errors to a list in place: a copy for each schema would take quadratic time. */
export function append(errors: ValidationError[] | null, more: ValidationError[]): ValidationError[] {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}
