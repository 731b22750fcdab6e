import type { ShapeName } from './to-match-contract.ts';
export { type ShapeName, toMatchContract } from './to-match-contract.ts';
interface ContractMatchers<Result> {
    toMatchContract(shape: ShapeName): Result;
}
/** @ts-ignore */
declare module 'vitest' {
    interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends ContractMatchers<R> {
    }
}
/** @ts-ignore */
declare module 'expect' {
    interface Matchers<R extends void | Promise<void>, T = unknown> extends ContractMatchers<R> {
    }
}
declare global {
    namespace jest {
        interface Matchers<R, T> extends ContractMatchers<R> {
        }
    }
}
