import type { Members, Operation } from './operation.js';
import type { Fault } from './service-error.js';

/** The contract's validators by name, such as `validateListImageScanFindingsRequest`. */
export type Validators = Record<string, { (value: unknown): boolean; errors?: readonly Fault[] | null }>;

/**
 * Holds a request against the contract.
 *
 * @param validators the contract's validators
 * @param operation the operation
 * @param input the whole input
 * @param body what of it is sent in the body
 * @returns every fault, none for a valid request
 */
export function requestFaults(
  validators: Validators,
  operation: Operation,
  input: Members,
  body: Members,
): Fault[] {
  return [...urlFaults(validators, operation, input), ...bodyFaults(validators, operation, body)];
}

/**
 * Holds a value against its shape in the contract.
 *
 * @param validators the contract's validators
 * @param shape the name of the shape
 * @param value the value
 * @returns every fault, none for a valid value
 */
export function faultsOf(
  validators: Validators,
  shape: string | undefined,
  value: unknown,
): readonly Fault[] {
  const check = validators[`validate${shape}`];
  return !check || check(value) ? [] : (check.errors ?? []);
}

function urlFaults(validators: Validators, { parameters = {} }: Operation, input: Members): Fault[] {
  return Object.entries(parameters).flatMap(([name, { shape, required }]) => {
    const value = input[name];
    if (value === undefined) return required ? [{ instancePath: `/${name}`, message: 'is required' }] : [];
    return faultsOf(validators, shape, value).map((fault) => ({
      ...fault,
      instancePath: `/${name}${fault.instancePath}`,
    }));
  });
}

function bodyFaults(validators: Validators, { request }: Operation, body: Members): readonly Fault[] {
  if (request) return faultsOf(validators, request, body);
  const unknown = Object.keys(body).filter((name) => body[name] !== undefined);
  return unknown.map((name) => ({ instancePath: `/${name}`, message: 'must not be there' }));
}
