import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import type { Schema } from '../../contract/document.ts';
import { parsePointer } from '../../contract/json-pointer.ts';
import { mapInner, plainSchema } from '../../contract/schema.ts';
import { createAjv } from '../compile.ts';
import { type Cursor, type Rule, visitSchemas } from '../cursor.ts';

interface Mistake {
  path: string[];
  message: string;
}

/** Every schema compiles in ajv's strict mode; a validator that ignored a broken one would accept everything. */
export const schemasCompile: Rule = () => {
  const ajv = createAjv();
  return visitSchemas((schema, { report }) => {
    const { location } = schema;
    for (const { path, message } of mistakes(ajv, alone(schema))) {
      report({ message, location: path.length === 0 ? location : location.child(path) });
    }
  });
};

/** The schemas that a schema contains and refers to are visited separately. */
function alone(schema: Cursor): Schema {
  const type = schema.keyword('type');
  const plain = plainSchema(schema.node as Schema, ['$ref']);
  return mapInner(
    type === undefined ? plain : { ...plain, type: type as string },
    () => true as unknown as Schema,
  );
}

function mistakes(ajv: Ajv2020, schema: Schema): Mistake[] {
  if (!ajv.validateSchema(schema)) return ajv.errors!.flatMap(keywordMistakes);
  const message = compileError(ajv, schema);
  if (!message) return [];
  const culprit = Object.keys(schema).find((keyword) => {
    const { [keyword]: _, ...rest } = schema;
    return !compileError(ajv, rest);
  });
  return [{ path: culprit === undefined ? [] : [culprit], message }];
}

/** Leaves out errors that only say that another one is further inside. */
function keywordMistakes({ keyword, instancePath, message }: ErrorObject): Mistake[] {
  if (['allOf', 'anyOf', '$ref', '$dynamicRef'].includes(keyword)) return [];
  const path = parsePointer(instancePath);
  return [{ path, message: `${path.length === 0 ? 'The schema' : `\`${path.at(-1)}\``} ${message}.` }];
}

function compileError(ajv: Ajv2020, schema: Schema): string | undefined {
  try {
    ajv.compile(schema);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
