import type { Pair, YAMLMap } from 'yaml';
import { type Change, nameOf, remove, set } from './changes.ts';
import type { ContractCopy, ContractFile, Expectation, Value } from './contract-copy.ts';

/** Ways to break an operation, its extensions, its responses and its errors. */
export const operationChanges: Change[] = [
  {
    rule: 'rule/the-contract-names-its-client',
    change: 'the name of the client is no name of a class',
    make: (contract) =>
      set(contract, { file: 'openapi.yaml', path: ['info', 'x-client-name'] }, 'image-findings'),
  },
  {
    rule: 'operation-tag-defined',
    change: 'an operation has a tag that the contract does not define',
    make: (contract) => setInOperation(contract, ['tags', 0], 'Findings'),
  },
  {
    rule: 'request-mime-type',
    change: 'a request can be something else than JSON',
    async make(contract) {
      const { file, operation } = await firstOperation(contract);
      const path = ['post', 'requestBody', 'content'];
      const { schema } = at(operation, 'requestBody', 'content', 'application/json');
      return set(contract, { file, path: [...path, 'text/plain'], at: 'key' }, { schema });
    },
  },
  {
    rule: 'contract/the-error-header-lists-the-errors-of-its-response',
    change: 'a header lists an error that has no example',
    async make(contract) {
      const { file, path, known } = await takeErrorHeader(contract, 2);
      return set(contract, { file, path: [...path, known.length] }, 'InventedException');
    },
  },
  {
    rule: 'contract/the-error-header-lists-the-errors-of-its-response',
    change: 'a header does not list an error that has an example',
    async make(contract) {
      const { file, path, known } = await takeErrorHeader(contract, 2);
      const expected: Omit<Expectation, 'file'> = {
        path: ['content', 'application/json', 'examples', known[1]!],
        at: 'key',
      };
      return remove(contract, file, [...path, 1], expected);
    },
  },
  {
    rule: 'response-mime-type',
    change: 'a response can be something else than JSON',
    async make(contract) {
      const { file, value } = await contract.take('components/responses');
      const { schema } = at(value, 'content', 'application/json');
      return set(contract, { file, path: ['content', 'text/plain'], at: 'key' }, { schema });
    },
  },
  {
    rule: 'response-contains-header',
    change: 'an error has no request id',
    async make(contract) {
      const { file, value } = await contract.take('components/responses');
      const id = nameOf(value['headers'] as Record<string, Value>, ({ $ref }) => !!$ref);
      return remove(contract, file, ['headers', id], { path: ['headers'], at: 'key' });
    },
  },
  {
    rule: 'contract/an-operation-is-named-like-its-path-and-file',
    change: 'the id of an operation is not its path',
    make: (contract) => setInOperation(contract, ['operationId'], 'FindImageScans'),
  },
  {
    rule: 'contract/an-operation-keeps-its-key-order',
    change: 'the tags of an operation stand before its description',
    async make(contract) {
      const { file } = await contract.paginated();
      await contract.edit(file, (document) => {
        const { items } = document.get('post') as YAMLMap<{ value: string }>;
        const index = items.findIndex(({ key }: Pair<{ value: string }>) => key.value === 'description');
        items.splice(index + 1, 0, ...items.splice(index - 1, 1));
      });
      return [{ file, path: ['post', 'summary'], at: 'key' }];
    },
  },
  {
    rule: 'contract/examples-of-request-and-response-are-paired',
    change: 'an example of a request has no response',
    async make(contract) {
      const { file, operation } = await firstOperation(contract);
      const name = nameOf(
        at(operation, 'requestBody', 'content', 'application/json', 'examples'),
        () => true,
      );
      await contract.edit(file, (document) =>
        document.deleteIn(['post', 'responses', '200', 'content', 'application/json', 'examples', name]),
      );
      const path = ['post', 'requestBody', 'content', 'application/json', 'examples', name];
      return [{ file, path, at: 'key' }];
    },
  },
  {
    rule: 'contract/pagination-names-existing-members',
    change: 'the page size is a string',
    async make(contract) {
      const { operation } = await firstOperation(contract);
      return setInOperation(
        contract,
        ['x-paginated', 'pageSize'],
        at(operation, 'x-paginated')['inputToken'],
      );
    },
  },
  {
    rule: 'contract/pagination-names-existing-members',
    change: 'the token of the next page is no member of the response',
    make: (contract) => setInOperation(contract, ['x-paginated', 'outputToken'], 'token'),
  },
  {
    rule: 'contract/filters-lead-to-scalar-members',
    change: 'a filter leads nowhere',
    async make(contract) {
      const { operation } = await firstOperation(contract);
      const name = nameOf(at(operation, 'x-filters'), () => true);
      return setInOperation(contract, ['x-filters', name], '/nowhere');
    },
  },
  {
    rule: 'contract/filters-lead-to-scalar-members',
    change: 'the request takes a filter that x-filters lacks',
    async make(contract) {
      const { file, operation } = await firstOperation(contract);
      const name = Object.keys(at(operation, 'x-filters')).at(-1)!;
      return remove(contract, file, ['post', 'x-filters', name], { path: ['post', 'x-filters'], at: 'key' });
    },
  },
  ...errorChanges(),
];

