import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Document, Schema } from '../../scripts/contract/document.ts';
import { mapSchema } from '../../scripts/contract/schema.ts';

const addedShapes = new URL('../added-operations/openapi/components/schemas/', import.meta.url);

/** Adds the shapes of the added operations to a contract. */
export async function withAddedOperations(contract: Document): Promise<Document> {
  const schemas = await Promise.all(
    (await readdir(addedShapes)).map(async (file): Promise<[string, Schema]> => {
      const schema: Schema = parse(await readFile(new URL(file, addedShapes), 'utf8'));
      return [file.replace(/\.yaml$/, ''), mapSchema(schema, withLocalReference)];
    }),
  );
  return withSchemas(contract, Object.fromEntries(schemas));
}

function withLocalReference(schema: Schema): Schema {
  return schema.$ref ? { ...schema, ...reference(schema.$ref.replace(/\.yaml$/, '')) } : schema;
}

/** Adds shapes that use what the contract does not need yet. */
export function everyKeyword(contract: Document): Document {
  return withSchemas(contract, {
    Flag: { type: 'boolean' },
    Nothing: { type: 'null' },
    TextOrNull: { type: ['string', 'null'] as never, maxLength: 3 },
    Name: { type: 'string', minLength: 2, maxLength: 4 },
    Code: { type: 'string', pattern: '^[A-F]\\d{2,4}(?:x|yz)?$' },
    Digits: { type: 'string', pattern: '[0-9]{2}' },
    Word: { type: 'string', pattern: '^\\w+(?:[.\\-]\\w+)*|-$' },
    Key: { type: 'string', minLength: 3, maxLength: 12, pattern: '^[a-z]+[0-9]*$' },
    Printable: { type: 'string', pattern: '^[^\\x00-\\x1f\\u007F\\u{1f600}]+$' },
    Title: { type: 'string', minLength: 1, maxLength: 20, pattern: '^(?!draft)(?!aws:|AWS:)[\\w\\s:]*$' },
    Ratio: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    Temperature: { type: 'number', minimum: -273.15, maximum: 1e9 },
    Step: { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 5 },
    Tags: { type: 'object', additionalProperties: reference('Name'), minProperties: 1, maxProperties: 3 },
    Tree: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: reference('Name'), branches: { type: 'array', items: reference('Tree') } },
    },
    Oddities: {
      type: 'object',
      required: ['a/b~c'],
      properties: {
        'a/b~c': reference('Tags'),
        'x y': { type: 'integer', enum: [1, 2] },
        tree: reference('Tree'),
      },
    },
    Pair: { type: 'array', minItems: 2, maxItems: 3, items: reference('Oddities') },
  });
}

function reference(shape: string): Schema {
  return { $ref: `#/components/schemas/${shape}` };
}

function withSchemas(contract: Document, schemas: Record<string, Schema>): Document {
  return {
    ...contract,
    components: { ...contract.components, schemas: { ...contract.components.schemas, ...schemas } },
  };
}
