import { componentName, type Document, type Schema } from './document.ts';
import { annotations } from './keywords.ts';

/**
 * Replaces a reference with what it leads to, the keywords beside it included.
 *
 * @param document the bundled contract
 * @param schema a schema; returned as it is when it is not a reference
 * @returns the schema that both together state, without `$ref`; annotations beside the reference win
 * @throws {Error} when the reference leads nowhere, or a constraint stands on both sides with two values
 */
export function mergeReference(document: Document, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const { $ref, ...siblings } = schema;
  const target = document.components.schemas[componentName(schema)!];
  if (!target) throw new Error(`${$ref} leads nowhere in this contract`);
  const merged = mergeReference(document, target);
  for (const [keyword, value] of Object.entries(siblings)) {
    const overrides = keyword.startsWith('x-') || annotations.includes(keyword) || !(keyword in merged);
    if (overrides || JSON.stringify(merged[keyword]) === JSON.stringify(value)) continue;
    throw new Error(`${keyword} beside ${$ref} and in it: a constraint is written once, on one of them`);
  }
  // An example of the wider set need not be in the narrower one.
  const { examples: _, ...narrowed } = merged;
  return { ...(siblings.enum ? narrowed : merged), ...siblings };
}
