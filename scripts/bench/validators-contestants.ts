import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Compile } from 'typebox/compile';
import { safeParse } from 'valibot';
import type { Document } from '../contract/document.ts';
import { annotations, mapSchema, plainSchema } from '../contract/schema.ts';
import { stateIn, typebox, valibot, zod } from './validators-libraries.ts';

/** Whether a value is valid. */
export type Validate = (value: unknown) => boolean;

/**
 * Makes everything that validates a shape in this bench.
 *
 * @param document the bundled contract
 * @param shape the shape's name
 * @param modules paths of modules that export `validate<Shape>`, by the name of the contestant
 * @returns the contestants by name: the modules first, then the libraries
 */
export async function makeContestants(
  document: Document,
  shape: string,
  modules: Record<string, string>,
): Promise<Map<string, Validate>> {
  const contestants = new Map<string, Validate>();
  for (const [name, file] of Object.entries(modules)) {
    contestants.set(name, (await import(pathToFileURL(file).href))[`validate${shape}`]);
  }
  const schema = document.components.schemas[shape]!;
  const compiled = Compile(stateIn(document, schema, typebox));
  const zodSchema = stateIn(document, schema, zod);
  const valibotSchema = stateIn(document, schema, valibot);
  return contestants
    .set('ajv at run time', compileAtRunTime(document, shape))
    .set('typebox, compiled', (value) => compiled.Check(value))
    .set('zod', (value) => zodSchema.safeParse(value).success)
    .set('valibot', (value) => safeParse(valibotSchema, value).success);
}

function compileAtRunTime(document: Document, shape: string): Validate {
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [
    name,
    mapSchema(schema, (one) => plainSchema(one, annotations)),
  ]);
  const ajv = new Ajv2020().addVocabulary(['components']);
  ajv.addSchema({ $id: 'contract', components: { schemas: Object.fromEntries(schemas) } });
  return ajv.getSchema(`contract#/components/schemas/${shape}`) as Validate;
}
