// Copied from scripts/runtime/client/validation.ts by `npm run generate`: do not edit.

import type { Violation } from './errors.js';
import type { Input, Operation, Properties } from './service.js';

/** The contract's validators by name, such as `validateListImageScanFindingsRequest`. */
export type Validators = Record<
  string,
  { (value: unknown): boolean; errors?: readonly Violation[] | null | undefined }
>;

/** Lists where requests, and the bodies of successes, break the contract. */
export interface Validation {
  request(operation: Operation, input: Input): Violation[];
  response(operation: Operation, data: unknown): Violation[];
}

export function createValidation(validators: Validators): Validation {
  const violationsOf = (schema: string | undefined, value: unknown, path = ''): Violation[] => {
    const validate = validators[`validate${schema}`];
    if (!validate || validate(value)) return [];
    return (validate.errors ?? []).map((error) => ({ ...error, instancePath: path + error.instancePath }));
  };
  return {
    request({ parameters = {}, request }, { params, body }) {
      const values: Properties = { ...params?.path, ...params?.query };
      const inUrl = Object.entries(parameters).flatMap(([name, { schema, required }]) => {
        if (values[name] !== undefined) return violationsOf(schema, values[name], `/${name}`);
        return required ? [{ instancePath: `/${name}`, message: 'is required' }] : [];
      });
      return [...inUrl, ...violationsOf(request, body)];
    },
    response: ({ response }, data) => violationsOf(response, data),
  };
}
