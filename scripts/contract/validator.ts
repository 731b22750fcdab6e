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
