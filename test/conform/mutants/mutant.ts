import type { Document, JsonObject } from '../../../scripts/contract/document.ts';
import { findFilters, members, type Operation } from '../../../scripts/contract/operations.ts';

/** A request as a mutant gets it. */
export interface Call {
  method: string;
  path: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** The body as text. */
  text: string;
  /** The body, if it is a JSON object. */
  input: JsonObject | undefined;
  /** The operation, unless the path has none. */
  operation: Operation | undefined;
  document: Document;
}

/** A response of the mock, or of a mutant of it. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Asks the mock. */
export type Next = (call: Call) => Promise<Reply>;

/** What a mutant can do with a request. */
export interface Tools {
  next: Next;
  /** Asks a mock that verifies no signature. */
  lenient: Next;
  /** Remembers something for the time of a run. */
  memory: Map<string, unknown>;
}

/** A mock that breaks one law once. */
export interface Mutant {
  /** What it does wrong. */
  title: string;
  /** The rule that finds it. */
  rule: string;
  /** Whether the mock verifies signatures. */
  verifies?: boolean;
  respond(call: Call, tools: Tools): Promise<Reply>;
}

/** The properties of an operation's input and output that paging and filters use. */
export function namesOf({ document, operation }: Call) {
  const paginated = operation?.paginated;
  const size = operation && members(document, operation.request)[paginated?.pageSize ?? ''];
  return {
    least: Number(size?.['minimum']),
    most: Number(size?.['maximum']),
    items: paginated?.items ?? '',
    inputToken: paginated?.inputToken ?? '',
    outputToken: paginated?.outputToken ?? '',
    pageSize: paginated?.pageSize ?? '',
    filters: operation && findFilters(document, operation),
  };
}

export type Names = ReturnType<typeof namesOf>;

/** Makes a request with another input. */
export function withInput(call: Call, input: JsonObject): Call {
  const text = JSON.stringify(input);
  return { ...call, input, text, body: Buffer.from(text) };
}

/** Changes the input of each request; undefined leaves it as it is. */
export function changesInput(
  title: string,
  rule: string,
  change: (input: JsonObject, names: Names, call: Call) => JsonObject | undefined,
): Mutant {
  return {
    title,
    rule,
    respond: (call, { next }) => {
      const changed = call.input && change(call.input, namesOf(call), call);
      return next(changed ? withInput(call, changed) : call);
    },
  };
}

/** Changes the body of each success; undefined leaves it as it is. */
export function changesOutput(
  title: string,
  rule: string,
  change: (output: JsonObject, names: Names, call: Call, memory: Tools['memory']) => JsonObject | undefined,
): Mutant {
  return {
    title,
    rule,
    respond: async (call, { next, memory }) => {
      const reply = await next(call);
      if (reply.status >= 300) return reply;
      const output = change(JSON.parse(reply.text), namesOf(call), call, memory);
      return output ? { ...reply, text: JSON.stringify(output) } : reply;
    },
  };
}

/** Changes each response. */
export function changesReply(
  title: string,
  rule: string,
  change: (reply: Reply, call: Call) => Reply,
): Mutant {
  return { title, rule, respond: async (call, { next }) => change(await next(call), call) };
}

/** Changes each error. */
export function changesError(
  title: string,
  rule: string,
  change: (reply: Reply, call: Call) => Reply,
): Mutant {
  return changesReply(title, rule, (reply, call) => (reply.status < 400 ? reply : change(reply, call)));
}

/** Tries a request that was refused for a cause in another way; undefined leaves it refused. */
export function forgives(
  title: string,
  rule: string,
  cause: string,
  repair: (call: Call, names: Names) => Call | undefined,
): Mutant {
  return {
    title,
    rule,
    respond: async (call, { next }) => {
      const reply = await next(call);
      if (errorOf(reply, call)?.cause !== cause) return reply;
      const repaired = repair(call, namesOf(call));
      return repaired ? next(repaired) : reply;
    },
  };
}

/** Finds the error of a response in the contract. */
export function errorOf({ headers }: Reply, { operation }: Call) {
  return operation?.errors.find(({ name }) => name === headers['x-amzn-errortype']);
}

/** Copies an object without some of its properties. */
export function without(object: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
