import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Json, parsePointer, type Schema } from '../contract/document.ts';
import { annotations, closeSchema, mapSchema, plainSchema } from '../contract/schema.ts';
import { wordViolation } from '../contract/words.ts';
import type { Context, Cursor, Location } from './cursor.ts';

/** A value in the contract, and its schema. */
export interface Sample {
  value: Json;
  /** The value, or the object that it is in. */
  owner: Cursor;
  /** The path from the owner to the value. */
  path: (string | number)[];
  schema: Cursor;
}

/** As strict about schemas as the ajv that generates the validators; shared, because each compiles JSON Schema's own schema. */
export const ajv = new Ajv2020({ strict: true, allErrors: true, verbose: true, logger: false });

/** Creates a function that reports where a sample violates its schema. */
export function createSampleCheck(): (context: Context, sample: Sample) => void {
  const compiled = new Map<string, ValidateFunction | undefined>();
  return (context, { value, owner, path, schema }) => {
    const key = schema.location.absolutePointer;
    if (!compiled.has(key)) compiled.set(key, compile(schema));
    const validate = compiled.get(key);
    if (validate && !validate(value)) report(context, validate.errors!, owner.location.child(path));
  };
}

/** Reports the errors of a validator for the value at a location. Each message begins with `subject`. */
export function report(context: Context, errors: ErrorObject[], location: Location, subject = ''): void {
  for (const { keyword, instancePath, params, parentSchema, data } of errors) {
    const property: string | undefined = params['additionalProperty'] ?? params['missingProperty'];
    const existing = parsePointer(instancePath);
    const path = property === undefined ? existing : [...existing, property];
    const place = location.child(keyword === 'required' ? existing : path);
    context.report({
      message: `${subject}${wordViolation(path, keyword, parentSchema as Schema, data)}.`,
      location: property === undefined ? place : place.key(),
    });
  }
}

/** Compiles a schema and all it refers to; undefined if one of them is broken, which other rules report. */
function compile(schema: Cursor): ValidateFunction | undefined {
  try {
    return ajv.compile(selfContained(schema));
  } catch {
    return undefined;
  }
}

/** Copies a schema and, into it, the schemas it refers to. Objects are closed: samples have no unknown properties. */
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
