import { describe, expect, test } from 'vitest';
import {
  type Document,
  type ParameterObject,
  type ResponseObject,
  readDocument,
  type Schema,
} from '../../scripts/contract/document.ts';
import { listOperations, type Operation } from '../../scripts/contract/operations.ts';
import { splitIntroduction } from '../../scripts/generators/docs/introduction.ts';
import { prepareDocument } from '../../scripts/generators/docs/prepare-document.ts';

interface Prepared {
  paths: Document['paths'];
  components: { schemas: Record<string, Schema>; parameters: Record<string, ParameterObject> };
  tags: { name: string; description: string }[];
  'x-tagGroups': { name: string; tags: string[] }[];
}

const contract = await readDocument('generated/openapi.json');
const operations = listOperations(contract);
const errorNames = (common: boolean) =>
  operations
    .flatMap(({ errors }) => errors.filter((error) => error.common === common))
    .map(({ name }) => name);

function prepare(change: (document: Document) => void): Prepared {
  const document = structuredClone(contract);
  change(document);
  return prepareDocument(document) as Prepared;
}

describe('the introduction', () => {
  test('is split at its headings', () => {
    expect(splitIntroduction('Hello.\n\n# One\n\n1\n# Two\n2\n')).toEqual({
      summary: 'Hello.',
      sections: [
        { heading: 'One', text: '1' },
        { heading: 'Two', text: '2' },
      ],
    });
  });

  test('keeps a comment in a block of code', () => {
    const { sections } = splitIntroduction('# One\n```sh\n# no heading\n```\n');
    expect(sections).toEqual([{ heading: 'One', text: '```sh\n# no heading\n```' }]);
  });

  test('is refused with a heading that Redoc would hide', () => {
    expect(() => splitIntroduction('# One\n\n## Two\n')).toThrow(
      '"## Two" in the introduction has to be of the first level: "# Two"',
    );
  });
});

describe('an error', () => {
  test('of two operations stands there once, and names both', () => {
    const [name] = errorNames(false);
    const models = ({ errors }: Operation) => errors.some((error) => error.name === name && !error.common);
    const { method, object } = operations.find(models)!;
    const { tags } = prepare((document) => {
      document.paths['/Other'] = { [method]: { ...object, operationId: 'Other' } };
    });
    const ids = operations.filter(models);
    const found = tags.filter((tag) => tag.name === name);
    expect(found.map(({ description }) => description.split('\n')[0])).toEqual([
      `An error of ${[...ids.map(({ id }) => `\`${id}\``), '`Other`'].join(', ')}.`,
    ]);
  });

  test('that is common to all stands in a group of its own', () => {
    const { 'x-tagGroups': groups } = prepare(() => {});
    expect(groups.map(({ name }) => name)).toEqual(['Operations', 'Guide', 'Errors', 'Common errors']);
    expect(new Set(groups[2]!.tags)).toEqual(new Set(errorNames(false)));
    const onlyCommon = errorNames(true).filter((name) => !errorNames(false).includes(name));
    expect(new Set(groups[3]!.tags)).toEqual(new Set(onlyCommon));
  });
});

describe('what Redoc shows of no schema is in the description of', () => {
  const schema = { type: 'string', pattern: '^a|b$', 'x-extensible-enum': ['a', 'b'] };
  const words = 'Pattern: `^a|b$`\n\nKnown values: `a`, `b`; others may follow.';
  const parameter: ParameterObject = { name: 'letter', in: 'query', description: 'A letter.', schema };
  const described = `A letter.\n\n${words}`;

  test('a schema', () => {
    const { components } = prepare(({ components }) => {
      components.schemas['Letter'] = { ...schema, description: 'A letter.' };
    });
    expect(components.schemas['Letter']!.description).toBe(described);
  });

  test('a parameter of an operation', () => {
    const { path, method } = operations[0]!;
    const { paths } = prepare((document) => {
      document.paths[path]![method]!.parameters = [parameter];
    });
    expect(paths[path]![method]!.parameters).toMatchObject([{ description: described }]);
  });

  test('a parameter of a path', () => {
    const { path } = operations[0]!;
    const { paths } = prepare((document) => {
      Object.assign(document.paths[path]!, { parameters: [parameter] });
    });
    expect(paths[path]!['parameters']).toMatchObject([{ description: described }]);
  });

  test('a parameter with a name', () => {
    const { components } = prepare((document) => {
      document.components['parameters'] = { Letter: parameter };
    });
    expect(components.parameters['Letter']!.description).toBe(described);
  });

  test('a parameter whose schema has a name', () => {
    const { components } = prepare((document) => {
      document.components.schemas['Letter'] = schema;
      const named = { ...parameter, schema: { $ref: '#/components/schemas/Letter' } };
      document.components['parameters'] = { Letter: named };
    });
    expect(components.parameters['Letter']!.description).toBe(described);
  });

  test('a parameter that only its schema describes', () => {
    const { components } = prepare((document) => {
      const { description: _, ...bare } = parameter;
      document.components['parameters'] = {
        Letter: { ...bare, schema: { ...schema, description: 'One letter.' } },
      };
    });
    expect(components.parameters['Letter']!.description).toBe(`One letter.\n\n${words}`);
  });

  test('a header', () => {
    const { path, method } = operations[0]!;
    const { paths } = prepare((document) => {
      const headers = { 'x-letter': { description: 'A letter.', schema } };
      document.paths[path]![method]!.responses['200'] = { description: 'It has a header.', headers };
    });
    const { headers } = paths[path]![method]!.responses['200'] as ResponseObject;
    expect(headers).toHaveProperty('x-letter.description', described);
  });
});

test('schemas with the same content are told apart by their titles, by which Redoc calls them', () => {
  const { components } = prepare(({ components }) => {
    components.schemas['Letter'] = { type: 'string' };
    components.schemas['Character'] = { type: 'string' };
  });
  expect(components.schemas).toMatchObject({
    Letter: { title: 'Letter' },
    Character: { title: 'Character' },
  });
});

test('the contract itself stays as it is', () => {
  const before = structuredClone(contract);
  prepareDocument(contract);
  expect(contract).toEqual(before);
});
