import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Json, parsePointer, type Schema } from '../contract/document.ts';
import { annotations, closeSchema, mapSchema, plainSchema } from '../contract/schema.ts';
import type { Context, Cursor } from './cursor.ts';

/** A value at a place of the contract, and the schema that it belongs to. */
export interface Sample {
  value: Json;
  /** The value, or the object that it is in. */
  owner: Cursor;
  /** The path from the owner to the value. */
  path: (string | number)[];
  schema: Cursor;
}

/** Creates a function that reports where a sample violates its schema. */
export function createSampleCheck(): (context: Context, sample: Sample) => void {
  const ajv = createAjv();
  const compiled = new Map<string, ValidateFunction | undefined>();
  const validatorOf = (schema: Cursor) => {
    const key = schema.location.absolutePointer;
    if (!compiled.has(key)) compiled.set(key, compile(ajv, schema));
    return compiled.get(key);
  };
  return (context, { value, owner, path, schema }) => {
    const validate = validatorOf(schema);
    if (!validate || validate(value)) return;
    for (const error of validate.errors!) {
      const unknown: string | undefined = error.params['additionalProperty'];
      const inside = [...parsePointer(error.instancePath), ...(unknown === undefined ? [] : [unknown])];
      const location = owner.location.child([...path, ...inside]);
      context.report({
        message: describe(inside, error),
        location: unknown === undefined ? location : location.key(),
      });
    }
  };
}

/** Creates an ajv that reports every mistake in a schema, as it does in the generated validators. */
export function createAjv(): Ajv2020 {
  return new Ajv2020({ strict: true, allErrors: true, logger: false });
}

function describe(inside: string[], { params, message }: ErrorObject): string {
  const allowed = params['allowedValues'] ? `: ${params['allowedValues'].join(', ')}` : '';
  return `${inside.length === 0 ? 'The value' : `\`${inside.join('.')}\``} ${message}${allowed}.`;
}

/** Compiles a schema with all it refers to; undefined if one of them is broken, which other rules report. */
function compile(ajv: Ajv2020, schema: Cursor): ValidateFunction | undefined {
  try {
    return ajv.compile(selfContained(schema));
  } catch {
    return undefined;
  }
}

/** Copies a schema, with the schemas it refers to inside it. Its objects are closed: a sample has no unknown properties. */
function selfContained(root: Cursor): Schema {
  const names = new Map<string, string>();
  const $defs: Record<string, Schema> = {};
  const define = (target: Cursor | undefined) => {
    if (!target) throw new Error('a reference leads nowhere');
    const key = target.location.absolutePointer;
    const name = names.get(key) ?? `schema${names.size}`;
    if (!names.has(key)) {
      names.set(key, name);
      $defs[name] = convert(target);
    }
    return `#/$defs/${name}`;
  };
  const convert = (cursor: Cursor): Schema => {
    const local = mapSchema(cursor.node as Schema, (schema) => {
      const plain = plainSchema(schema, annotations);
      return '$ref' in plain ? { ...plain, $ref: define(cursor.resolve(plain.$ref)) } : plain;
    });
    return closeSchema(cursor.location.pointer, local);
  };
  return { ...convert(root), $defs };
}
