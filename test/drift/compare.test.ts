import { describe, expect, it, test } from 'vitest';
import { compareModels, type Difference } from '../../scripts/drift/compare.ts';
import type { Model } from '../../scripts/drift/model.ts';
import { readBotocore, type ServiceModel } from '../../scripts/drift/read-botocore.ts';
import type { BotocoreModel } from './aws-models.ts';

// An invented service that lends books, in botocore's form.
const library: BotocoreModel = {
  metadata: { apiVersion: '2020-01-01', signingName: 'library', auth: ['aws.auth#sigv4'] },
  operations: {
    ListLoans: {
      http: { method: 'POST', requestUri: '/loans' },
      input: { shape: 'ListLoansRequest' },
      output: { shape: 'ListLoansResponse' },
      errors: [{ shape: 'ClosedException' }],
    },
  },
  shapes: {
    ListLoansRequest: {
      type: 'structure',
      required: ['reader'],
      members: { reader: { shape: 'Reader' }, limit: { shape: 'Limit' } },
    },
    ListLoansResponse: { type: 'structure', members: { loans: { shape: 'LoanList' } } },
    LoanList: { type: 'list', member: { shape: 'Loan' }, max: 2 },
    Loan: {
      type: 'structure',
      required: ['title'],
      members: {
        title: { shape: 'Title' },
        fee: { shape: 'Fee' },
        state: { shape: 'State' },
        notes: { shape: 'Notes' },
      },
    },
    Reader: { type: 'string', pattern: '^[a-z]{2,8}$' },
    Limit: { type: 'integer', min: 1, max: 10 },
    Title: { type: 'string', min: 1, max: 5 },
    Fee: { type: 'double', min: 0.5 },
    State: { type: 'string', enum: ['OPEN', 'LATE'] },
    ClosedException: {
      type: 'structure',
      members: { message: { shape: 'Title' } },
      error: { httpStatusCode: 400 },
    },
    Notes: { type: 'map', key: { shape: 'NoteName' }, value: { shape: 'Title' } },
    NoteName: { type: 'string', max: 2 },
  },
};
const paginators = {
  pagination: { ListLoans: { input_token: 'a', output_token: 'b', result_key: 'loans' } },
};

type Change = (model: BotocoreModel) => void;
type Expected = Partial<Difference> & { documents?: unknown[]; whom?: string[] };

