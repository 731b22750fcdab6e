import type { Contract } from '../contract/generated.ts';
import type { OperationClient } from './operation-client.ts';
import type { Exchange } from './sender.ts';
import type { Request } from './sign.ts';

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
  /** Whether it compares lists that were read at different times, so that a new item looks like a failure. */
  comparesLists?: boolean;
  /** Lists the cases of an operation; throws `Unproven` to say why there are none. */
  cases(client: OperationClient): Case[] | Promise<Case[]>;
}

/** A rule about every response, whatever the request was. */
export interface ResponseRule extends RuleBase {
  inspect(exchange: Exchange, contract: Contract): Breach | undefined;
}

export type Rule = CaseRule | ResponseRule;

/** One thing to try. */
export interface Case {
  title: string;
  /** A JSON Pointer into the contract, if it is more exact than the rule's. */
  pointer?: string | undefined;
  /** Returns how the server breaks the rule; undefined if it does not. Throws `Unproven` if that cannot be decided. */
  run(conversation: Conversation): Promise<Breach | undefined>;
}

/** How a server breaks a rule. */
export interface Breach {
  reason: string;
  /** A JSON Pointer into the contract, if it is more exact than that of the case or the rule. */
  pointer?: string | undefined;
  /** The exchange that shows it; the last one by default. */
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
   * @param causes the request has to get an error with one of these causes, as in `x-error.cause`
   */
  send(request: Request, causes?: string[]): Promise<Exchange>;
}
