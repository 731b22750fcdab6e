import type { ShapeName } from './to-match-contract.ts';

export { type ShapeName, toMatchContract } from './to-match-contract.ts';

interface ContractMatchers<Result> {
  /** Passes when the contract allows the value as this shape; the message of a failure lists every fault. */
  toMatchContract(shape: ShapeName): Result;
}

// Each framework is told in its own words, type parameters included; a project has one of them, hence the `@ts-ignore`.

// biome-ignore lint/suspicious/noTsIgnore: nothing is to be expected where vitest is installed.
/** @ts-ignore */
declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends ContractMatchers<R> {}
}

// biome-ignore lint/suspicious/noTsIgnore: nothing is to be expected where jest is installed.
/** @ts-ignore */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ContractMatchers<R> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends ContractMatchers<R> {}
  }
}
