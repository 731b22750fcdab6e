import type { ErrorObject } from 'ajv/dist/2020.js';
import { parsePointer } from '../contract/json-pointer.ts';
import type { OwnRule, Problem } from './problem.ts';
import type { SchemaSite, Sites } from './sites.ts';
import { type Path, type Place, problemAt, type Sources } from './sources.ts';
import { compileSites } from './validators.ts';

/** A value, and the schema that it has to fulfil. */
interface Claim extends Place {
  value: unknown;
  schema: SchemaSite;
  rule: OwnRule;
}

/**
 * Checks every value that the contract gives for a schema: its examples, and the known values of its open sets.
 *
 * @param sources the contract's files
 * @param sites the contract's schemas, each of which compiles, and examples
 * @returns a problem for each fault, at the value that has it
 */
export function examplesAreValid(sources: Sources, sites: Sites): Problem[] {
  const validatorOf = compileSites(sources, sites);
  return [...exampleClaims(sites), ...knownValueClaims(sites)].flatMap((claim) => {
    const validate = validatorOf(claim.schema);
    if (validate(claim.value)) return [];
    return validate.errors!.map((error) => faultProblem(claim, error));
  });
}

function exampleClaims(sites: Sites): Claim[] {
  return sites.examples.map((example) => ({ ...example, rule: 'examples-are-valid' }));
}

function knownValueClaims(sites: Sites): Claim[] {
  return [...sites.schemas.values()].flatMap((schema) => {
    const values = schema.schema['x-extensible-enum'];
    return (Array.isArray(values) ? values : []).map((value, index) => ({
      source: schema.source,
      path: [...schema.path, 'x-extensible-enum', index],
      value,
      schema,
      rule: 'known-values-fit-their-schema',
    }));
  });
}

function faultProblem(claim: Claim, { instancePath, params, message }: ErrorObject): Problem {
  const { additionalProperty, unevaluatedProperty, allowedValues } = params;
  const extra: string | undefined = additionalProperty ?? unevaluatedProperty;
  const inside: Path = [...parsePointer(instancePath), ...(extra === undefined ? [] : [extra])];
  const subject = inside.length === 0 ? 'The value' : `\`${inside.join('.')}\``;
  const allowed = allowedValues ? `: ${allowedValues.join(', ')}` : '';
  const place = { source: claim.source, path: [...claim.path, ...inside] };
  return problemAt(place, claim.rule, `${subject} ${message}${allowed}.`, { key: extra !== undefined });
}
