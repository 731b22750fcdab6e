import * as validators from 'imagebuilder-scan-findings/validators';

type Validators = typeof validators;

const byName = new Map<string, unknown>(Object.entries(validators));

/** The name of a shape of the contract, such as `ImageScanFinding`. */
export type ShapeName = {
  [Name in keyof Validators]: Name extends `validate${infer Shape}` ? Shape : never;
}[keyof Validators];

/**
 * Matches values that the contract allows, in `expect` of vitest and jest: `expect.extend({ toMatchContract })`.
 *
 * @param received the value that was handed to `expect`
 * @param shape the shape to hold it against
 * @returns the verdict, and a message that lists every fault
 * @throws {TypeError} when the contract has no such shape
 */
export function toMatchContract(
  received: unknown,
  shape: ShapeName,
): { pass: boolean; message: () => string } {
  const validate = byName.get(`validate${shape}`) as validators.Validator<unknown> | undefined;
  if (!validate) throw new TypeError(`the contract has no shape ${shape}`);
  const { issues } = validate['~standard'].validate(received);
  if (issues) return { pass: false, message: () => new validators.ContractViolation(shape, issues).message };
  return { pass: true, message: () => `expected value not to match ${shape}` };
}
