import { componentName, type Document, type Schema } from '../contract/document.ts';
import { kebabCase } from '../contract/operations.ts';
import { mapSchema, plainSchema } from '../contract/schema.ts';
import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';

/** Generates a self-contained JSON Schema per shape, which any validator of draft 2020-12 accepts. */
export function generateJsonSchemas({ document }: Bundle): Files {
  return new Map(
    Object.keys(document.components.schemas).map((name) => [
      `json-schema/${name}.json`,
      `${JSON.stringify(selfContained(document, name), null, 2)}\n`,
    ]),
  );
}

function selfContained(document: Document, name: string): object {
  const { title, version, 'x-revision': revision } = document.info;
  const definitions = new Map<string, Schema>();
  collect(document, name, definitions);
  const { [name]: root, ...others } = Object.fromEntries(
    [...definitions].map(([shape, schema]) => [shape, withLocalReferences(schema, name)]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:${kebabCase(document.info['x-client-name'])}:${revision ?? version}:${name}`,
    title: `${name} (${title})`,
    ...root,
    ...(Object.keys(others).length && { $defs: others }),
  };
}

function collect(document: Document, name: string, into: Map<string, Schema>): void {
  if (into.has(name)) return;
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`#/components/schemas/${name} is not in this contract`);
  into.set(name, schema);
  mapSchema(schema, (inner) => {
    if (inner.$ref) collect(document, componentName(inner)!, into);
    return inner;
  });
}

function withLocalReferences(schema: Schema, root: string): Schema {
  return mapSchema(schema, (inner) => {
    const target = componentName(inner);
    return plainSchema(target ? { ...inner, $ref: target === root ? '#' : `#/$defs/${target}` } : inner);
  });
}
