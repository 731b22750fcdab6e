import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { Document, Schema } from '../contract/document.ts';

/**
 * Compiles the schema of an operation's items.
 *
 * @param document the bundled contract
 * @param schema the items' schema, often a reference into the document
 * @returns a function that takes an item and returns the first rule that it breaks, undefined when it is valid
 * @throws {Error} when the schema does not compile
 */
export function compileItemValidator(
  document: Document,
  schema: Schema,
): (item: unknown) => ErrorObject | undefined {
  const ajv = new Ajv2020({ strict: false, formats: { int32: true, double: true } });
  const validate = ajv.compile({ components: document.components, allOf: [schema] });
  return (item) => (validate(item) ? undefined : validate.errors![0]);
}
