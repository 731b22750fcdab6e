import type { operations } from '../../generated/types.ts';
import {
  arrayOf,
  type Check,
  integer,
  matching,
  objectOf,
  type Path,
  positive,
  refuse,
  share,
  text,
} from './checks.ts';
import type { PageOptions } from './pager.ts';

/** The name of an operation of the contract. */
export type OperationId = keyof operations;
type Body<Message> = Message extends { content: { 'application/json': infer Content } } ? Content : never;
type Responses<Id extends OperationId> = operations[Id]['responses'];
type Page<Id extends OperationId> = Body<Responses<Id>[Extract<keyof Responses<Id>, 200 | 201 | 202>]>;
type Item<Id extends OperationId> = Extract<Required<Page<Id>>[keyof Page<Id>], readonly object[]>[number];
type ErrorHeader<Response> = Response extends { headers: { 'X-Amzn-Errortype': infer Name } } ? Name : never;
type Matching<Value> = Value extends readonly (infer One)[]
  ? readonly Matching<One>[]
  : Value extends object
    ? { [Name in keyof Value]?: Matching<Value[Name]> | null }
    : Value;

/** The name of an error of the contract. */
export type ErrorName = {
  [Id in OperationId]: {
    [Status in keyof Responses<Id>]: ErrorHeader<Responses<Id>[Status]>;
  }[keyof Responses<Id>];
}[OperationId];

/** What an operation lists, or responses that list it. */
export type Items<Id extends OperationId = OperationId> = readonly (Item<Id> | Page<Id>)[];

/** What a mock serves: items or pages, by the name of the operation that lists them unless only one does. */
export type MockData = Items | { readonly [Id in OperationId]?: Items<Id> };

/** Part of the input of an operation. `null` matches a property that is absent. */
export type MockRequest = {
  [Id in OperationId]: operations[Id] extends { requestBody: infer Request }
    ? Matching<Body<Request>>
    : object;
}[OperationId];

/** An error that the mock returns although the request is valid: the first `times`, or a share of all. */
export type MockFault =
  | { error: ErrorName; times: number; rate?: never }
  | { error: ErrorName; rate: number; times?: never };

/** Milliseconds that a response takes at least and at most. */
export interface MockLatency {
  min: number;
  max: number;
}

/** A response for some requests. The first that matches is used. */
export interface MockResponse {
  /** The operation it belongs to; every one whose requests can match by default. */
  operation?: OperationId;
  /**
   * The properties that the input of a request must have; it may have others. Lists match as a whole, and `null`
   * matches a property that is absent.
   */
  when: MockRequest;
  /** An example of the contract by name, an error by name, or other items to list. */
  then:
    | { example: string; error?: never; data?: never }
    | { error: ErrorName; example?: never; data?: never }
    | { data: Items; example?: never; error?: never };
}

/** What can be changed while a mock runs, as JSON. Every property has a default. */
export interface MockState extends PageOptions {
  /** How many items to generate per paginated operation, at most 1,000,000; 60 by default. */
  count?: number;
  /** Generates other items of the same contract, and injects faults in other requests; 1 by default. */
  seed?: number;
  /** The region in the ARNs of generated items; `us-east-1` by default. */
  region?: string;
  /** The account in generated items, 12 digits; `123456789012` by default. */
  account?: string;
  /** What to serve instead of generated items. */
  data?: MockData;
  /** Errors to inject. */
  faults?: readonly MockFault[];
  /** How long a response of an operation takes, in milliseconds. */
  latency?: number | MockLatency;
  /** How many requests per second succeed, in a burst as well; those beyond get the error for too many. */
  rateLimit?: number;
  /** Responses for some requests. */
  responses?: readonly MockResponse[];
}

/** More would not fit into the memory of a process. */
export const mostItems = 1_000_000;
const longestDelay = 2 ** 31 - 1;
const milliseconds = integer(0, longestDelay);
const range = objectOf({ min: milliseconds, max: milliseconds }, { required: ['min', 'max'] });

export const checkFault = objectOf(
  { error: text, times: integer(1), rate: share },
  { required: ['error'], choice: ['times', 'rate'] },
);

export const checkLatency: Check = (value, path) => {
  if (typeof value === 'number') return milliseconds(value, path);
  if (typeof value !== 'object' || value === null)
    refuse(path, 'must be milliseconds, or { min, max } in milliseconds', value);
  range(value, path);
  const { min, max } = value as MockLatency;
  if (min > max) refuse([...path, 'max'], `must be at least min, ${min}`, max);
};

/** Checks the form of data; what is in them is validated against the contract. */
export const checkData: Check = (value, path) => {
  if (typeof value !== 'object' || value === null) {
    refuse(path, 'must be an array of items or pages, or an object with such arrays by operation', value);
  }
  if (Array.isArray(value)) return arrayOf(checkItem)(value, path);
  for (const [operation, items] of Object.entries(value)) {
    if (items !== undefined) arrayOf(checkItem)(items, [...path, operation]);
  }
};

function checkItem(value: unknown, path: Path): void {
  if (typeof value === 'object' && value !== null) return;
  const suggestion =
    typeof value === 'string' ? 'names of files go into createMock, without items beside them' : undefined;
  refuse(path, 'must be an item or a page', value, suggestion);
}

const checkResponse = objectOf(
  {
    operation: text,
    // Which properties there are depends on the operation.
    when: (value, path) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        refuse(path, 'must be an object with properties of a request', value);
      }
    },
    then: objectOf(
      { example: text, error: text, data: arrayOf(checkItem) },
      { choice: ['example', 'error', 'data'] },
    ),
  },
  { required: ['when', 'then'] },
);

export const stateChecks: Record<keyof MockState, Check> = {
  count: integer(0, mostItems),
  seed: integer(0),
  region: matching(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, 'must be a region such as eu-west-1'),
  account: matching(/^\d{12}$/, 'must have 12 digits'),
  data: checkData,
  faults: arrayOf(checkFault),
  latency: checkLatency,
  rateLimit: positive,
  pages: matching(/^(?:full|sparse)$/, 'must be full or sparse'),
  responses: arrayOf(checkResponse),
};

export const checkState = objectOf(stateChecks);
