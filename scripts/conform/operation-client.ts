import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../contract/generated.ts';
import { listExamples, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';
import type { Random } from '../random.ts';
import { type Conversation, Unproven } from './rule.ts';
import { readObject } from './rules/cases.ts';
import type { Exchange } from './sender.ts';
import type { Request } from './sign.ts';

/** Pages that are read of one list; a live service is asked for fewer. */
const mostPages = 400;
const mostPagesReadOnly = 10;

/** The input of an operation: properties of the body and parameters by name. */
export type Input = Record<string, unknown>;

/** The items of a list, read page by page. */
export interface Walk {
  pages: { items: unknown[]; token: unknown; exchange: Exchange }[];
  /** All items of the pages. */
  items: unknown[];
  /** Whether the last page was reached. */
  complete: boolean;
  /** Why the list cannot be read to its end. */
  problem?: string;
}

/** Makes requests of one operation, and remembers what the server lists. */
export class OperationClient {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly readOnly: boolean;
  /** Sends requests outside of a case. */
  readonly conversation: Conversation;
  /** Returns a random integer, at least 0 and less than a bound; it repeats with the seed. */
  readonly random: Random['below'];
  /** The clients of the server's other operations. */
  others: OperationClient[] = [];
  readonly #defaults: Input;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(
    { contract, readOnly, random }: { contract: Contract; readOnly: boolean; random: Random },
    operation: Operation,
    conversation: Conversation,
  ) {
    this.contract = contract;
    this.operation = operation;
    this.readOnly = readOnly;
    this.conversation = conversation;
    this.random = random.below;
    this.#defaults = requiredInput(contract, operation);
  }

  /** Makes a request; the contract's examples complete what is required and missing. */
  request(input: Input): Request {
    return writeRequest(this.operation, { ...this.#defaults, ...input });
  }

  /** Makes something the first time it is called with a key, and returns the same afterwards. */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.#made.get(key) ?? make();
    this.#made.set(key, value);
    return value as Promise<Value>;
  }

  /** Reads a list to its end, or as far as is reasonable; once per input. */
  async walk(input: Input, { exchanges } = this.conversation): Promise<Walk> {
    const walk = await this.once(`walk ${JSON.stringify(input)}`, () => readPages(this, input));
    exchanges.push(...walk.pages.map(({ exchange }) => exchange));
    return walk;
  }

  /** Whether the server lists other items than at the start of the run. */
  hasChanged(): Promise<boolean> {
    return this.once('change', async () => {
      if (!this.operation.paginated) return false;
      const [before, after] = [await this.walk({}), await readPages(this, {})];
      return !isDeepStrictEqual(before.items, after.items);
    });
  }
}

/** Whether the contract says that a request changes nothing. */
export function isRead({ method, paginated }: Operation): boolean {
  return method === 'get' || paginated !== undefined;
}

/** Takes examples of what an operation requires from the contract. */
function requiredInput({ document, validators }: Contract, operation: Operation): Input {
  const { request, object, parameters } = operation;
  const input: Input = {};
  if (request && !validators[`validate${request}`]?.({})) {
    const [example] = listExamples(document, object.requestBody).values();
    Object.assign(input, example?.value);
  }
  for (const { name, required, schema = {} } of parameters) {
    if (!required) continue;
    const { examples, default: usual, enum: values } = mergeReference(document, schema);
    input[name] = examples?.[0] ?? usual ?? values?.[0];
  }
  return input;
}

function writeRequest(operation: Operation, input: Input): Request {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  const body = { ...input };
  let { path } = operation;
  for (const { name, in: place } of operation.parameters) {
    const values = input[name] === undefined ? [] : [input[name]].flat().map(String);
    delete body[name];
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(values.join(',')));
    else if (place === 'query') for (const value of values) query.append(name, value);
    else if (values.length > 0) headers[name.toLowerCase()] = values.join(',');
  }
  if (query.size > 0) path += `?${String(query).replaceAll('+', '%20')}`;
  const method = operation.method.toUpperCase();
  if (!operation.request) return { method, path, headers };
  headers['content-type'] = 'application/json';
  return { method, path, headers, body: JSON.stringify(body) };
}

async function readPages(client: OperationClient, input: Input): Promise<Walk> {
  const { operation, conversation, readOnly } = client;
  const limit = readOnly ? mostPagesReadOnly : mostPages;
  const { items, inputToken, outputToken } = operation.paginated!;
  const walk: Walk = { pages: [], items: [], complete: false };
  const seen = new Set<unknown>();
  for (let token: unknown; walk.pages.length < limit; ) {
    const exchange = await conversation.send(
      client.request({ ...input, ...(token !== undefined && { [inputToken]: token }) }),
    );
    const { status } = exchange.response;
    if (status !== operation.status) {
      if (token === undefined) throw new Unproven(`the first page got the status ${status}`);
      return { ...walk, problem: `page ${walk.pages.length + 1} got the status ${status}` };
    }
    const page = readObject(exchange.response);
    const list = Array.isArray(page[items]) ? (page[items] as unknown[]) : [];
    token = page[outputToken];
    walk.pages.push({ items: list, token, exchange });
    walk.items.push(...list);
    // AWS's clients take an empty token for none.
    if (token === undefined || token === null || token === '') return { ...walk, complete: true };
    if (seen.has(token))
      return { ...walk, problem: `page ${walk.pages.length} has the token of an earlier page` };
    seen.add(token);
  }
  return walk;
}
