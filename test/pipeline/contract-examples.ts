import {
  componentName,
  type Document,
  type Example,
  type Json,
  resolve,
} from '../../scripts/contract/document.ts';

/** A value that the contract gives as an example of a shape. */
export interface ShapeExample {
  shape: string;
  name: string;
  value: Json;
}

/** Lists the examples of every body in a contract, and those of its named schemas. */
export function listExamples(document: Document): ShapeExample[] {
  const found: ShapeExample[] = [];
  collectBodies(document, document, found);
  for (const [shape, schema] of Object.entries(document.components.schemas)) {
    schema.examples?.forEach((value, index) => {
      found.push({ shape, name: `${shape} ${index}`, value });
    });
  }
  return found;
}

function collectBodies(document: Document, node: unknown, found: ShapeExample[]): void {
  if (typeof node !== 'object' || node === null) return;
  const { schema, examples } = node as { schema?: { $ref?: string }; examples?: Record<string, Example> };
  const shape = schema && componentName(schema);
  if (shape && examples && !Array.isArray(examples)) {
    for (const [name, example] of Object.entries(examples)) {
      found.push({ shape, name, value: resolve<Example>(document, example).value });
    }
  }
  for (const child of Object.values(node)) collectBodies(document, child, found);
}

/** Lists values that differ from a value in one place each: another type, nothing, too much, or a stranger. */
export function mutate(value: Json): Json[] {
  const replacements: Json[] = [null, true, -1, 0.5, '', 'x', '\u{1F600}'.repeat(1025), [], {}];
  const inside = Array.isArray(value)
    ? [
        [],
        [...value, ...value],
        ...value.flatMap((item, i) => mutate(item).map((other) => value.with(i, other))),
      ]
    : typeof value === 'object' && value !== null
      ? [{ ...value, stranger: 1 }, ...mutateMembers(value)]
      : [];
  return [...replacements, ...inside];
}

function mutateMembers(object: { [member: string]: Json }): Json[] {
  return Object.entries(object).flatMap(([member, value]) => {
    const { [member]: _, ...without } = object;
    return [without, ...mutate(value).map((other) => ({ ...object, [member]: other }))];
  });
}
