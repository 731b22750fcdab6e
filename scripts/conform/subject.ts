import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../contract/document.ts';
import type { Contract } from '../contract/generated.ts';
import { listExamples, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';
import type { Random } from '../random.ts';
import { readObject } from './rules/cases.ts';
import { type Conversation, type Request, Unproven, type Walk } from './types.ts';

/**
 * Makes a function that makes requests of input. It leaves out nothing that the contract requires, and takes that from
 * the contract's examples.
 */
function createRequests(
  { document, validators }: Contract,
  operation: Operation,
): (input: Record<string, unknown>) => Request {
  const examples = Object.fromEntries(
    operation.parameters
      .filter(({ required }) => required)
      .map(({ name, schema = {} }) => {
        const { examples, default: usual, enum: values } = mergeReference(document, schema);
        return [name, examples?.[0] ?? usual ?? values?.[0]];
      }),
  );
  const validate = validators[`validate${operation.request}`];
  const body = operation.request && !validate?.({}) ? exampleBody({ document }, operation) : {};
  return (input) => {
    const all: Record<string, unknown> = { ...body, ...examples, ...input };
    const inUrl = operation.parameters.filter(({ name }) => all[name] !== undefined);
    const rest = Object.entries(all).filter(([name]) => !inUrl.some((parameter) => parameter.name === name));
    return writeRequest(operation, all, Object.fromEntries(rest));
  };
}

function writeRequest(operation: Operation, all: Record<string, unknown>, body: object): Request {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let { path } = operation;
  for (const { name, in: place } of operation.parameters) {
    const values = all[name] === undefined ? [] : [all[name]].flat().map(String);
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

function exampleBody({ document }: Pick<Contract, 'document'>, { object }: Operation): object {
  const [example] = listExamples(document, object.requestBody).values();
  return (example?.value as JsonObject | undefined) ?? {};
}

/** Whether sending a request changes nothing, as far as the contract says. */
export function isRead({ method, paginated }: Operation): boolean {
  return method === 'get' || paginated !== undefined;
}

/** Pages that are read of one list; a live service is asked for fewer. */
const mostPages = 400;
const mostPagesReadOnly = 10;

/** What all subjects of a run share. */
type Shared = Pick<Subject, 'contract' | 'readOnly'> & { random: Random };

/** An operation on a server. */
export class Subject {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly readOnly: boolean;
  /** Sends requests outside of a case. */
  readonly conversation: Conversation;
  /** A random integer, at least 0 and less than a bound; repeats with the seed. */
  readonly random: (below: number) => number;
  /** Makes a request of the operation's input, completed with examples of what the contract requires. */
  readonly request: (input: Record<string, unknown>) => Request;
  /** The other operations on the server. */
  others: Subject[] = [];
  readonly #made = new Map<string, Promise<unknown>>();

  constructor({ contract, readOnly, random }: Shared, operation: Operation, conversation: Conversation) {
    this.contract = contract;
    this.operation = operation;
    this.readOnly = readOnly;
    this.conversation = conversation;
    this.random = random.below;
    this.request = createRequests(contract, operation);
  }

  /** Makes something the first time it is called with a key, and returns the same afterwards. */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.#made.get(key) ?? make();
    this.#made.set(key, value);
    return value as Promise<Value>;
  }

  /** Reads a list to its end, or as far as is reasonable; once per input. */
  async walk(input: Record<string, unknown>, { exchanges } = this.conversation): Promise<Walk> {
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

async function readPages(
  { operation, request, conversation, readOnly }: Subject,
  input: Record<string, unknown>,
): Promise<Walk> {
  const limit = readOnly ? mostPagesReadOnly : mostPages;
  const { items, inputToken, outputToken } = operation.paginated!;
  const walk: Walk = { pages: [], items: [], complete: false };
  const seen = new Set<unknown>();
  for (let token: unknown; walk.pages.length < limit; ) {
    const exchange = await conversation.send(
      request({ ...input, ...(token !== undefined && { [inputToken]: token }) }),
    );
    const { status } = exchange.response;
    const page = readObject(exchange.response);
    if (status !== operation.status) {
      if (token === undefined) throw new Unproven(`the first page got the status ${status}`);
      return { ...walk, problem: `page ${walk.pages.length + 1} got the status ${status}` };
    }
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
