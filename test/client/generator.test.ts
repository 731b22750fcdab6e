import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import type { Document } from '../../scripts/contract/document.ts';
import { generateClient } from '../../scripts/generators/client.ts';
import { generateTypes } from '../../scripts/generators/types.ts';
import { document, operation } from './harness.ts';

/** The error that generating a client of a changed contract ends with. */
async function refusal(change: (contract: Document) => void): Promise<string> {
  const contract = structuredClone(document);
  change(contract);
  const error: Error = await generateClient({ document: contract, yaml: '' }).then(
    () => new Error('no error'),
    (error) => error,
  );
  return error.message;
}

const shape = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const scalar = Object.entries(document.components.schemas).find(([, { type }]) => type === 'string')![0];
const limit = { name: 'limit', in: 'query', schema: shape(scalar) };

test.for<[string, object, string]>([
  ['in a header', { ...limit, in: 'header' }, 'is in the header'],
  ['without a named shape', { ...limit, schema: { type: 'string' } }, 'must refer to a schema'],
  ['that is an object', { ...limit, schema: shape(operation.request!) }, 'is of type object'],
  ['with a style', { ...limit, style: 'pipeDelimited' }, 'sets a style'],
  [
    'named like a property of the body',
    { ...limit, name: operation.paginated!.pageSize },
    'has the name of a property of the body',
  ],
])('a parameter %s is refused', async ([, parameter, reason]) => {
  const message = await refusal(({ paths }) => {
    Object.assign(paths[operation.path]![operation.method]!, { parameters: [parameter] });
  });
  expect(message).toMatch(new RegExp(`^the parameter \\w+ of ${operation.id} ${reason}`));
});

test('a contract without a signing name is refused', async () => {
  const message = await refusal(({ components }) => {
    for (const scheme of Object.values(components['securitySchemes']!)) {
      delete (scheme as Record<string, unknown>)['x-sigv4'];
    }
  });
  expect(message).toMatch('components.securitySchemes needs a scheme with x-sigv4');
});

test('a contract that lists items without a name is refused', async () => {
  const message = await refusal(({ components }) => {
    const { items } = operation.paginated!;
    components.schemas[operation.response!]!.properties![items] = {
      type: 'array',
      items: { type: 'object' },
    };
  });
  expect(message).toMatch(`the items that ${operation.id} lists as ${operation.paginated!.items} must refer`);
});

test('nothing of the client is generated from another place than the contract', async () => {
  const contract: Document = JSON.parse(
    JSON.stringify(document).replaceAll('imagebuilder', 'otherbuilder').replaceAll('ScanFinding', 'Thing'),
  );
  const client = (await generateClient({ document: contract, yaml: '' })).get('client.ts');
  expect(client!.replaceAll(packageJson.name, '')).not.toMatch(/imagebuilder|ScanFinding/);
  expect(client).toContain('export function createImageThingsClient');
});

test('the comment of every timestamp says that it is in epoch seconds, and how to convert it', async () => {
  const types = (await generateTypes({ document, yaml: '' })).get('types.ts')!;
  const comments = [
    ...types.matchAll(/\/\*\*((?:(?!\*\/).)*?)\*\/\s*\w+\??: components\["schemas"\]\["\w+Timestamp"\]/gs),
  ];
  expect(comments.length).toBeGreaterThan(0);
  for (const [, comment] of comments) expect(comment).toMatch(/epoch seconds; `toDate`/);
});