const changes: [name: string, change: Change, expected: Expected[]][] = [
  [
    'a larger maximum of a request',
    ({ shapes }) => Object.assign(shapes['Limit']!, { max: 20 }),
    [
      {
        subject: 'Limit',
        fact: 'maximum',
        old: 10,
        new: 20,
        direction: 'wider',
        documents: [{ reader: 'aa', limit: 11 }],
        whom: ['validators', 'mocks'],
      },
    ],
  ],
  [
    'a smaller maximum of a request',
    ({ shapes }) => Object.assign(shapes['Limit']!, { max: 5 }),
    [
      {
        subject: 'Limit',
        fact: 'maximum',
        direction: 'narrower',
        documents: [{ reader: 'aa', limit: 6 }],
        whom: ['senders', 'validators', 'mocks'],
      },
    ],
  ],
  [
    'a minimum less',
    ({ shapes }) => delete shapes['Limit']!['min'],
    [
      {
        subject: 'Limit',
        fact: 'minimum',
        old: 1,
        direction: 'wider',
        documents: [{ reader: 'aa', limit: 0 }],
      },
    ],
  ],
  ['a length of at least nothing', ({ shapes }) => Object.assign(shapes['LoanList']!, { min: 0 }), []],
  [
    'a bound that a fraction can cross',
    ({ shapes }) => Object.assign(shapes['Fee']!, { min: 0.25 }),
    [
      {
        subject: 'Fee',
        fact: 'minimum',
        direction: 'wider',
        documents: [{ loans: [{ title: 'a', fee: 0.25 }] }],
        whom: ['readers', 'validators'],
      },
    ],
  ],
  [
    'longer lists in responses',
    ({ shapes }) => Object.assign(shapes['LoanList']!, { max: 3 }),
    [
      {
        subject: 'LoanList',
        fact: 'maxItems',
        direction: 'wider',
        documents: [{ loans: Array(3).fill({ title: 'a' }) }],
        whom: ['readers', 'validators'],
      },
    ],
  ],
  [
    'longer strings in responses and errors',
    ({ shapes }) => Object.assign(shapes['Title']!, { max: 6 }),
    [{ subject: 'Title', fact: 'maxLength', positions: ['response'], documents: [{ message: 'aaaaaa' }] }],
  ],
  [
    'shorter strings in responses',
    ({ shapes }) => Object.assign(shapes['Title']!, { min: 2 }),
    [
      {
        subject: 'Title',
        fact: 'minLength',
        direction: 'narrower',
        documents: [{ message: 'a' }],
        whom: ['mocks'],
      },
    ],
  ],
  [
    'a pattern with other characters',
    ({ shapes }) => Object.assign(shapes['Reader']!, { pattern: '^[b-z0]{2,8}$' }),
    [
      {
        subject: 'Reader',
        fact: 'pattern',
        direction: 'other',
        documents: [{ reader: '0b' }, { reader: 'aa' }],
        whom: ['validators', 'mocks', 'senders', 'validators', 'mocks'],
      },
    ],
  ],
  [
    'a pattern in other words',
    ({ shapes }) => Object.assign(shapes['Reader']!, { pattern: '^[a-z]+$', min: 2, max: 8 }),
    [],
  ],
  [
    'a pattern that cannot be compared',
    ({ shapes }) => Object.assign(shapes['Reader']!, { pattern: '^\\p{Lower}++$' }),
    [{ subject: 'Reader', fact: 'pattern', direction: 'other', documents: [] }],
  ],
  [
    'a further value of an enum',
    ({ shapes }) => Object.assign(shapes['State']!, { enum: ['OPEN', 'LATE', 'LOST'] }),
    [
      {
        subject: 'State',
        fact: 'enum',
        direction: 'wider',
        documents: [{ loans: [{ title: 'a', state: 'LOST' }] }],
        whom: ['readers', 'validators'],
      },
    ],
  ],
  [
    'a string that is no longer an enum',
    ({ shapes }) => delete shapes['State']!['enum'],
    [
      {
        subject: 'State',
        fact: 'enum',
        direction: 'wider',
        documents: [{ loans: [{ title: 'a', state: '' }] }],
      },
    ],
  ],
  [
    'a further property of a request',
    ({ shapes }) => Object.assign(shapes['ListLoansRequest']!.members!, { since: { shape: 'Title' } }),
    [
      {
        subject: 'ListLoansRequest.since',
        fact: 'property',
        direction: 'wider',
        documents: [{ reader: 'aa', since: 'a' }],
        whom: ['validators', 'mocks'],
      },
    ],
  ],
  [
    'a further property that a request needs',
    ({ shapes }) => {
      Object.assign(shapes['ListLoansRequest']!.members!, { branch: { shape: 'Title' } });
      shapes['ListLoansRequest']!.required!.push('branch');
    },
    [
      {
        subject: 'ListLoansRequest.branch',
        direction: 'other',
        documents: [{ reader: 'aa', branch: 'a' }, { reader: 'aa' }],
      },
    ],
  ],
  [
    'a property of a request that is gone',
    ({ shapes }) => delete shapes['ListLoansRequest']!.members!['limit'],
    [
      {
        subject: 'ListLoansRequest.limit',
        fact: 'property',
        direction: 'narrower',
        documents: [{ reader: 'aa', limit: 1 }],
        whom: ['senders', 'validators', 'mocks'],
      },
    ],
  ],
  [
    'a further property of a response',
    ({ shapes }) => Object.assign(shapes['Loan']!.members!, { note: { shape: 'Title' } }),
    [
      {
        subject: 'Loan.note',
        direction: 'wider',
        documents: [{ loans: [{ title: 'a', note: 'a' }] }],
        whom: ['validators'],
      },
    ],
  ],
  [
    'a property of a response that is gone',
    ({ shapes }) => delete shapes['Loan']!.members!['fee'],
    [{ subject: 'Loan.fee', direction: 'narrower', whom: ['readers', 'mocks'] }],
  ],
  [
    'a property of a response that may be absent',
    ({ shapes }) => delete shapes['Loan']!.required,
    [
      {
        subject: 'Loan.title',
        fact: 'required',
        old: true,
        new: false,
        direction: 'wider',
        documents: [{ loans: [{}] }],
        whom: ['readers', 'validators'],
      },
    ],
  ],
  [
    'another type',
    ({ shapes }) => Object.assign(shapes, { Limit: { type: 'string' } }),
    [
      {
        subject: 'Limit',
        fact: 'type',
        old: 'integer',
        new: 'string',
        direction: 'other',
        documents: [
          { reader: 'aa', limit: '' },
          { reader: 'aa', limit: 1 },
        ],
      },
    ],
  ],
  [
    'another name for the same shape',
    ({ shapes }) => {
      shapes['PageLimit'] = shapes['Limit']!;
      shapes['ListLoansRequest']!.members!['limit']!.shape = 'PageLimit';
    },
    [{ subject: 'ListLoansRequest.limit', fact: 'shape', old: 'Limit', new: 'PageLimit', whom: [] }],
  ],
  [
    'another shape with another bound',
    ({ shapes }) => {
      shapes['PageLimit'] = { type: 'integer', min: 1, max: 50 };
      shapes['ListLoansRequest']!.members!['limit']!.shape = 'PageLimit';
    },
    [
      { fact: 'shape' },
      { subject: 'ListLoansRequest.limit', fact: 'maximum', old: 10, new: 50, direction: 'wider' },
    ],
  ],
  [
    'longer keys of a map',
    ({ shapes }) => Object.assign(shapes['NoteName']!, { max: 3 }),
    [
      {
        subject: 'NoteName',
        direction: 'wider',
        documents: [{ loans: [{ title: 'a', notes: { aaa: 'a' } }] }],
      },
    ],
  ],
  [
    'a property that moves into the query',
    ({ shapes }) =>
      Object.assign(shapes['ListLoansRequest']!.members!['limit']!, { location: 'querystring' }),
    [
      {
        subject: 'ListLoansRequest.limit',
        fact: 'location',
        old: 'body',
        new: 'query',
        whom: ['senders', 'mocks'],
      },
    ],
  ],
  [
    'another path',
    ({ operations }) => Object.assign(operations['ListLoans']!.http, { requestUri: '/v2/loans' }),
    [{ subject: 'ListLoans', fact: 'path', old: '/loans', new: '/v2/loans', whom: ['senders', 'mocks'] }],
  ],
  [
    'another status of success',
    ({ operations }) => Object.assign(operations['ListLoans']!.http, { responseCode: 202 }),
    [{ subject: 'ListLoans', fact: 'status', old: 200, new: 202, whom: ['readers', 'mocks'] }],
  ],
  [
    'no authentication',
    ({ operations }) => Object.assign(operations['ListLoans']!, { authtype: 'none' }),
    [{ subject: 'ListLoans', fact: 'auth', old: ['sigv4'], new: [], whom: ['senders', 'mocks'] }],
  ],
  [
    'a further error',
    ({ operations, shapes }) => {
      shapes['LostException'] = { type: 'structure', members: {}, error: { httpStatusCode: 404 } };
      (operations['ListLoans']!['errors'] as object[]).push({ shape: 'LostException' });
    },
    [{ subject: 'LostException', fact: 'error', new: 'LostException', direction: 'wider', whom: [] }],
  ],
  [
    'an error with another status',
    ({ shapes }) => Object.assign(shapes['ClosedException']!, { error: { httpStatusCode: 403 } }),
    [{ subject: 'ClosedException', fact: 'status', old: 400, new: 403, whom: ['readers', 'mocks'] }],
  ],
  [
    'another signing name',
    ({ metadata }) => Object.assign(metadata, { signingName: 'books' }),
    [{ subject: 'service', fact: 'signingName' }],
  ],
  [
    'an operation that is gone',
    ({ operations }) => delete operations['ListLoans'],
    [{ subject: 'ListLoans', fact: 'operation', direction: 'narrower', whom: ['senders', 'mocks'] }],
  ],
  [
    'a shape that contains itself',
    ({ shapes }) => Object.assign(shapes['Loan']!.members!, { earlier: { shape: 'Loan' } }),
    [{ subject: 'Loan.earlier', documents: [{ loans: [{ title: 'a', earlier: { title: 'a' } }] }] }],
  ],
  [
    'documentation',
    ({ operations }) => Object.assign(operations['ListLoans']!, { documentation: 'Lists.' }),
    [],
  ],
];

