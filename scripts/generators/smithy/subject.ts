import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { componentName, type Document, type Json, type Schema } from '../../contract/document.ts';
import { mapSchemas, mergeReference, numberFormats, withFormatBounds } from '../../contract/schema.ts';
import { shapeVectors, type Vector } from '../../vectors/vectors.ts';

/** A test case of one of the traits. */
export type TestCase = Record<string, unknown>;

/** The cases of messages that follow the contract, and of those that do not. */
export interface Tests {
  valid: TestCase[];
  malformed: TestCase[];
}

export const json = { 'Content-Type': 'application/json' };
export const bodyMediaType = 'application/json';

/** What the tests of a contract are made of. */
export interface Subject {
  document: Document;
  /** The test vectors of a schema. */
  vectorsOf(schema: Schema): Vector[];
  /** Finds what is wrong with a value. */
  validate(schema: Schema, value: Json): ErrorObject[];
}

/** Prepares a contract for its tests. */
export function createSubject(document: Document): Subject {
  const bounded = mapSchemas(document, withFormatBounds);
  const validate = createValidation(document, true);
  // Smithy's specification counts code points, but its library counts UTF-16 units and refuses these vectors.
  const validateUnits = createValidation(document, false);
  return {
    document,
    validate,
    vectorsOf: (schema) =>
      shapeVectors(bounded, componentName(schema)!, true).filter(
        (vector) => !vector.valid || validateUnits(schema, vector.document).length === 0,
      ),
  };
}

function createValidation(document: Document, unicode: boolean): Subject['validate'] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: numberFormats, unicode, logger: false });
  const $id = 'https://contract.invalid/';
  ajv.addSchema({ $id, components: document.components });
  return (schema, value) => {
    const validator = ajv.getSchema($id + schema.$ref)!;
    return validator(value) ? [] : validator.errors!;
  };
}

/** Drops the properties that the contract does not know, as clients and servers do. */
export function dropUnknown(document: Document, reference: Schema, value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  const { items, properties = {}, additionalProperties } = mergeReference(document, reference);
  if (Array.isArray(value)) return value.map((item) => dropUnknown(document, items ?? {}, item));
  const entries = typeof additionalProperties === 'object' ? (additionalProperties as Schema) : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, property]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : entries;
      return schema ? [[name, dropUnknown(document, schema, property)]] : [];
    }),
  );
}
