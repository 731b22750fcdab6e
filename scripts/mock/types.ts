import type { operations } from '../../generated/types.ts';
import type { Json } from '../contract/document.ts';

// The public types of the mock; each of its entry points exports all of them.

type OperationId = keyof operations;
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
type ErrorName = {
  [Id in OperationId]: {
    [Status in keyof Responses<Id>]: ErrorHeader<Responses<Id>[Status]>;
  }[keyof Responses<Id>];
}[OperationId];

/** Items of an operation, or responses that list them. */
type Items<Id extends OperationId = OperationId> = readonly (Item<Id> | Page<Id>)[];

/** Data that a mock serves: items or pages, by the name of their operation if several operations list items. */
export type MockData = Items | { readonly [Id in OperationId]?: Items<Id> };

/** Part of the input of an operation. `null` matches a property that is absent. */
export type MockRequest = {
  [Id in OperationId]: operations[Id] extends { requestBody: infer Request }
    ? Matching<Body<Request>>
    : object;
}[OperationId];

/** An error that the mock returns to valid requests: to the first `times`, or to a share of all. */
export type MockFault =
  | { error: ErrorName; times: number; rate?: never }
  | { error: ErrorName; rate: number; times?: never };

/** The shortest and the longest delay of a response, in milliseconds. */
export interface MockLatency {
  min: number;
  max: number;
}

/** A response to some requests. The first that matches is used. */
export interface MockResponse {
  /** The operation; by default every one whose requests can match. */
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

/** The part of the options that can change while a mock runs, as JSON. Every property has a default. */
export interface MockState {
  /** How many items to generate per paginated operation, at most 1,000,000; 60 by default. */
  count?: number;
  /** Generates other items of the same contract, and injects faults in other requests; 1 by default. */
  seed?: number;
  /** The region in the ARNs of generated items; `us-east-1` by default. */
  region?: string;
  /** The account in generated items, 12 digits; `123456789012` by default. */
  account?: string;
  /** Data to serve instead of generated items. */
  data?: MockData;
  /**
   * `full`, the default: a page has as many items as the request asks for. `sparse`: a filter applies to each page only
   * after it was cut, so pages may be short or empty and still have a token.
   */
  pages?: 'full' | 'sparse';
  /** Errors to inject. */
  faults?: readonly MockFault[];
  /** How long a response of an operation takes, in milliseconds. */
  latency?: number | MockLatency;
  /** How many requests per second succeed, also in a burst; further requests get the error for too many. */
  rateLimit?: number;
  /** Responses to some requests. */
  responses?: readonly MockResponse[];
}

/** The key pair that requests must be signed with. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** For temporary credentials: the token that requests must carry. */
  sessionToken?: string;
}

/** How a mock with or without a port behaves. Every option has a default. */
export interface MockHandlerOptions extends Omit<MockState, 'data'> {
  /** A bundled contract, YAML or JSON; by default the one of this package. */
  contract?: string;
  /** A later revision of the package's contract: a date such as `2026-11-11`, or `latest`; by default the base. */
  revision?: string;
  /**
   * Data to serve instead of generated items: items or pages, or files that contain them. A file may be a response page,
   * a list of items, the output of the AWS CLI or an SDK, an event, a HAR recording, or NDJSON of these. If several
   * operations list items, this is an object with the data of each by its name; the path of a file may also begin with
   * the name: `ListThings=things.json`.
   */
  data?: MockData | readonly string[] | { readonly [Id in OperationId]?: Items<Id> | readonly string[] };
  /** Leaves out items that break the contract, instead of refusing the data. */
  skipInvalid?: boolean;
  /** The largest body of a request, in bytes; 1 MiB by default. */
  bodyLimit?: number;
  /** Milliseconds that a client may take to send a request; 10,000 by default. */
  timeout?: number;
  /** Verifies signatures with this key pair; without it only their form is checked. */
  verifySignatures?: Credentials;
  /** A file that records all requests and responses as HAR 1.2, without secrets. An existing file is overwritten. */
  record?: string;
  /** Called after each response. */
  log?: (record: RequestRecord) => void;
}

/** A request and its response, without headers and so without credentials. */
export interface RequestRecord {
  /** The request id that the client got. */
  id: string;
  /** When the response was sent, ISO 8601. */
  at: string;
  method: string;
  path: string;
  status: number;
  /** The time from the request's head to the response. */
  milliseconds: number;
  operation?: string;
  /** The name of the error that the client got. */
  error?: string;
  /** The message of that error. */
  message?: string;
  /** How many items the page had. */
  items?: number;
  /** The body of the request, if it was JSON of at most 4,096 bytes. */
  body?: Json;
}

/** The data that a mock serves for an operation. */
export interface ServedData {
  operation: string;
  /** How many items. */
  items: number;
  /** A line for each item left out. */
  skipped: string[];
}

/** Inspects and changes a running mock. A request is served from the state at its arrival. */
export interface MockControl {
  /** The data of each paginated operation. */
  readonly data: readonly ServedData[];
  /** The last 1,000 requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Returns the state as it was set, with the faults that are still due. */
  state(): MockState;
  /** Replaces the state; properties that the new one lacks get their default. */
  setState(state: MockState): void;
  /** Returns to the state at the start, and forgets the requests. */
  reset(): void;
  /** Replaces the data of operations. */
  setData(data: MockData): void;
  /** Injects another fault, after the present ones. */
  addFault(fault: MockFault): void;
  /** Delays every response from now on; 0 ends that. */
  setLatency(latency: number | MockLatency): void;
  /** Forgets the requests. */
  clearRequests(): void;
}

/** A mock without a port: a function that can replace `fetch`. */
export interface MockHandler extends MockControl {
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The paths of the contract, such as `/ListImageScanFindings`; a part that varies has braces. */
  readonly paths: readonly string[];
}