function read(model: BotocoreModel): Model {
  const service = model as unknown as ServiceModel;
  const scope = { operations: ['ListLoans'], hosts: new Map() };
  return readBotocore({ name: 'library', service, paginators }, scope);
}

describe('one change of a model is one difference', () => {
  it.each(changes)('%s', (_, change, expected) => {
    const changed = structuredClone(library);
    change(changed);
    const found = compareModels(read(library), read(changed)).differences.map((difference) => ({
      ...difference,
      documents: difference.witnesses.map(({ document }) => document),
      whom: difference.breaks.map(({ who }) => who),
    }));
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });
});

test('another paginator is a difference, and none is when the model does not say', () => {
  const pages = (paginator: object) =>
    ({
      ...read(library),
      operations: new Map([['ListLoans', { ...read(library).operations.get('ListLoans')!, paginator }]]),
    }) as Model;
  const [difference, ...others] = compareModels(read(library), pages({ inputToken: 'c' })).differences;
  expect(others).toEqual([]);
  expect(difference).toMatchObject({ subject: 'ListLoans', fact: 'paginator', new: { inputToken: 'c' } });
  expect(compareModels(read(library), { ...pages({}), missing: ['paginators'] }).differences).toEqual([]);
});

test('a host that AWS moved is a difference', () => {
  const host = (url: string) =>
    new Map([['aws', { region: 'us-east-1', fips: false, dualStack: false, url }]]);
  const [old, now] = ['https://library.{region}.amazonaws.com', 'https://library.{region}.api.aws'];
  const { differences } = compareModels(
    { ...read(library), hosts: host(old) },
    { ...read(library), hosts: host(now) },
  );
  expect(differences).toMatchObject([{ subject: 'host for aws', old, new: now, direction: 'other' }]);
});
