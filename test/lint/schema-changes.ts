import { basename, dirname, join } from 'node:path';
import { type Change, nameOf, set, withProperty } from './changes.ts';

/** Ways to write a schema, or to name a component, as this project does not. */
export const schemaChanges: Change[] = [
  {
    rule: 'rule/a-schema-lists-examples-never-example',
    change: 'a schema has `example`',
    async make(contract) {
      const { file, value } = await contract.take('components/schemas', ({ examples }) =>
        Array.isArray(examples),
      );
      return set(contract, { file, path: ['example'] }, (value.examples as unknown[])[0]);
    },
  },
  {
    rule: 'rule/nothing-is-nullable',
    change: 'a schema takes null',
    async make(contract) {
      const { file, value } = await contract.take('components/schemas', ({ type }) => type === 'string');
      return set(contract, { file, path: ['type'] }, [value.type, 'null']);
    },
  },
  {
    rule: 'rule/only-formats-of-aws-numbers',
    change: 'a schema has another format',
    async make(contract) {
      const { file } = await contract.take('components/schemas', ({ format }) => format === 'int32');
      return set(contract, { file, path: ['format'] }, 'float');
    },
  },
  {
    rule: 'contract/constraints-stand-on-named-schemas',
    change: 'a constraint stands beside a reference',
    async make(contract) {
      const isReference = ({ $ref }: { $ref?: string }) => $ref === 'NonEmptyString.yaml';
      const { file, value } = await contract.take('components/schemas', withProperty(isReference));
      const path = ['properties', nameOf(value.properties, isReference), 'minLength'];
      return set(contract, { file, path, at: 'key' }, 1);
    },
  },
  {
    rule: 'contract/constraints-stand-on-named-schemas',
    change: 'a constraint stands in an inline schema',
    async make(contract) {
      const { file, value } = await contract.take(
        'components/schemas',
        withProperty(({ $ref }) => !!$ref),
      );
      const property = nameOf(value.properties, ({ $ref }) => !!$ref);
      await set(
        contract,
        { file, path: ['properties', 'invented'] },
        {
          type: 'string',
          description: `Like ${property}, but inline.`,
          maxLength: 3,
        },
      );
      return [{ file, path: ['properties', 'invented', 'maxLength'], at: 'key' }];
    },
  },
  {
    rule: 'contract/schema-names-are-pascal-case',
    change: 'the file of a schema begins with a small letter',
    async make(contract) {
      const { file } = await contract.take(
        'components/schemas',
        (_value, file) => !file.includes('ErrorType'),
      );
      const name = basename(file);
      await contract.rename(file, name[0]!.toLowerCase() + name.slice(1));
      return [{ file: join(dirname(file), name[0]!.toLowerCase() + name.slice(1)), path: [] }];
    },
  },
  {
    rule: 'contract/a-component-is-named-like-its-file',
    change: 'the file of an error is not named like the error',
    async make(contract) {
      const { file } = await contract.take('components/examples', (value) => 'x-error' in value);
      return contract.rename(file, `Some${basename(file)}`);
    },
  },
  {
    rule: 'contract/a-component-is-named-like-its-file',
    change: 'the file of an example is named like another example',
    async make(contract) {
      const { file } = await contract.take('components/examples', (value) => !('x-error' in value));
      return contract.rename(file, 'Something.yaml');
    },
  },
  {
    rule: 'contract/a-component-is-named-like-its-file',
    change: 'the file of a component is not named like the component',
    async make(contract) {
      const { file } = await contract.first('components/securitySchemes');
      return contract.rename(file, 'Signature.yaml');
    },
  },
  {
    rule: 'component-name-unique',
    change: 'two schemas have one name',
    async make(contract) {
      const { file } = await contract.take('components/schemas', ({ type }) => type === 'string');
      const { file: owner } = await contract.take(
        'components/schemas',
        withProperty(({ $ref }) => !!$ref),
      );
      const twin = join('components/responses', basename(file));
      await contract.copy(file, twin);
      await set(
        contract,
        { file: owner, path: ['properties', 'invented'] },
        {
          $ref: `../responses/${basename(file)}`,
          description: 'A member of the schema with the same name.',
        },
      );
      return [
        { file, path: [] },
        { file: twin, path: [] },
      ];
    },
  },
  {
    rule: 'contract/only-known-extensions',
    change: 'an extension of a schema is misspelt',
    async make(contract) {
      const { file } = await contract.take('components/schemas');
      return set(contract, { file, path: ['x-extensible-enums'], at: 'key' }, ['A']);
    },
  },
  {
    rule: 'contract/only-known-extensions',
    change: 'an extension beside a reference is misspelt',
    async make(contract) {
      const { file, value } = await contract.take(
        'components/schemas',
        withProperty(({ $ref }) => !!$ref),
      );
      const path = ['properties', nameOf(value.properties, ({ $ref }) => !!$ref), 'x-extensibel-enum'];
      return set(contract, { file, path, at: 'key' }, ['A']);
    },
  },
  {
    rule: 'contract/schemas-use-known-keywords',
    change: 'a list has no entry twice',
    async make(contract) {
      const { file } = await contract.take('components/schemas', ({ type }) => type === 'array');
      return set(contract, { file, path: ['uniqueItems'], at: 'key' }, true);
    },
  },
  {
    rule: 'contract/requests-are-closed',
    change: 'an object of a request takes unknown members',
    async make(contract) {
      const { file } = await contract.take(
        'components/schemas',
        (value) => value.additionalProperties === false,
      );
      await contract.edit(file, (document) => document.deleteIn(['additionalProperties']));
      return [{ file, path: [] }];
    },
  },
  {
    rule: 'contract/responses-are-open',
    change: 'an object of a response takes no unknown members',
    async make(contract) {
      const { file } = await contract.take(
        'components/schemas',
        ({ type, additionalProperties }) => type === 'object' && additionalProperties === undefined,
      );
      return set(contract, { file, path: ['additionalProperties'] }, false);
    },
  },
];
