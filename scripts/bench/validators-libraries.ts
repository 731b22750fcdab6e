import Type, { type TSchema } from 'typebox';
import * as v from 'valibot';
import { z } from 'zod';
import type { Document, Json, Schema } from '../contract/document.ts';
import { mergeReference } from '../contract/schema.ts';

/** How a library states the types that the contract uses. */
interface Library<Stated> {
  string(schema: Schema): Stated;
  number(schema: Schema): Stated;
  array(schema: Schema, item: Stated): Stated;
  object(members: Record<string, Stated>, closed: boolean): Stated;
  optional(stated: Stated): Stated;
}

/**
 * States a schema of the contract in the terms of a library.
 *
 * @param document the bundled contract
 * @param schema one schema
 * @param library the library
 * @returns what the library validates with
 * @throws {Error} when the schema uses a type that the bench does not know
 */
export function stateIn<Stated>(document: Document, schema: Schema, library: Library<Stated>): Stated {
  const merged = mergeReference(document, schema);
  if (merged.type === 'string') return library.string(merged);
  if (merged.type === 'number' || merged.type === 'integer') return library.number(merged);
  if (merged.type === 'array') return library.array(merged, stateIn(document, merged.items!, library));
  if (merged.type !== 'object') throw new Error(`the bench knows no type ${merged.type}`);
  const members = Object.entries(merged.properties ?? {}).map(([name, property]): [string, Stated] => {
    const stated = stateIn(document, property, library);
    return [name, merged.required?.includes(name) ? stated : library.optional(stated)];
  });
  return library.object(Object.fromEntries(members), merged['additionalProperties'] === false);
}

const numberKeywords = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

function pick(schema: Schema, keywords: string[]): Record<string, Json> {
  return Object.fromEntries(
    keywords.filter((keyword) => keyword in schema).map((keyword) => [keyword, schema[keyword] as Json]),
  );
}

/** TypeBox counts code points. */
export const typebox: Library<TSchema> = {
  string: (schema) =>
    schema.enum
      ? Type.Enum(schema.enum as string[])
      : Type.String(pick(schema, ['minLength', 'maxLength', 'pattern'])),
  number: (schema) => Type[schema.type === 'integer' ? 'Integer' : 'Number'](pick(schema, numberKeywords)),
  array: (schema, item) => Type.Array(item, pick(schema, ['minItems', 'maxItems'])),
  object: (members, closed) => Type.Object(members, closed ? { additionalProperties: false } : {}),
  optional: (stated) => Type.Optional(stated),
};

/** Zod counts UTF-16 code units, not code points. */
export const zod: Library<z.ZodType> = {
  string({ enum: values, minLength, maxLength, pattern }) {
    if (values) return z.enum(values as string[]);
    let text = z.string();
    if (minLength !== undefined) text = text.min(Number(minLength));
    if (maxLength !== undefined) text = text.max(Number(maxLength));
    return pattern === undefined ? text : text.regex(new RegExp(String(pattern), 'u'));
  },
  number({ type, minimum, maximum }) {
    let number = type === 'integer' ? z.number().int() : z.number();
    if (minimum !== undefined) number = number.min(Number(minimum));
    return maximum === undefined ? number : number.max(Number(maximum));
  },
  array({ minItems, maxItems }, item) {
    let list = z.array(item);
    if (minItems !== undefined) list = list.min(Number(minItems));
    return maxItems === undefined ? list : list.max(Number(maxItems));
  },
  object: (members, closed) => (closed ? z.strictObject(members) : z.looseObject(members)),
  optional: (stated) => stated.optional(),
};

/** Valibot counts UTF-16 code units, not code points. */
export const valibot: Library<v.GenericSchema> = {
  string({ enum: values, minLength, maxLength, pattern }) {
    if (values) return v.picklist(values as string[]);
    const rules: v.PipeItem<string, string, v.BaseIssue<unknown>>[] = [];
    if (minLength !== undefined) rules.push(v.minLength(Number(minLength)));
    if (maxLength !== undefined) rules.push(v.maxLength(Number(maxLength)));
    if (pattern !== undefined) rules.push(v.regex(new RegExp(String(pattern), 'u')));
    return v.pipe(v.string(), ...rules);
  },
  number({ type, minimum, maximum }) {
    const rules: v.PipeItem<number, number, v.BaseIssue<unknown>>[] = [];
    if (type === 'integer') rules.push(v.integer());
    if (minimum !== undefined) rules.push(v.minValue(Number(minimum)));
    if (maximum !== undefined) rules.push(v.maxValue(Number(maximum)));
    return v.pipe(v.number(), ...rules);
  },
  array({ minItems, maxItems }, item) {
    const rules: v.PipeItem<unknown[], unknown[], v.BaseIssue<unknown>>[] = [];
    if (minItems !== undefined) rules.push(v.minLength(Number(minItems)));
    if (maxItems !== undefined) rules.push(v.maxLength(Number(maxItems)));
    return v.pipe(v.array(item), ...rules);
  },
  object: (members, closed) => (closed ? v.strictObject(members) : v.looseObject(members)),
  optional: (stated) => v.optional(stated),
};
