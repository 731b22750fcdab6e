import type { Violation } from './errors.js';
import type { Input, Properties, ServiceOperation } from './service.js';

/** The contract's validators by name, such as `validateListImageScanFindingsRequest`. */
type Validators = Record<
  string,
  { (value: unknown): boolean; errors?: readonly Violation[] | null | undefined }
>;

/** Loads the validators of each revision by its date, `base` first, and once more as `latest`. */
export type Revisions = Record<string, () => Promise<object>>;

/** Loads the validators of a revision. They list the violations in requests, and in the bodies of successes. */
export async function load(loadRevisions: () => Promise<{ revisions: Revisions }>, revision = 'base') {
  const { revisions } = await loadRevisions();
  const names = Object.keys(revisions);
  if (!names.includes(revision)) throw new TypeError(`\`revision\` must be one of ${names.join(', ')}`);
  const later = names.slice(names.indexOf(revision) + 1, names.indexOf('latest'));
  const loadOne = async (date: string) => ({ date, validators: (await revisions[date]!()) as Validators });
  const { validators } = await loadOne(revision);
  const validate = async (validateWith: (validators: Validators) => Violation[]) => {
    const violations = validateWith(validators);
    if (violations.length === 0) return violations;
    return addHints(violations, await Promise.all(later.map(loadOne)), validateWith);
  };
  return {
    request: (operation: ServiceOperation, input: Input) =>
      validate((validators) => requestViolations(validators, operation, input)),
    response: ({ response }: ServiceOperation, data: unknown) =>
      validate((validators) => violationsOf(validators, response, data)),
  };
}

function requestViolations(
  validators: Validators,
  { parameters = {}, request }: ServiceOperation,
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

/** Names in each violation the first later revision that permits it. */
function addHints(
  violations: Violation[],
  later: { date: string; validators: Validators }[],
  validateWith: (validators: Validators) => Violation[],
): Violation[] {
  const identify = ({ instancePath, keyword }: Violation) => `${instancePath} ${keyword}`;
  const revisions = later.map(({ date, validators }) => {
    return { date, remaining: new Set(validateWith(validators).map(identify)) };
  });
  return violations.map((violation) => {
    const date = revisions.find(({ remaining }) => !remaining.has(identify(violation)))?.date;
    if (!date) return violation;
    const hint = `allowed since ${date}: set revision to '${date}'`;
    return { ...violation, message: `${violation.message}; ${hint}` };
  });
}
