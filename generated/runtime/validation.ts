// Copied from scripts/runtime/validation.ts by `npm run generate`: do not edit.

import type { Violation } from './errors.js';
import type { Input, Operation, Properties } from './service.js';

/** The contract's validators by name, such as `validateListImageScanFindingsRequest`. */
type Validators = Record<
  string,
  { (value: unknown): boolean; errors?: readonly Violation[] | null | undefined }
>;

/** Loads the validators of each revision by its date, `base` first, and once more as `latest`. */
export type Revisions = Record<string, () => Promise<object>>;

type Later = [date: string, load: () => Promise<object>][];

/** Lists where requests, and the bodies of successes, break the contract. */
interface Validation {
  request(operation: Operation, input: Input): Promise<Violation[]>;
  response(operation: Operation, data: unknown): Promise<Violation[]>;
}

export async function load(
  loadRevisions: () => Promise<{ revisions: Revisions }>,
  revision = 'base',
): Promise<Validation> {
  const { revisions } = await loadRevisions();
  const names = Object.keys(revisions);
  if (!names.includes(revision)) throw new TypeError(`\`revision\` must be one of ${names.join(', ')}`);
  const validators = (await revisions[revision]!()) as Validators;
  const later = Object.entries(revisions).slice(names.indexOf(revision) + 1, names.indexOf('latest'));
  const validate = (validateWith: (validators: Validators) => Violation[]) =>
    addHints(validateWith(validators), later, validateWith);
  return {
    request: (operation, input) => validate((validators) => requestViolations(validators, operation, input)),
    response: ({ response }, data) => validate((validators) => violationsOf(validators, response, data)),
  };
}

function requestViolations(
  validators: Validators,
  { parameters = {}, request }: Operation,
  { params, body }: Input,
): Violation[] {
  const values: Properties = { ...params?.path, ...params?.query };
  const inUrl = Object.entries(parameters).flatMap(([name, { schema, required }]) => {
    if (values[name] !== undefined) return violationsOf(validators, schema, values[name], `/${name}`);
    return required ? [{ instancePath: `/${name}`, message: 'is required' }] : [];
  });
  return [...inUrl, ...violationsOf(validators, request, body)];
}

function violationsOf(
  validators: Validators,
  schema: string | undefined,
  value: unknown,
  path = '',
): Violation[] {
  const validate = validators[`validate${schema}`];
  if (!validate || validate(value)) return [];
  return (validate.errors ?? []).map((error) => ({ ...error, instancePath: path + error.instancePath }));
}

/** Says in each violation which later revision permits it, if one does. */
async function addHints(
  violations: Violation[],
  later: Later,
  validateWith: (validators: Validators) => Violation[],
): Promise<Violation[]> {
  const identify = ({ instancePath, keyword }: Violation) => `${instancePath} ${keyword}`;
  const hints = new Map<string, string>();
  if (violations.length > 0) {
    for (const [date, load] of later) {
      const remaining = new Set(validateWith((await load()) as Validators).map(identify));
      for (const key of violations.map(identify))
        if (!remaining.has(key) && !hints.has(key))
          hints.set(key, `; allowed since ${date}: set revision to '${date}'`);
    }
  }
  return violations.map((violation) => {
    const hint = hints.get(identify(violation));
    return hint ? { ...violation, message: `${violation.message}${hint}` } : violation;
  });
}
