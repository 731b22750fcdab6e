import { access } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Document, readDocument, type Schema } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { listDownloads, readReference, splitAtHeadings } from '../../scripts/generators/docs/reference.ts';
import { startMock } from '../interop/mock-environment.ts';

const contract = await readDocument('generated/openapi.json');
const [first] = listOperations(contract);

/** Reads what the docs say about a changed contract. */
function readChanged(change: (document: Document) => void) {
  const document = structuredClone(contract);
  change(document);
  return readReference({ document, yaml: '' });
}

/** Describes the properties that the first operation's response has with another schema. */
function readResponse(schema: Schema, schemas: Record<string, Schema> = {}) {
  const reference = readChanged(({ components }) => {
    Object.assign(components.schemas, schemas, { [first!.response!]: schema });
  });
  return reference.operations[0]!.response.properties;
}

describe('the introduction', () => {
  test('is split at its headings of the first level', () => {
    expect(splitAtHeadings('Hello.\n\n# One\n\n1\n# Two\n2\n\n## Three\n')).toEqual([
      { heading: '', text: 'Hello.' },
      { heading: 'One', text: '1' },
      { heading: 'Two', text: '2\n\n## Three' },
    ]);
  });

  test('keeps a comment in a block of code', () => {
    expect(splitAtHeadings('# One\n```sh\n# no heading\n```\n')[1]).toEqual({
      heading: 'One',
      text: '```sh\n# no heading\n```',
    });
  });
});

describe('a property', () => {
  test('has the path, type, constraints, values and description of its own place', () => {
    const level = { type: 'string', description: 'Any level.', pattern: '^[A-Z]+$', examples: ['HIGH'] };
    const properties = {
      level: { $ref: '#/components/schemas/Level', description: 'How loud.', 'x-extensible-enum': ['HIGH'] },
      count: { type: 'integer', minimum: 1, maximum: 9, description: 'How many.' },
    };
    const [loud, many] = readResponse({ type: 'object', required: ['count'], properties }, { Level: level });
    expect(loud).toEqual({
      id: `${first!.id}-response-level`,
      path: 'level',
      depth: 0,
      type: 'string',
      required: false,
      constraints: ['matches `^[A-Z]+$`'],
      notes: ['Known values: `HIGH`; others may follow.'],
      description: 'How loud.',
      examples: ['HIGH'],
    });
    expect(many).toMatchObject({ type: 'integer', required: true, constraints: ['from 1 to 9'] });
  });

  test('with an enum has its values, and no constraint besides', () => {
    const schema = { type: 'string', pattern: '^[a-z]$', enum: ['a', 'b'] };
    const [letter] = readResponse({ type: 'object', properties: { letter: schema } });
    expect(letter).toMatchObject({ notes: ['Allowed values: `a`, `b`.'], constraints: [] });
  });

  test('that is a list or a map comes before what is in it', () => {
    const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
    const properties = {
      tags: { type: 'object', additionalProperties: reference('Name') },
      parts: { type: 'array', items: reference('Part') },
      names: { type: 'array', items: reference('Name') },
    };
    const listed = readResponse(
      { type: 'object', properties },
      {
        Name: { type: 'string' },
        Part: { type: 'object', properties: { name: reference('Name') } },
      },
    );
    expect(listed.map(({ path, type, depth }) => [path, type, depth])).toEqual([
      ['tags', 'map of strings', 0],
      ['tags.*', 'string', 1],
      ['parts', 'array of Part objects', 0],
      ['parts[].name', 'string', 1],
      ['names', 'array of strings', 0],
      ['names[]', 'string', 1],
    ]);
  });

  test('whose schema contains itself is described once', () => {
    const Part: Schema = { type: 'object', properties: { part: { $ref: '#/components/schemas/Part' } } };
    const listed = readResponse(
      { type: 'object', properties: { part: { $ref: '#/components/schemas/Part' } } },
      { Part },
    );
    expect(listed.map(({ path }) => path)).toEqual(['part', 'part.part']);
  });

  test('whose schema contains a list of itself is described once', () => {
    const properties = { parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } } };
    const listed = readResponse({ type: 'object', properties }, { Part: { type: 'object', properties } });
    expect(listed.map(({ path }) => path)).toEqual(['parts', 'parts[].parts']);
  });

  test('in the path or the query comes before the body', () => {
    const { operations } = readChanged(({ paths }) => {
      paths[first!.path]![first!.method]!.parameters = [
        {
          name: 'letter',
          in: 'query',
          description: 'A letter.',
          schema: { type: 'string', pattern: '^[a-z]$' },
        },
      ];
    });
    const [letter, ...body] = operations[0]!.request!.properties;
    expect(letter).toMatchObject({
      path: 'letter',
      description: 'A letter.',
      constraints: ['matches `^[a-z]$`'],
    });
    expect(body).toEqual(readChanged(() => {}).operations[0]!.request!.properties);
  });

  test('has the constraints of each revision that changes them', () => {
    const limit = (maximum?: number) => {
      const document = structuredClone(contract);
      const count = { type: 'integer', minimum: 1, ...(maximum && { maximum }) };
      document.components.schemas[first!.response!] = { type: 'object', properties: { count } };
      return document;
    };
    const revisions = [
      { date: '2030-01-01', document: limit(5), yaml: '' },
      { date: '2031-01-01', document: limit(5), yaml: '' },
      { date: '2032-01-01', document: limit(), yaml: '' },
    ];
    const { operations } = readReference({ document: limit(2), yaml: '', revisions });
    expect(operations[0]!.response.properties[0]).toMatchObject({
      constraints: ['from 1 to 2'],
      notes: ['Since 2030-01-01: from 1 to 5.', 'Since 2032-01-01: at least 1.'],
    });
  });
});

