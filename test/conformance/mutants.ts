import { isDeepStrictEqual } from 'node:util';
import { componentName, type Document, type Schema } from '../../scripts/contract/document.ts';
import { annotations, mapSchema, mergeReference, plainSchema } from '../../scripts/contract/schema.ts';
import { violatedKeywords } from '../../scripts/vectors/violations.ts';
import { keywordMutants, type Mutant } from './keyword-mutants.ts';

/**
 * Changes every constraint of a shape in turn: those written in it, and at each of its references those of the shape
 * referred to, as if they had been changed for this one use only.
 *
 * @param document the bundled contract
 * @param shape the name of a schema component
 * @returns the changed schemas of the shape, each once
 */
export function shapeMutants(document: Document, shape: string): Mutant[] {
  const all = descend(document, document.components.schemas[shape]!, '');
  const distinct = new Map(all.map((mutant) => [JSON.stringify(withoutAnnotations(mutant.schema)), mutant]));
  return [...distinct.values()];
}

function descend(document: Document, schema: Schema, at: string): Mutant[] {
  const here = [...(schema.$ref ? referenceMutants(document, schema) : keywordMutants(schema, true))]
    .filter((mutant) => !leavesSameMembers(document, schema, mutant.schema))
    .map((mutant) => ({ ...mutant, what: `${at || 'itself'}: ${mutant.what}` }));
  const inner = parts(schema).flatMap(({ part, label, put }) =>
    descend(document, part, at + label).map((mutant) => ({ ...mutant, schema: put(mutant.schema) })),
  );
  return [...here, ...inner];
}

interface SchemaPart {
  part: Schema;
  label: string;
  put: (changed: Schema) => Schema;
}

function parts(schema: Schema): SchemaPart[] {
  const { properties = {}, items, additionalProperties } = schema;
  const found = Object.entries(properties).map(
    ([name, part]): SchemaPart => ({
      part,
      label: `.${name}`,
      put: (changed) => ({ ...schema, properties: { ...properties, [name]: changed } }),
    }),
  );
  if (items) found.push({ part: items, label: '[]', put: (changed) => ({ ...schema, items: changed }) });
  if (typeof additionalProperties === 'object') {
    const put = (changed: Schema) => ({ ...schema, additionalProperties: changed });
    found.push({ part: additionalProperties as Schema, label: '.*', put });
  }
  return found;
}

function referenceMutants(document: Document, schema: Schema): Mutant[] {
  const { $ref: _, ...beside } = schema;
  const target = withoutAnnotations(resolveAll(document, mergeReference(document, schema), []));
  const others = Object.keys(document.components.schemas)
    .map((name) => ({ ...beside, $ref: `#/components/schemas/${name}` }))
    // Some shapes say the same under two names: a reference to the other one changes nothing.
    .filter(
      (other) =>
        !isDeepStrictEqual(withoutAnnotations(resolveAll(document, settle(document, other), [])), target),
    );
  return [
    { what: '$ref dropped', schema: beside },
    ...others.map((other) => ({ what: `$ref → ${componentName(other)}`, schema: other })),
    ...keywordMutants(mergeReference(document, schema), false),
  ];
}

/** Follows a reference; keywords next to it win, because they may contradict another schema. */
function settle(document: Document, schema: Schema): Schema {
  const { $ref, ...beside } = schema;
  return $ref ? { ...mergeReference(document, { $ref }), ...beside } : schema;
}

function resolveAll(document: Document, schema: Schema, within: string[]): Schema {
  return mapSchema(schema, (part) => {
    if (!part.$ref || within.includes(part.$ref)) return part;
    return resolveAll(document, settle(document, part), [...within, part.$ref]);
  });
}

function withoutAnnotations(schema: Schema): Schema {
  return mapSchema(schema, (part) => plainSchema(part, annotations));
}

/**
 * Beside an enum, the other constraints only decide which of its members are left.
 * A change that keeps the enum and rejects the same of its values allows the same values: no document shows it.
 */
function leavesSameMembers(document: Document, schema: Schema, changed: Schema): boolean {
  const [before, after] = [settle(document, schema), settle(document, changed)];
  if (!before.enum || !isDeepStrictEqual(before.enum, after.enum) || after['allOf']) return false;
  return before.enum.every(
    (member) => violatedKeywords(before, member).length === 0 && violatedKeywords(after, member).length === 0,
  );
}
