import { bodyMembers } from './body-members.js';
import type { Members, Operation } from './operation.js';
import type { HttpResponse } from './platform.js';
import type { Fault, ServiceError } from './service-error.js';

/** The contract's validators by name, such as `validateListImageScanFindingsRequest`. */
export type Validators = Record<string, { (value: unknown): boolean; errors?: readonly Fault[] | null }>;

/** Holds what is sent and received against the contract; both throw a {@link ServiceError} that names every fault. */
export interface Validation {
  request(operation: Operation, input: Members): void;
  /** Takes the body of a success, and the answer that it came with. */
  response(operation: Operation, output: unknown, response: HttpResponse): void;
}

/**
 * Makes the validation of a client.
 *
 * @param validators the contract's validators
 * @param Failure the class of the client's errors: an import of it would have bundlers put it into a file of its own
 * @returns the validation
 */
export function createValidation(validators: Validators, Failure: typeof ServiceError): Validation {
  const refuse = (name: string, { id }: Operation, faults: readonly Fault[], response?: HttpResponse) => {
    if (faults.length === 0) return;
    const reason = faults.map(({ instancePath, message }) => `${instancePath} ${message}`.trim()).join('; ');
    throw new Failure({ name, operation: id, response, faults, reason });
  };
  return {
    request(operation, input) {
      const body = bodyMembers(operation, input);
      const faults = [...urlFaults(validators, operation, input), ...bodyFaults(validators, operation, body)];
      refuse('RequestValidationError', operation, faults);
    },
    response(operation, output, response) {
      refuse(
        'ResponseValidationError',
        operation,
        faultsOf(validators, operation.response, output),
        response,
      );
    },
  };
}

function faultsOf(validators: Validators, shape: string | undefined, value: unknown): readonly Fault[] {
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
