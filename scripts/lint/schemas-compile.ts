import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import { parsePointer } from '../contract/json-pointer.ts';
import type { Problem } from './problem.ts';
import type { SchemaSite, Sites } from './sites.ts';
import { type Path, problemAt } from './sources.ts';
import { type Schema, subschemas } from './subschemas.ts';
import { createAjv } from './validators.ts';

/** What is wrong in a schema, and the steps to where it is. */
interface Fault {
  path: Path;
  message: string;
}

/**
 * Checks that every schema compiles in ajv's strict mode: a validator that meets one that does not may pass everything.
 *
 * @param sites the contract's schemas
 * @returns a problem for each fault, at the keyword that has it, or else at the innermost schema
 */
export function schemasCompile(sites: Sites): Problem[] {
  const ajv = createAjv(sites);
  return outermost(sites).flatMap((site) =>
    faults(ajv, site.schema).map(({ path, message }) =>
      problemAt({ source: site.source, path: [...site.path, ...path] }, 'schemas-compile', message),
    ),
  );
}

function faults(ajv: Ajv2020, schema: Schema): Fault[] {
  if (!ajv.validateSchema(schema)) return keywordFaults(ajv.errors!);
  const message = compileError(ajv, schema);
  if (!message) return [];
  const inner = subschemas(schema).flatMap((subschema) =>
    faults(ajv, subschema.schema).map((fault) => ({ ...fault, path: [...subschema.path, ...fault.path] })),
  );
  if (inner.length > 0) return inner;
  const culprit = Object.keys(schema).find((keyword) => {
    const { [keyword]: _, ...rest } = schema;
    return !compileError(ajv, rest);
  });
  return [{ path: culprit === undefined ? [] : [culprit], message }];
}

/** Leaves out the errors that only say that one of these errors is somewhere below. */
function keywordFaults(errors: ErrorObject[]): Fault[] {
  return errors
    .filter(({ keyword }) => !['allOf', 'anyOf', '$ref', '$dynamicRef'].includes(keyword))
    .map(({ instancePath, message }) => {
      const path = parsePointer(instancePath);
      return { path, message: `${quoteStep(path)} ${message}.` };
    });
}

function quoteStep(path: Path): string {
  return path.length === 0 ? 'The schema' : `\`${path.at(-1)}\``;
}

function compileError(ajv: Ajv2020, schema: Schema): string | undefined {
  try {
    ajv.compile(withoutReferences(schema));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A schema inside another is compiled with it. */
function outermost(sites: Sites): SchemaSite[] {
  const all = [...sites.schemas.values()];
  const inner = new Set(all.flatMap(({ schema }) => subschemas(schema).map((subschema) => subschema.schema)));
  return all.filter(({ schema }) => !inner.has(schema));
}

/** What a reference leads to is compiled at its own place. */
function withoutReferences(schema: Schema): Schema {
  const copy = structuredClone(schema);
  const strip = (node: Schema) => {
    delete node.$ref;
    for (const inner of subschemas(node)) strip(inner.schema);
  };
  strip(copy);
  return copy;
}
