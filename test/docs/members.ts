import type { Document, Schema } from '../../scripts/contract/document.ts';
import { mergeReference } from '../../scripts/contract/schema.ts';

/** A property that the docs must describe. */
export interface Member {
  /** Such as `findings[].severity`. */
  path: string;
  /** What the id of its element ends in, such as `findings-severity`. */
  id: string;
  /** Its schema, with the one that it refers to merged in. */
  schema: Schema;
}

/** Lists the properties of a schema, and of every schema inside it; of a list of scalars also the items. */
export function listMembers(document: Document, shape: string): Member[] {
  return inside(document, document.components.schemas[shape]!, '', '');
}

function inside(document: Document, schema: Schema, path: string, id: string): Member[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const own = { path: path + name, id: id + name, schema: mergeReference(document, property) };
    const { items } = own.schema;
    if (!items) return [own, ...inside(document, own.schema, `${own.path}.`, `${own.id}-`)];
    const item = mergeReference(document, items);
    const nested = item.properties
      ? inside(document, item, `${own.path}[].`, `${own.id}-`)
      : [{ path: `${own.path}[]`, id: `${own.id}-item`, schema: item }];
    return [own, ...nested];
  });
}

/** Lists what a reader must see of a property: its type, bounds, pattern, values, description and examples. */
export function expectedTexts({ schema }: Member): string[] {
  const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'].map(
    (keyword) => schema[keyword],
  );
  const texts = [
    schema.type,
    ...(schema.enum ?? [schema['pattern'], ...bounds.filter((bound) => bound !== 0)]),
    ...(schema['x-extensible-enum'] ?? []),
    ...(schema.examples ?? []).map((example) => JSON.stringify(example)),
    ...(schema.description ?? '').split('\n'),
  ];
  return texts.filter((text) => text !== undefined && text !== '').map(String);
}
