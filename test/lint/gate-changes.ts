import { type Change, nameOf, set, withProperty } from './changes.ts';
import type { Value } from './contract-copy.ts';

/** Ways to break a contract so that it cannot be read. */
export const readingChanges: Change[] = [
  {
    rule: 'files-are-yaml',
    change: 'a file is no YAML',
    async make(contract) {
      const { file } = await contract.take('components/schemas');
      await contract.write(file, 'description: one: two\n');
      return [{ file, path: [] }];
    },
  },
  {
    rule: 'files-can-be-read',
    change: 'a reference names a file that is missing',
    async make(contract) {
      const { file } = await contract.paginated();
      return set(
        contract,
        { file, path: ['post', 'responses', '400', '$ref'] },
        '../components/responses/None.yaml',
      );
    },
  },
  {
    rule: 'references-lead-somewhere',
    change: 'a reference names a node that is missing',
    async make(contract) {
      const { file } = await contract.paginated();
      return set(
        contract,
        { file, path: ['post', 'responses', '403', '$ref'] },
        '#/components/responses/None',
      );
    },
  },
];

/** Ways to stop Redocly before it has checked anything. */
export const structureChanges: Change[] = [
  {
    rule: 'redocly-can-check-it',
    change: 'the tags are no list',
    async make(contract) {
      await contract.edit('openapi.yaml', (document) => document.setIn(['tags'], true));
      return [{ file: 'openapi.yaml', path: [] }];
    },
  },
];

/** Ways to break what Redocly does not check. */
export const gateChanges: Change[] = [
  {
    rule: 'every-file-is-referenced',
    change: 'a file is left over',
    async make(contract) {
      await contract.write('components/examples/Forgotten.yaml', 'value: 1\n');
      return [{ file: 'components/examples/Forgotten.yaml', path: [] }];
    },
  },
  {
    rule: 'strings-stay-strings',
    change: 'the version is a date in YAML 1.1',
    async make(contract) {
      await contract.edit('openapi.yaml', (document) => {
        const version = document.getIn(['info', 'version'], true) as { type: string };
        version.type = 'PLAIN';
      });
      return [{ file: 'openapi.yaml', path: ['info', 'version'] }];
    },
  },
  {
    rule: 'schemas-compile',
    change: 'a pattern is not valid in Unicode mode',
    async make(contract) {
      const { file, value } = await contract.take(
        'components/schemas',
        ({ pattern }) => pattern !== undefined,
      );
      return set(contract, { file, path: ['pattern'] }, `${value['pattern']}|\\-`);
    },
  },
  {
    rule: 'schemas-compile',
    change: 'a constraint does not fit the type',
    async make(contract) {
      const { file } = await contract.take('components/schemas', ({ type }) => type === 'array');
      return set(contract, { file, path: ['minLength'] }, 1);
    },
  },
];

/** Ways to give a value that its schema does not take. */
export const exampleChanges: Change[] = [
  {
    rule: 'examples-are-valid',
    change: 'an example beside a reference is too short',
    async make(contract) {
      const { file, value } = await contract.take('components/schemas', withProperty(hasExample));
      return set(
        contract,
        { file, path: ['properties', nameOf(value.properties, hasExample), 'examples', 0] },
        '',
      );
    },
  },
  {
    rule: 'examples-are-valid',
    change: 'an example of a header is too short',
    async make(contract) {
      const { file } = await contract.take('components/headers');
      return set(contract, { file, path: ['schema', 'examples', 0] }, '');
    },
  },
  {
    rule: 'examples-are-valid',
    change: 'a member of an example is of another type',
    async make(contract) {
      const { file, value } = await contract.take('components/examples', ({ value }) => hasNumber(value));
      const member = nameOf(value['value'] as Record<string, unknown>, (item) => typeof item === 'number');
      return set(contract, { file, path: ['value', member] }, 'many');
    },
  },
  {
    rule: 'examples-are-valid',
    change: 'an example of a request has an unknown member',
    async make(contract) {
      const { file } = await contract.take('components/examples', ({ value }) => hasNumber(value));
      return set(contract, { file, path: ['value', 'invented'], at: 'key' }, true);
    },
  },
  {
    rule: 'no-invalid-media-type-examples',
    change: 'an example of a response has an unknown member',
    async make(contract) {
      const { file } = await contract.take('components/examples', (example) => 'x-error' in example);
      return set(contract, { file, path: ['value', 'invented'], at: 'key' }, true);
    },
  },
  {
    rule: 'known-values-fit-their-schema',
    change: 'a known value is shorter than its schema takes',
    async make(contract) {
      const { file, value } = await contract.take('components/schemas', withProperty(isOpenSet));
      const path = ['properties', nameOf(value.properties, isOpenSet), 'x-extensible-enum', 0];
      return set(contract, { file, path }, '');
    },
  },
];

function hasExample({ $ref, examples }: Value): boolean {
  return $ref === 'NonEmptyString.yaml' && Array.isArray(examples);
}

function isOpenSet(property: Value): boolean {
  return Array.isArray(property['x-extensible-enum']);
}

function hasNumber(value: unknown): boolean {
  return Object.values(value as object).some((member) => typeof member === 'number');
}
