import type { Contract } from '../contract/generated.ts';
import type { Operation, OperationError } from '../contract/operations.ts';
import type { Subject } from './subject.ts';

/** A request before it is signed, and how to sign it. */
export interface Request {
  method: string;
  /** With the query. */
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** Sends the request without a signature. */
  unsigned?: boolean;
  /** Signs with these instead of the credentials of the run. */
  credentials?: Partial<Credentials>;
  /** Signs as if the clock were this many milliseconds ahead. */
  clockOffset?: number;
  /** Changes the request after it was signed. */
  alter?: (signed: SignedRequest) => Partial<SignedRequest>;
}

/** A request as it is sent. */
export type SignedRequest = Pick<Request, 'method' | 'path' | 'headers' | 'body'>;

/** An AWS access key. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** A response as it was received. */
export interface RawResponse {
  status: number;
  /** Names in lower case; several values of a header joined with commas. */
  headers: Record<string, string>;
  body: string;
}

/** A response without the secrets of its request. */
export interface Response extends RawResponse {
  /** The body, parsed; undefined if it is not JSON. */
  json: unknown;
}

/** A request and the response to it. */
export interface Exchange {
  operation: Operation;
  request: SignedRequest;
  response: Response;
  /** The request has to get one of these errors; undefined if any response will do. */
  expected: OperationError[] | undefined;
  /** The request as a command for a shell. */
  curl: string;
}

/** Where a server breaks the contract. */
export interface Violation {
  reason: string;
  /** A JSON Pointer into the contract, if it is more exact than the rule's. */
  pointer?: string | undefined;
  /** Where it shows, unless that is the last exchange. */
  exchange?: Exchange | undefined;
}

/** Neither the contract nor the server's data can decide a case; the message says why. */
export class Unproven extends Error {
  override readonly name = 'Unproven';
}

/** Sends the requests of one case and records them. */
export interface Conversation {
  exchanges: Exchange[];
  /**
   * Sends a request.
   *
   * @param expected the causes of the errors of which it has to get one, as in `x-error.cause`
   */
  send(request: Request, expected?: string[]): Promise<Exchange>;
}

/** One thing to try. */
export interface Case {
  title: string;
  /** A JSON Pointer into the contract, if it is more exact than the rule's. */
  pointer?: string | undefined;
  /** Returns the violation, if there is one. */
  run(conversation: Conversation): Promise<Violation | undefined>;
}

interface RuleBase {
  /** In kebab-case, such as `page-size`. */
  name: string;
  /** What a server has to do, in one sentence. */
  statement: string;
  /** A JSON Pointer into the contract or, without `#`, a property of the operation. */
  pointer: string;
}

/** A rule that sends requests of its own. */
export interface CaseRule extends RuleBase {
  /** Whether it compares what the server lists at different times, so that new items look like a failure. */
  comparesLists?: boolean;
  /** Lists what to try on an operation; it throws `Unproven` to say why there is nothing. */
  cases(subject: Subject): Case[] | Promise<Case[]>;
}

/** A rule about every response, whatever the request was. */
export interface ResponseRule extends RuleBase {
  inspect(exchange: Exchange, contract: Contract): Violation | undefined;
}

export type Rule = CaseRule | ResponseRule;

/** The items of a list, read page by page. */
export interface Walk {
  pages: { items: unknown[]; token: unknown; exchange: Exchange }[];
  /** All items of the pages. */
  items: unknown[];
  /** Whether the last page was reached. */
  complete: boolean;
  /** Why the walk stopped before. */
  problem?: string;
}

export type Status = 'passed' | 'failed' | 'unproven';

/** How one case ended. */
export interface CaseResult {
  title: string;
  operation: string;
  status: Status;
  /** Why it failed, or is unproven. */
  reason?: string;
  pointer: string;
  /** The request that shows the failure, as a command for a shell. */
  curl?: string;
  /** The first and the last ten, and the one that shows the failure. */
  exchanges: ReportedExchange[];
}

/** An exchange in a report: without secrets, and with long bodies cut. */
export interface ReportedExchange {
  request: SignedRequest;
  response: RawResponse;
  /** The request as a command for a shell. */
  curl: string;
}

/** The result of a rule: it failed if one of its cases did, and is unproven if none passed either. */
export interface RuleResult {
  rule: string;
  statement: string;
  pointer: string;
  status: Status;
  /** Why it is unproven. */
  reason?: string;
  /** Whether the rule is in the file of known failures. */
  known: boolean;
  /** How many cases ended in which way; of a rule about responses, how many responses. */
  counts: Record<Status, number>;
  /** Of a rule about responses, only the failures. */
  cases: CaseResult[];
}

/** The result of a run. */
export interface ConformanceReport {
  tool: { name: string; version: string };
  url: string;
  /** The date of the contract's revision, or `base`. */
  revision: string;
  seed: number;
  readOnly: boolean;
  /** When the run began, in ISO 8601. */
  started: string;
  /** In milliseconds. */
  duration: number;
  cases: number;
  requests: number;
  /** How often the server said that requests came too fast. */
  throttled: number;
  /** Whether the run reached its end; if not, the rules that it did not reach are unproven. */
  complete: boolean;
  /** Whether the run reached its end, and nothing failed but the known failures, and all of those. */
  conforms: boolean;
  rules: RuleResult[];
}

/** The options of a run. */
export interface ConformanceOptions {
  /** The region in signatures. Default: `AWS_REGION` or `AWS_DEFAULT_REGION`. */
  region?: string | undefined;
  /** Default: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. */
  credentials?: Credentials | undefined;
  /** Tests against the contract with AWS's changes up to a date, or `latest`. Default: the base. */
  revision?: string | undefined;
  /** Runs few cases, and only of operations that read, at 5 requests per second or fewer. */
  readOnly?: boolean | undefined;
  /** The most requests per second. */
  rate?: number | undefined;
  /** Names of rules that fail; one that passes is a failure of the run. */
  knownFailures?: string[] | undefined;
  /** Names of the rules to test; all by default. */
  only?: string[] | undefined;
  /** Chooses other values and, with `readOnly`, other cases. Default: 1. */
  seed?: number | undefined;
  /** The folder of another contract's `openapi.json` and `validators.js`. */
  contract?: string | undefined;
  /** Is called before the cases of each rule are made, and after each case. */
  onProgress?: ((progress: { done: number; total: number; rule: string }) => void) | undefined;
}
