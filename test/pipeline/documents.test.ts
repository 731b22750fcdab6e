import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type Document,
  type ResponseObject,
  readDocument,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import { jsonBody, listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { mapSchemas } from '../../scripts/contract/schema.ts';
import { describeConstraints } from '../../scripts/contract/words.ts';
import { readFolder } from '../../scripts/files.ts';
import { runRedocly } from '../../scripts/redocly/cli.ts';

const generated = fileURLToPath(new URL('../../generated/', import.meta.url));
const files = await readFolder(generated);
const document = await readDocument(`${generated}openapi.yaml`);

function listSchemas(from: Document): Schema[] {
  const schemas: Schema[] = [];
  mapSchemas(from, (schema) => {
    schemas.push(schema);
    return schema;
  });
  return schemas;
}

test('the bundle is the same in YAML and in JSON, and says not to edit it', () => {
  expect(JSON.parse(files.get('openapi.json')!)).toEqual(document);
  expect(files.get('openapi.yaml')).toMatch(/^# .*do not edit/);
});

describe('the bundle', () => {
  test('has the type and the values of every closed set in one place', () => {
    const closed = listSchemas(document).filter((schema) => schema.enum);
    expect(closed.length).toBeGreaterThan(0);
    for (const schema of closed) expect(schema).toMatchObject({ type: 'string' });
  });

  test('names every response in Go unlike the type that oapi-codegen makes for it', () => {
    const operations = listOperations(document);
    expect(operations.length).toBeGreaterThan(0);
    for (const { id, response } of operations) {
      const schema = document.components.schemas[response!]!;
      expect(schema['x-go-name'] ?? response).not.toBe(`${id}Response`);
    }
  });

  test('has links whose expressions lead to properties of the request and the response', () => {
    const links = listLinks(document);
    expect(links.length).toBeGreaterThan(0);
    for (const { from, link } of links) {
      const target = listOperations(document).find(({ id }) => id === link.operationId)!;
      const expressions = [
        ...link.requestBody.matchAll(/"(\w+)": "?\{\$(request|response)\.body#\/(\w+)\}/g),
      ];
      expect(expressions.length).toBeGreaterThan(0);
      for (const [, property, side, source] of expressions) {
        expect(document.components.schemas[target.request!]!.properties).toHaveProperty(property!);
        expect(document.components.schemas[from[side as 'request' | 'response']!]!.properties).toHaveProperty(
          source!,
        );
      }
    }
  });
});

interface Link {
  operationId: string;
  requestBody: string;
}

function listLinks(from: Document): { from: Operation; link: Link }[] {
  return listOperations(from).flatMap((operation) => {
    const response = operation.object.responses[operation.status]!;
    const { links = {} } = resolve<ResponseObject>(from, response) as { links?: Record<string, Link> };
    return Object.values(links).map((link) => ({ from: operation, link: resolve<Link>(from, link) }));
  });
}

test('the README names every file, and no file twice', () => {
  const named = [...files.get('README.md')!.matchAll(/^\| `(.+?)` \|/gm)].map(([, path]) => path!);
  expect(new Set(named).size).toBe(named.length);
  for (const path of files.keys()) {
    const covers = (name: string) => path === name || path.startsWith(name.replace(/<.*|(?<=\/)$/, ''));
    expect(path === 'README.md' || named.some(covers), path).toBe(true);
  }
});

describe('the OpenAPI 3.0 document', () => {
  const read = () => JSON.parse(files.get('openapi-3.0.json')!) as Document;

  test('breaks none of the recommended rules, nor does that of a revision', async () => {
    const documents = [...files.keys()].filter((path) => path.endsWith('openapi-3.0.json'));
    expect(documents.length).toBeGreaterThan(1);
    await runRedocly(['lint', ...documents, '--extends=recommended-strict'], generated);
  });

  test('has the operations of the contract and nothing that 3.0 lacks', () => {
    const converted = read();
    expect(converted.openapi).toMatch(/^3\.0\./);
    expect(Object.keys(converted.paths)).toEqual(Object.keys(document.paths));
    expect(converted).not.toHaveProperty('jsonSchemaDialect');
    expect(converted.info).not.toHaveProperty('summary');
    for (const schema of listSchemas(converted)) expect(schema).not.toHaveProperty('examples');
  });

  test('has nothing next to a $ref', () => {
    const references = listSchemas(read()).filter((schema) => schema.$ref);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) expect(Object.keys(reference)).toEqual(['$ref']);
  });

  test('keeps the values of every closed and open set', () => {
    const values = (from: Document) =>
      listSchemas(from).flatMap((schema) => schema.enum ?? schema['x-extensible-enum'] ?? []);
    expect(new Set(values(read()))).toEqual(new Set(values(document)));
  });

  test('has the common errors under the range of their status, and no `default`', () => {
    const converted = read();
    for (const { path, method, errors } of listOperations(document)) {
      const { responses } = converted.paths[path]![method]!;
      expect(responses).not.toHaveProperty('default');
      for (const range of ['4XX', '5XX']) {
        const response = resolve<ResponseObject>(converted, responses[range]!);
        const { schema } = response.headers!['X-Amzn-Errortype'] as { schema: Schema };
        const names = errors
          .filter(({ common, status }) => common && String(status).startsWith(range[0]!))
          .map(({ name }) => name);
        expect(names).not.toEqual([]);
        expect(Object.keys(jsonBody(response).examples!)).toEqual(names);
        expect(schema['x-extensible-enum']).toEqual(names);
      }
    }
  });
});

describe('the types', () => {
  test('have an alias for every shape', () => {
    for (const shape of Object.keys(document.components.schemas)) {
      expect(files.get('types.ts')).toContain(`export type ${shape} = components['schemas']['${shape}'];`);
    }
  });

  test('state an open set as its known values and any other string', () => {
    const open = listSchemas(document).filter((schema) => schema['x-extensible-enum']);
    expect(open.length).toBeGreaterThan(0);
    for (const { 'x-extensible-enum': known } of open) {
      const union = [...known!.map((value) => JSON.stringify(value)), '(string & {})'].join(' | ');
      expect(files.get('types.ts')).toContain(`: ${union};`);
    }
  });

  test('state a closed set as its values alone', () => {
    const closed = listSchemas(document).filter((schema) => schema.enum);
    expect(closed.length).toBeGreaterThan(0);
    for (const schema of closed) {
      const union = schema.enum!.map((value) => JSON.stringify(value)).join(' | ');
      expect(files.get('types.ts')).toContain(`: ${union};`);
    }
  });

  test('state every constraint in a comment', () => {
    const constrained = listSchemas(document).flatMap(describeConstraints);
    expect(constrained.length).toBeGreaterThan(0);
    const comments = files.get('types.ts')!.toLowerCase();
    for (const constraint of constrained) expect(comments).toContain(constraint.toLowerCase());
  });
});

test('the docs forbid the browser every request', () => {
  const page = files.get('docs/index.html')!;
  expect(page).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none';`);
  expect(page).not.toMatch(/<script[^>]+src=|<link[^>]+href=(?!"data:)/);
});
