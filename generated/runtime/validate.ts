// Copied from scripts/runtime/client/validate.ts by `npm run generate`: do not edit.

import type { Operation } from './operation.js';
import type { Members } from './pages.js';
import type { HttpResponse } from './platform.js';
import { type Fault, ServiceError } from './service-error.js';
import { bodyMembers } from './write-request.js';

/** The contract's validators by name, such as `validateListImageScanFindingsRequest`. */
export type Validators = Record<string, { (value: unknown): boolean; errors?: readonly Fault[] | null }>;

/**
 * Holds a request against the contract.
 *
 * @param validators the contract's validators
 * @param operation the operation
 * @param input the input
 * @throws {ServiceError} `RequestValidationError` with every fault
 */
export function validateRequest(validators: Validators, operation: Operation, input: Members): void {
  const faults = Object.entries(operation.parameters ?? {}).flatMap(([name, { shape, required }]) => {
    const value = input[name];
    if (value === undefined) return required ? [{ instancePath: `/${name}`, message: 'is required' }] : [];
    return faultsOf(validators, shape, value).map((fault) => ({
      ...fault,
      instancePath: `/${name}${fault.instancePath}`,
    }));
  });
  refuse('RequestValidationError', operation, [
    ...faults,
    ...faultsOf(validators, operation.request, bodyMembers(operation, input)),
  ]);
}

/**
 * Holds the body of a success against the contract.
 *
 * @param validators the contract's validators
 * @param operation the operation
 * @param output the body
 * @param response the answer that it came with
 * @throws {ServiceError} `ResponseValidationError` with every fault
 */
export function validateResponse(
  validators: Validators,
  operation: Operation,
  output: unknown,
  response: HttpResponse,
): void {
  refuse('ResponseValidationError', operation, faultsOf(validators, operation.response, output), response);
}

function faultsOf(validators: Validators, shape: string | undefined, value: unknown): readonly Fault[] {
  const check = validators[`validate${shape}`];
  return !check || check(value) ? [] : (check.errors ?? []);
}

function refuse(name: string, { id }: Operation, faults: readonly Fault[], response?: HttpResponse): void {
  if (faults.length === 0) return;
  const reason = faults.map(({ instancePath, message }) => `${instancePath} ${message}`.trim()).join('; ');
  throw new ServiceError({ name, operation: id, response, faults, reason });
}
