import type { Members, Operation } from './operation.js';

/**
 * Takes the members of an input that are sent in the body.
 *
 * @param operation the operation
 * @param input the input
 * @returns those that are not sent in the URL
 */
export function bodyMembers({ parameters = {} }: Operation, input: Members): Members {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !Object.hasOwn(parameters, name)));
}
