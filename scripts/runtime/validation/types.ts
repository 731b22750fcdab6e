/** One fault of a value, in the form of ajv's `ErrorObject`. */
export interface ValidationError {
  /** The keyword of JSON Schema that the value breaks, such as `maxLength`. */
  keyword: string;
  /** JSON Pointer to the part of the value that is at fault; empty for the whole value. */
  instancePath: string;
  schemaPath: string;
  /** What the keyword asks for, such as `{ limit: 1024 }`. */
  params: Record<string, unknown>;
  propertyName?: string;
  message?: string;
}

/** One fault of a value in words, in the form of Standard Schema's `Issue`. */
export interface Issue {
  /** What is asked for and what is there instead, such as `must be a string, is null`. */
  readonly message: string;
  /** Member names and list indexes that lead to the fault, a missing or unknown member included. */
  readonly path: readonly (string | number)[];
}

/** Tells whether a value is a shape; afterwards `errors` holds what is wrong. Also a Standard Schema, version 1. */
export interface Validator<Shape> {
  (value: unknown): value is Shape;
  /** Every fault of the value that was checked last; null or absent when it had none. */
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
