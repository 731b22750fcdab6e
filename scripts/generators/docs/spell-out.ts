import { componentName, type Document, type Schema } from '../../contract/document.ts';
import { mapSchemas, mergeReference } from '../../contract/schema.ts';
import { describeKnownValues } from '../../contract/words.ts';

/** What has a schema and a description of its own: a parameter or a header. */
interface Holder {
  description?: string;
  schema?: Schema;
}

/**
 * Puts into words what Redoc does not show: of open sets it knows nothing, it cuts long patterns off, and of what stands
 * beside a `$ref` it shows the description only. Of a parameter or a header it shows the own description instead of the
 * schema's.
 *
 * @param document the bundled contract; it is not modified
 * @returns a copy with longer descriptions, in which every schema with a name has it as its title
 * @throws {Error} when a reference leads nowhere
 */
export function spellOut(document: Document): Document {
  const described = mapHolders(document, (holder) => spellOutHolder(document, holder)) as Document;
  const copy = mapSchemas(described, (schema) => spellOutSchema(document, schema));
  return { ...copy, components: { ...copy.components, schemas: withTitles(copy.components.schemas) } };
}

function spellOutHolder(document: Document, holder: Holder): Holder {
  if (!holder.schema) return holder;
  const schema = mergeReference(document, holder.schema);
  const words = putIntoWords(schema);
  return words.length
    ? { ...holder, description: join(holder.description ?? schema.description, words) }
    : holder;
}

function spellOutSchema(document: Document, schema: Schema): Schema {
  const merged = mergeReference(document, schema);
  const words = putIntoWords(merged);
  if (!words.length && !schema.enum) return schema;
  const { pattern: _, ...rest } = merged;
  const title = componentName(schema);
  return { ...rest, description: join(merged.description, words), ...(title && { title }) };
}

function putIntoWords(schema: Schema): string[] {
  const { pattern } = schema;
  return [pattern && `Pattern: \`${pattern}\``, describeKnownValues(schema)].filter(
    (line) => typeof line === 'string',
  );
}

function join(description: string | undefined, words: string[]): string {
  return [description, ...words].filter(Boolean).join('\n\n');
}

/** Without a title, Redoc calls a schema by the first of all names whose schemas have the same content. */
function withTitles(schemas: Record<string, Schema>): Record<string, Schema> {
  return mapValues(schemas, (schema, name) => ({ title: name, ...schema }));
}

function mapHolders(node: unknown, change: (holder: Holder) => Holder): unknown {
  if (Array.isArray(node)) return node.map((item) => mapHolders(item, change));
  if (typeof node !== 'object' || node === null) return node;
  return mapValues(node as Record<string, unknown>, (value, key) => {
    if (key === 'parameters' && Array.isArray(value)) return value.map(change);
    if (key === 'parameters' || key === 'headers') return mapValues(value as Record<string, Holder>, change);
    // These hold schemas and data, in which `parameters` is a name like any other.
    return /^(schemas?|examples?|x-.*)$/.test(key) ? value : mapHolders(value, change);
  });
}

function mapValues<Value, Result>(
  object: Record<string, Value>,
  change: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
