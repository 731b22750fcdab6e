import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { numberFormats } from '../contract/keywords.ts';
import { placeKey, type SchemaSite, type Sites } from './sites.ts';
import { type Sources, targetPlace } from './sources.ts';
import { type Schema, subschemas } from './subschemas.ts';

/**
 * Makes an ajv in its strict mode, which knows this project's formats and extensions.
 *
 * @param sites the contract's schemas, whose extensions are annotations
 * @returns the instance, without schemas
 */
export function createAjv(sites: Sites): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: true, formats: numberFormats });
  const keywords = [...sites.schemas.values()].flatMap(({ schema }) => Object.keys(schema));
  ajv.addVocabulary([...new Set(keywords.filter((keyword) => keyword.startsWith('x-')))]);
  return ajv;
}

/**
 * Compiles the schemas of a contract, references and all.
 *
 * @param sources the contract's files
 * @param sites the contract's schemas, each of which compiles
 * @returns the validator of a schema of the contract; it is compiled when it is first asked for
 */
export function compileSites(sources: Sources, sites: Sites): (site: SchemaSite) => ValidateFunction {
  const ajv = createAjv(sites);
  for (const [key, site] of sites.schemas) ajv.addSchema(withAbsoluteReferences(sources, site), key);
  return (site) => ajv.getSchema(placeKey(site))!;
}

/** Copies a schema, with every reference in it turned into the key of the place that it leads to. */
function withAbsoluteReferences(sources: Sources, site: SchemaSite): Schema {
  const copy = structuredClone(site.schema);
  const rewrite = (schema: Schema) => {
    const { $ref } = schema;
    if (typeof $ref === 'string') schema.$ref = placeKey(targetPlace(sources, site, $ref));
    for (const inner of subschemas(schema)) rewrite(inner.schema);
  };
  rewrite(copy);
  return copy;
}
