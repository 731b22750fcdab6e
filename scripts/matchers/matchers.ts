import type * as validators from 'imagebuilder-scan-findings/validators';
import { validatorsByRevision } from 'imagebuilder-scan-findings/validators/by-revision';

type Validators = typeof validators;

/** The name of a schema of the contract, such as `ImageScanFinding`. */
export type ShapeName = {
  [Name in keyof Validators]: Name extends `validate${infer Shape}` ? Shape : never;
}[keyof Validators];

/** What to validate against. */
export interface MatchOptions {
  /** A later revision of the contract: its date, or `latest`. Default: the reference page's contract. */
  revision?: string;
}

const revisions = new Map<string, Validators>(Object.entries(validatorsByRevision));
const dateHint =
  'The AWS SDKs turn timestamps into Date objects. The contract describes the JSON on the wire, epoch seconds: date.getTime() / 1000';

/**
 * Matches values that the contract allows, in `expect` of vitest and jest.
 *
 * @param received the value passed to `expect`
 * @param shape the schema to validate it as
 * @param options what to validate against
 * @returns whether it is valid, and a message that lists every violation
 * @throws {TypeError} when the contract has no such schema or revision
 * @example
 * import * as matchers from 'imagebuilder-scan-findings/matchers';
 *
 * expect.extend(matchers);
 * expect({ severity: 'HIGH' }).toMatchContract('ImageScanFinding');
 */
export function toMatchContract(
  received: unknown,
  shape: ShapeName,
  { revision = 'base' }: MatchOptions = {},
): { pass: boolean; message: () => string } {
  const { issues } = findValidator(shape, revision)['~standard'].validate(received);
  if (!issues) return { pass: true, message: () => `expected value not to match ${shape}` };
  return {
    pass: false,
    message: () => {
      const { ContractViolation } = revisions.get(revision)!;
      const isDate = issues.some(({ message }) => message.endsWith('is a Date'));
      const hints = [isDate && dateHint, findLater(received, shape, revision)].filter(Boolean);
      return [new ContractViolation(shape, issues).message, ...hints].join('\n');
    },
  };
}

function findValidator(shape: ShapeName, revision: string): validators.Validator<unknown> {
  const all = revisions.get(revision);
  if (!all) throw new TypeError(`the revisions are ${[...revisions.keys()].join(', ')}, not ${revision}`);
  const validator = Object.hasOwn(all, `validate${shape}`) && all[`validate${shape}`];
  if (!validator) throw new TypeError(`the contract has no schema ${shape}`);
  return validator as validators.Validator<unknown>;
}

/** Names the first later revision that allows the value. */
function findLater(received: unknown, shape: ShapeName, revision: string): string | undefined {
  const names = [...revisions.keys()];
  const later = names.slice(names.indexOf(revision) + 1, names.indexOf('latest'));
  const date = later.find((name) => findValidator(shape, name)(received));
  return date && `The value is allowed since ${date}: pass { revision: '${date}' }`;
}

interface ContractMatchers<Result> {
  /** Passes when the contract allows the value as this schema; the message of a failure lists every violation. */
  toMatchContract(shape: ShapeName, options?: MatchOptions): Result;
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
