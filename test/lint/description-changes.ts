import { type Change, nameOf, remove, set, withProperty } from './changes.ts';
import type { ContractCopy } from './contract-copy.ts';

const unfinished = 'No full stop at the end of this';

/** Ways to leave something without a description. */
export const descriptionChanges: Change[] = [
  {
    rule: 'rule/every-operation-has-a-description',
    change: 'the description of an operation has no full stop',
    make: (contract) => describe(contract, 'paths', ['post', 'description']),
  },
  {
    rule: 'rule/every-request-body-has-a-description',
    change: 'the description of a request body has no full stop',
    make: (contract) => describe(contract, 'paths', ['post', 'requestBody', 'description']),
  },
  {
    rule: 'rule/every-parameter-has-a-description',
    change: 'a parameter has an empty description',
    async make(contract) {
      const { file } = await contract.paginated();
      const { file: schema } = await contract.first('components/schemas');
      const parameter = { name: 'trace', in: 'query', description: '', schema: { $ref: `../${schema}` } };
      await contract.edit(file, (document) =>
        document.setIn(['parameters'], document.createNode([parameter])),
      );
      return [{ file, path: ['parameters', 0, 'description'] }];
    },
  },
  {
    rule: 'rule/every-response-has-a-description',
    change: 'the description of a response has no full stop',
    make: (contract) => describeTaken(contract, 'components/responses'),
  },
  {
    rule: 'rule/every-header-has-a-description',
    change: 'a header has no description',
    async make(contract) {
      const { file } = await contract.take('components/headers');
      return remove(contract, file, ['description'], { path: [] });
    },
  },
  {
    rule: 'rule/every-example-has-a-description',
    change: 'an example has no description',
    async make(contract) {
      const { file } = await contract.take('components/examples');
      return remove(contract, file, ['description'], { path: [] });
    },
  },
  {
    rule: 'rule/every-example-has-a-summary',
    change: 'the summary of an example is empty',
    async make(contract) {
      const { file } = await contract.take('components/examples');
      return set(contract, { file, path: ['summary'] }, '');
    },
  },
  {
    rule: 'rule/every-server-has-a-description',
    change: 'the description of a server has no full stop',
    make: (contract) => describeTaken(contract, 'servers'),
  },
  {
    rule: 'rule/every-server-variable-has-a-description',
    change: 'a variable of a server has no description',
    async make(contract) {
      const { file, value } = await contract.take('servers', ({ variables }) => variables !== undefined);
      const path = ['variables', nameOf(value['variables'] as object as Record<string, unknown>, () => true)];
      return remove(contract, file, [...path, 'description'], { path });
    },
  },
  {
    rule: 'rule/every-tag-has-a-description',
    change: 'the description of a tag has no full stop',
    make: (contract) => set(contract, { file: 'openapi.yaml', path: ['tags', 0, 'description'] }, unfinished),
  },
  {
    rule: 'rule/every-security-scheme-has-a-description',
    change: 'a security scheme has no description',
    async make(contract) {
      const { file } = await contract.take('components/securitySchemes');
      return remove(contract, file, ['description'], { path: [] });
    },
  },
  {
    rule: 'contract/every-schema-has-a-description',
    change: 'a schema has no description',
    async make(contract) {
      const { file } = await contract.take('components/schemas');
      return remove(contract, file, ['description'], { path: [] });
    },
  },
  {
    rule: 'contract/every-schema-has-a-description',
    change: 'a property has no description beside its reference',
    async make(contract) {
      const { file, value } = await contract.take(
        'components/schemas',
        withProperty(({ $ref }) => !!$ref),
      );
      const path = ['properties', nameOf(value.properties, ({ $ref }) => !!$ref)];
      return remove(contract, file, [...path, 'description'], { path, at: 'key' });
    },
  },
];

async function describe(contract: ContractCopy, folder: string, path: string[]) {
  const { file } = await contract.first(folder);
  return set(contract, { file, path }, unfinished);
}

async function describeTaken(contract: ContractCopy, folder: string) {
  const { file } = await contract.take(folder);
  return set(contract, { file, path: ['description'] }, unfinished);
}
