import type { Document } from '../contract/document.ts';
import { escapeSegment } from '../contract/json-pointer.ts';
import type { ValidationError } from '../runtime/validation/types.ts';
import { findStatement, type Statement } from './statement.ts';

/** The keyword under which an unknown member is reported, whether the shape is closed or `--strict` was given. */
export const unknownMember = 'additionalProperties';

/** What the contract says of the members of a value, and of the items of a list. */
interface Known {
  members: Map<string, Known>;
  /** A value may have other members, so that its validator does not report them. */
  open: boolean;
  items?: Known;
}

/**
 * Makes a check for the members that a shape does not name although it is open.
 *
 * @param document the bundled contract
 * @param shape the shape's name
 * @returns a function that lists a value's unknown members, in ajv's form; those of closed shapes are left to the
 *   shape's validator
 */
export function unknownMembersOf(document: Document, shape: string): (value: unknown) => ValidationError[] {
  const root = readKnown(document, shape, [], new Map());
  return (value) => {
    const errors: ValidationError[] = [];
    if (typeof value === 'object' && value !== null) walk(value, root, [], errors);
    return errors;
  };
}

function readKnown(document: Document, shape: string, path: string[], read: Map<string, Known>): Known {
  const { pointer, schema } = findStatement(document, shape, path) as Statement;
  const before = read.get(pointer);
  if (before) return before;
  const others = schema['additionalProperties'] ?? true;
  const names = Object.keys(schema.properties ?? {});
  const known: Known = { members: new Map(), open: schema.type === 'object' && others === true };
  read.set(pointer, known);
  const inner = (segment: string) => readKnown(document, shape, [...path, segment], read);
  for (const name of names) known.members.set(name, inner(name));
  if (schema.items) known.items = inner('0');
  return known;
}

/** Keeps the way to a value as a list: a pointer is only put together for a fault. */
function walk(value: unknown, known: Known, path: (string | number)[], errors: ValidationError[]): void {
  if (Array.isArray(value)) {
    if (known.items)
      for (let index = 0; index < value.length; index++) step(value[index], known.items, index);
  } else {
    const object = value as Record<string, unknown>;
    for (const name of Object.keys(object)) {
      const member = known.members.get(name);
      if (member) step(object[name], member, name);
      else if (known.open) errors.push(describeUnknown(path, name));
    }
  }

  function step(inner: unknown, knownInner: Known, segment: string | number): void {
    if (typeof inner !== 'object' || inner === null) return;
    path.push(segment);
    walk(inner, knownInner, path, errors);
    path.pop();
  }
}

function describeUnknown(path: (string | number)[], additionalProperty: string): ValidationError {
  const instancePath = path.map((segment) => `/${escapeSegment(String(segment))}`).join('');
  return { keyword: unknownMember, instancePath, schemaPath: '', params: { additionalProperty } };
}