/** Ways to leave out what another change of the same extension needs. */
export const extensionChanges: Change[] = [
  {
    rule: 'contract/filters-lead-to-scalar-members',
    change: 'x-filters is a list',
    make: (contract) => setInOperation(contract, ['x-filters'], ['severity']),
  },
  {
    rule: 'contract/pagination-names-existing-members',
    change: 'x-paginated has no list of items',
    async make(contract) {
      const { file } = await contract.paginated();
      const path = ['post', 'x-paginated'];
      return remove(contract, file, [...path, 'items'], { path });
    },
  },
  {
    rule: 'contract/the-error-header-lists-the-errors-of-its-response',
    change: 'a header lists no errors',
    async make(contract) {
      const { file, path } = await takeErrorHeader(contract);
      return remove(contract, file, path, { path: [] });
    },
  },
];

function errorChanges(): Change[] {
  const rule = 'contract/an-error-says-how-to-handle-it';
  const isModelled = (value: Value) => 'x-error' in value && !('status' in at(value, 'x-error'));
  const isCommon = (value: Value) => 'x-error' in value && 'status' in at(value, 'x-error');
  // Of an error that every operation needs, the lack would be reported as well.
  const isDispensable = (value: Value) =>
    isModelled(value) && !/constraint|pagination-token/.test(String(at(value, 'x-error')['cause']));
  const setMember = (
    change: string,
    condition: (value: Value) => boolean,
    member: string,
    value: unknown,
  ): Change => ({
    rule,
    change,
    async make(contract) {
      const { file } = await contract.take('components/examples', condition);
      return set(contract, { file, path: ['x-error', member] }, value);
    },
  });
  return [
    setMember('an error has an unknown member', isCommon, 'severity', 'high'),
    setMember('an error may be retried or not', isModelled, 'retryable', 'maybe'),
    setMember('an error has an unknown cause', isDispensable, 'cause', 'bad-luck'),
    setMember('an error has a status besides that of its response', isModelled, 'status', 400),
    setMember('the fault of an error is not that of its status', isCommon, 'fault', 'nobody'),
    setMember('a common error has the status of a success', isCommon, 'status', 200),
    {
      rule,
      change: 'an error has no x-error',
      async make(contract) {
        const { file } = await contract.take('components/examples', isDispensable);
        return remove(contract, file, ['x-error'], { path: [] });
      },
    },
    {
      rule,
      change: 'a common error has no status',
      async make(contract) {
        const { file } = await contract.take('components/examples', isCommon);
        return remove(contract, file, ['x-error', 'status'], { path: ['x-error'], at: 'key' });
      },
    },
  ];
}

/** Ways to leave out what every operation needs. */
export const completenessChanges: Change[] = [
  {
    rule: 'rule/parameters-are-in-the-path-or-the-query',
    change: 'a member is sent in a header',
    async make(contract) {
      const { file } = await contract.paginated();
      const parameter = {
        ...{ name: 'x-stage', in: 'header', description: 'The stage of the service.' },
        schema: { $ref: '../components/schemas/NonEmptyString.yaml' },
      };
      await contract.edit(file, (document) => {
        const { items } = document.get('post') as YAMLMap<{ value: string }>;
        const index = items.findIndex(({ key }: Pair<{ value: string }>) => key.value === 'requestBody');
        items.splice(index, 0, document.createPair('parameters', [parameter]) as (typeof items)[number]);
      });
      return [{ file, path: ['post', 'parameters', 0, 'in'] }];
    },
  },
  {
    rule: 'contract/every-body-has-an-example',
    change: 'neither request nor response has an example',
    async make(contract) {
      const { file } = await contract.paginated();
      const bodies = [['requestBody'], ['responses', '200']].map((path) => [
        ...['post', ...path, 'content', 'application/json'],
      ]);
      for (const path of bodies) {
        await contract.edit(file, (document) => document.deleteIn([...path, 'examples']));
      }
      return bodies.map((path) => ({ file, path, at: 'key' as const }));
    },
  },
  {
    rule: 'contract/an-operation-has-the-errors-that-a-server-raises',
    change: 'no error says that a constraint is broken',
    async make(contract) {
      const { file } = await contract.paginated();
      const { file: example } = await contract.take(
        'components/examples',
        (value) => (value['x-error'] as Value | undefined)?.['cause'] === 'constraint',
      );
      await contract.edit(example, (document) => document.deleteIn(['x-error', 'cause']));
      return [{ file, path: ['post', 'responses'], at: 'key' }];
    },
  },
];

async function firstOperation(contract: ContractCopy): Promise<{ file: string; operation: Value }> {
  const { file, value } = await contract.paginated();
  return { file, operation: at(value, 'post') };
}

async function setInOperation(contract: ContractCopy, path: Expectation['path'], value: unknown) {
  const { file } = await contract.paginated();
  return set(contract, { file, path: ['post', ...path] }, value);
}

/** Takes an error response whose header knows at least so many errors. */
async function takeErrorHeader(contract: ContractCopy, count = 1) {
  const isError = ({ schema }: Value) => !!schema;
  const knownOf = (value: Value) => {
    const name = nameOf(value['headers'] as Record<string, Value>, isError);
    const path = ['headers', name, 'schema', 'x-extensible-enum'];
    return { path, known: at(value, 'headers', name, 'schema')['x-extensible-enum'] as string[] };
  };
  const { file, value }: ContractFile = await contract.take(
    'components/responses',
    (response) => knownOf(response).known.length >= count,
  );
  return { file, ...knownOf(value) };
}

function at(value: Value, ...path: string[]): Value {
  return path.reduce((node, step) => node[step] as Value, value);
}
