import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Document, Schema } from '../contract/document.ts';
import { numberFormats } from '../contract/schema.ts';

/** Takes an item and returns the first rule that it breaks, undefined when it is valid. */
export type FindFault = (item: unknown) => ErrorObject | undefined;

/**
 * Compiles the schema of an operation's items.
 *
 * @param document the bundled contract
 * @param schema the items' schema, often a reference into the document
 * @returns the function that judges an item
 * @throws {Error} when the schema does not compile, or ajv, which comes with Prism, is not installed
 */
export async function compileItemValidator(document: Document, schema: Schema): Promise<FindFault> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, formats: numberFormats });
  const validate = ajv.compile({ components: document.components, allOf: [schema] });
  return (item) => (validate(item) ? undefined : validate.errors![0]);
}
