import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { mergeReference } from '../contract/schema.ts';
import { faults } from './faults.ts';
import { allowedTypes } from './json-types.ts';
import { nextDown, nextUp } from './next-number.ts';
import { matchingString } from './pattern/matches.ts';

/** A member's name that no contract gives; maps have no names of their own. */
const freeNames = ['unknownMember', 'furtherMember', 'anotherMember'];

/**
 * Makes the smallest valid value of a schema: only required members, as few items as allowed.
 *
 * @param document the bundled contract
 * @param schema the schema, or a reference to it
 * @param within the references that led here
 * @returns the value; its scalars are the contract's own examples as far as it has any
 * @throws {Error} when no valid value is found, with the schema, or a shape cannot be without itself inside
 */
export function smallest(document: Document, schema: Schema, within: string[] = []): Json {
  const { $ref } = schema;
  if ($ref && within.includes($ref)) throw new Error(`${$ref} requires itself, without end`);
  const trail = $ref ? [...within, $ref] : within;
  const settled = mergeReference(document, schema);
  const inner = (part: Schema = {}) => smallest(document, part, trail);
  const [type] = allowedTypes(settled);
  if (type === 'array') {
    return Array.from({ length: Number(settled['minItems'] ?? 0) }, () => inner(settled.items));
  }
  if (type !== 'object') return scalar(settled);
  const { properties = {}, required = [] } = settled;
  const members = required.map((name) => [name, inner(properties[name])]);
  return withMembers(document, settled, Object.fromEntries(members), Number(settled['minProperties'] ?? 0));
}

/**
 * Makes a valid value of a schema with every member that the schema names, and at least one item in every list.
 *
 * @param document the bundled contract
 * @param schema the schema, or a reference to it
 * @param within the references that led here
 * @returns the value; where a shape contains itself, the inner one is the smallest
 * @throws {Error} when no valid value is found, with the schema
 */
export function fullest(document: Document, schema: Schema, within: string[] = []): Json {
  if (within.includes(schema.$ref ?? '')) return smallest(document, schema);
  const trail = schema.$ref ? [...within, schema.$ref] : within;
  const settled = mergeReference(document, schema);
  const inner = (part: Schema) => fullest(document, part, trail);
  const [type] = allowedTypes(settled);
  if (type === 'array') {
    const count = Math.max(Math.min(1, Number(settled['maxItems'] ?? 1)), Number(settled['minItems'] ?? 0));
    return Array.from({ length: count }, () => inner(settled.items ?? {}));
  }
  if (type !== 'object') return scalar(settled);
  const properties = Object.entries(settled.properties ?? {});
  const members = Object.fromEntries(properties.map(([name, part]) => [name, inner(part)]));
  return withMembers(document, settled, members, Number(settled['minProperties'] ?? 0));
}

/**
 * Adds members to an object until it has so many: those that the schema names, then others if it is open.
 *
 * @param document the bundled contract
 * @param schema a schema of an object, its reference already followed
 * @param object the object to add to; it is not modified
 * @param count how many members it should have
 * @returns a copy with at least as many members, or as many as the schema allows
 */
export function withMembers(
  document: Document,
  schema: Schema,
  object: JsonObject,
  count: number,
): JsonObject {
  const { properties = {}, additionalProperties } = schema;
  const copy = { ...object };
  for (const [name, part] of Object.entries(properties)) {
    if (Object.keys(copy).length >= count) return copy;
    if (!Object.hasOwn(copy, name)) copy[name] = smallest(document, part);
  }
  if (additionalProperties === false) return copy;
  for (let index = 1; Object.keys(copy).length < count; index++) {
    copy[`${unknownName(schema)}${index}`] = smallest(document, unknownMember(schema));
  }
  return copy;
}

/**
 * Finds a name that a schema does not give to a member.
 *
 * @param schema a schema of an object, its reference already followed
 * @returns the name
 * @throws {Error} when the schema names all candidates
 */
export function unknownName({ properties = {} }: Schema): string {
  const free = freeNames.find((name) => !Object.hasOwn(properties, name));
  if (!free)
    throw new Error(`a schema names all of ${freeNames.join(', ')}: add one to scripts/conform/sample.ts`);
  return free;
}

/**
 * Tells what a schema says of the members that it does not name.
 *
 * @param schema a schema of an object, its reference already followed
 * @returns the schema of those members; one that takes any text when the object is simply open
 */
export function unknownMember({ additionalProperties }: Schema): Schema {
  return typeof additionalProperties === 'object' ? (additionalProperties as Schema) : { type: 'string' };
}

function scalar(schema: Schema): Json {
  const candidates: Json[] = [
    ...(schema.enum ?? []),
    ...(schema.examples ?? []),
    ...(schema['x-extensible-enum'] ?? []),
    ...['text', 'a'.repeat(Number(schema['minLength'] ?? 1)), 'a'.repeat(Number(schema['maxLength'] ?? 1))],
    ...(schema['pattern'] === undefined
      ? []
      : [matchingString(String(schema['pattern']), Number(schema['minLength'] ?? 0))]),
    ...numbers(schema),
    ...[true, null],
  ];
  const valid = candidates.find((candidate) => faults(schema, candidate).length === 0);
  if (valid !== undefined) return valid;
  throw new Error(`no valid value found for ${JSON.stringify(schema)}: give the schema an example`);
}

function numbers(schema: Schema): number[] {
  const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map(
    (keyword) => schema[keyword],
  );
  return [
    1,
    ...bounds.filter((bound) => typeof bound === 'number').flatMap((bound) => beside(schema, bound)),
  ];
}

/**
 * Lists a number and its neighbours: the next integers, or the next numbers that a double can hold.
 *
 * @param schema a schema of numbers, its reference already followed
 * @param bound the number
 * @returns the next one below, the number, the next one above
 */
export function beside(schema: Schema, bound: number): [number, number, number] {
  if (!allowedTypes(schema).includes('number')) return [Math.ceil(bound) - 1, bound, Math.floor(bound) + 1];
  return [nextDown(bound), bound, nextUp(bound)];
}