describe('an error', () => {
  const [modelled] = first!.errors.filter(({ common }) => !common);

  test('of two operations is listed once, with both', () => {
    const { chapters } = readChanged(({ paths }) => {
      paths['/Other'] = { [first!.method]: { ...first!.object, operationId: 'Other' } };
    });
    const errors = chapters.flatMap((chapter) => chapter.errors);
    const models = listOperations(contract).filter(({ errors }) =>
      errors.some(({ name, common }) => name === modelled!.name && !common),
    );
    expect(errors.filter(({ name }) => name === modelled!.name)).toMatchObject([
      { operations: [...models.map(({ id }) => id), 'Other'] },
    ]);
  });

  test('that every operation can return comes after those of operations', () => {
    const { chapters } = readReference({ document: contract, yaml: '' });
    const areCommon = chapters.map(({ errors }) => errors.map(({ operations }) => operations.length === 0));
    expect(areCommon.map((common) => [...new Set(common)])).toEqual([[false], [true]]);
  });
});

test('a request and a response of the same name are one example', () => {
  const [operation] = readReference({ document: contract, yaml: '' }).operations;
  expect(operation!.examples.length).toBeGreaterThan(1);
  expect(operation!.examples[0]).toMatchObject({ request: { summary: /./ }, response: { summary: /./ } });
});

describe('every file that the docs link to is there', () => {
  const schemas = Object.keys(contract.components.schemas);
  const downloads = listDownloads({ schemas });
  const links = [
    '../docs/index.md',
    ...downloads.documents.map(({ path }) => `../${path}`),
    ...downloads.schemas.flatMap(({ schema, vectors }) => [`../${schema}`, `../${vectors}`]),
  ];

  test('for the page on disk', async () => {
    expect(links.length).toBe(4 + 2 * schemas.length);
    const folder = new URL('../../generated/docs/', import.meta.url);
    for (const link of links) await access(new URL(link, folder));
  });

  test('for the page that the mock serves', async () => {
    const { mock } = await startMock();
    const responses = links.map(async (link) => ({
      link,
      status: (await fetch(new URL(link, `${mock.url}/docs`))).status,
    }));
    expect((await Promise.all(responses)).filter(({ status }) => status !== 200)).toEqual([]);
  });
});
