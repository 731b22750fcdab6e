import type { Document, Schema } from '../../scripts/contract/document.ts';
import { mergeReference } from '../../scripts/contract/schema.ts';

/** One member as the docs have to show it. */
export interface Member {
  /** The path that ends its anchor, such as `findings[]/severity`. */
  path: string;
  /** Its schema with that which it refers to merged in. */
  schema: Schema;
}

/**
 * Lists the members of a shape, and theirs, as deep as they go.
 *
 * @param document the bundled contract
 * @param shape name of an object schema
 * @returns one entry per member, and one per list of scalars for its items
 */
export function listMembers(document: Document, shape: string): Member[] {
  return inside(document, document.components.schemas[shape]!, '');
}

function inside(document: Document, schema: Schema, prefix: string): Member[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name.toLowerCase()}`;
    const merged = mergeReference(document, property);
    if (!merged.items) return [{ path, schema: merged }, ...inside(document, merged, `${path}/`)];
    const items = mergeReference(document, merged.items);
    const nested = items.properties
      ? inside(document, items, `${path}[]/`)
      : [{ path: `${path}/[i]`, schema: items }];
    return [{ path, schema: merged }, ...nested];
  });
}

/**
 * Lists what a reader has to see of a member.
 *
 * @param member a member
 * @returns texts that all have to be in its place: its type, bounds and pattern, its values and its description
 */
export function expectedTexts({ schema }: Member): string[] {
  const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'].map(
    (keyword) => schema[keyword],
  );
  const texts = [
    schema.type === 'array' ? 'Array' : schema.type,
    schema['pattern'],
    ...bounds.filter((bound) => bound !== 0),
    ...(schema.enum ?? []),
    ...(schema['x-extensible-enum'] ?? []),
    ...(schema.description ?? '').replaceAll('`', '').split('\n'),
  ];
  return texts.filter((text) => text !== undefined && text !== '').map(String);
}
