import * as validators from 'imagebuilder-scan-findings/validators';

type Validators = typeof validators;

/** The name of a schema of the contract, such as `ImageScanFinding`. */
export type ShapeName = {
  [Name in keyof Validators]: Name extends `validate${infer Shape}` ? Shape : never;
}[keyof Validators];

const byName = new Map<string, unknown>(Object.entries(validators));
const dateHint =
  'The AWS SDKs turn timestamps into Date objects. The contract describes the JSON on the wire, epoch seconds: date.getTime() / 1000';

/**
 * Matches values that the contract allows, in `expect` of vitest and jest.
 *
 * @param received the value passed to `expect`
 * @param shape the schema to validate it as
 * @returns whether it is valid, and a message that lists every violation
 * @throws {TypeError} when the contract has no such schema
 * @example
 * import * as matchers from 'imagebuilder-scan-findings/matchers';
 *
 * expect.extend(matchers);
 * expect({ severity: 'HIGH' }).toMatchContract('ImageScanFinding');
 */
export function toMatchContract(
  received: unknown,
  shape: ShapeName,
): { pass: boolean; message: () => string } {
  const validate = byName.get(`validate${shape}`) as validators.Validator<unknown> | undefined;
  if (!validate) throw new TypeError(`the contract has no schema ${shape}`);
  const { issues } = validate['~standard'].validate(received);
  if (!issues) return { pass: true, message: () => `expected value not to match ${shape}` };
  const hint = issues.some(({ message }) => message.endsWith('is a Date')) ? `\n${dateHint}` : '';
  return { pass: false, message: () => new validators.ContractViolation(shape, issues).message + hint };
}

interface ContractMatchers<Result> {
  /** Passes when the contract allows the value as this schema; the message of a failure lists every violation. */
  toMatchContract(shape: ShapeName): Result;
}

// Each framework declares its matchers its own way, type parameters included; a project has one of them, hence the
// `@ts-ignore`.

// biome-ignore lint/suspicious/noTsIgnore: where vitest is installed there is no error to expect.
/** @ts-ignore */
declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends ContractMatchers<R> {}
}

// biome-ignore lint/suspicious/noTsIgnore: where jest is installed there is no error to expect.
/** @ts-ignore */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ContractMatchers<R> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends ContractMatchers<R> {}
  }
}
