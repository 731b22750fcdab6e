import { describe, expect, test } from 'vitest';
import { type Document, readDocument } from '../../scripts/contract/document.ts';
import { splitIntroduction } from '../../scripts/generators/docs/introduction.ts';
import { prepareDocument } from '../../scripts/generators/docs/prepare-document.ts';

interface Prepared {
  tags: { name: string; description: string }[];
  'x-tagGroups': { name: string; tags: string[] }[];
}

const contract = await readDocument('generated/openapi.json');

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
    const { tags } = prepare((document) => {
      const { post } = document.paths['/ListImageScanFindings']!;
      document.paths['/Other'] = { post: { ...post!, operationId: 'Other' } };
    });
    const found = tags.filter(({ name }) => name === 'ClientException');
    expect(found.map(({ description }) => description.split('\n')[0])).toEqual([
      'An error of `ListImageScanFindings`, `Other`.',
    ]);
  });

  test('that is common to all stands in a group of its own', () => {
    const { 'x-tagGroups': groups } = prepare(() => {});
    expect(groups.map(({ name }) => name)).toEqual(['Operations', 'Guide', 'Errors', 'Common errors']);
    expect(groups[2]!.tags).toContain('ServiceException');
    expect(groups[3]!.tags).toContain('InternalFailure');
  });
});

test('the contract itself stays as it is', () => {
  const before = structuredClone(contract);
  prepareDocument(contract);
  expect(contract).toEqual(before);
});
