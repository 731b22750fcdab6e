import {
  componentName,
  type Document,
  type Json,
  type JsonObject,
  referenceTo,
  type Schema,
} from '../contract/document.ts';
import { JsonText } from '../contract/json-text.ts';
import { members, type Operation, requestIdHeader } from '../contract/operations.ts';
import { dropNulls, isObject } from '../contract/schema.ts';
import { describeViolation } from '../contract/violation.ts';
import { type MockContract, successExamples } from './contract.ts';
import type { Filled } from './data.ts';
import { errorResponse, type ReceivedRequest, RequestError, type ServiceResponse } from './exchange.ts';
import { collectItems, toOptionError } from './load-items.ts';
import { findNamed, OptionError, type Path } from './options.ts';
import { createPager, createStore, type Store } from './pager.ts';
import type { MockResponse, MockState } from './types.ts';

/** Responds to valid input of an operation; undefined leaves that to the next responder. */
export type Responder = (
  input: JsonObject,
  request: Pick<ReceivedRequest, 'id' | 'headers'>,
) => ServiceResponse | undefined;

/** An example of the contract, of a success or of an error. */
interface Example {
  kind: 'example' | 'error';
  name: string;
  status: number;
  respond: (id: string) => ServiceResponse;
}

/** Responds with a page of items, with the contract's first example, or without a body. */
function createUsual(
  { document }: MockContract,
  operation: Operation,
  store: Store | undefined,
  pages?: MockState['pages'],
): Responder {
  const { status, paginated } = operation;
  if (operation.response === undefined) return () => ({ status, body: '' });
  const [example] = Object.values(successExamples(document, operation));
  if (!example) throw new Error(`${operation.id} needs an example of its response ${status}`);
  const withId = createIdWriter(document, operation);
  if (!store || !paginated) return (_, { id }) => ({ status, body: JSON.stringify(withId(example, id)) });
  const { [paginated.items]: _items, [paginated.outputToken]: _token, ...rest } = example;
  const pageOf = createPager(document, operation, store, pages);
  return (input, { id }) => {
    const { items, count, next } = pageOf(input);
    // The items are already JSON.
    const empty = { ...withId(rest, id), [paginated.outputToken]: next, [paginated.items]: [] };
    return { status, body: `${JSON.stringify(empty).slice(0, -2)}${items}]}`, items: count };
  };
}

/** Makes a function that sets the properties of a response body that repeat the request id. */
function createIdWriter(
  document: Document,
  operation: Operation,
): (body: JsonObject, id: string) => JsonObject {
  const names = Object.entries(members(document, operation.response))
    .filter(([, member]) => member['x-same-as-header'] === requestIdHeader)
    .map(([name]) => name);
  return (body, id) => {
    const copy = { ...body };
    for (const name of names) copy[name] = id;
    return copy;
  };
}

function listExamples({ document }: MockContract, operation: Operation): Example[] {
  const { status, errors } = operation;
  const withId = createIdWriter(document, operation);
  const successes = Object.entries(successExamples(document, operation)).map(
    ([name, value]): Example => ({
      kind: 'example',
      name,
      status,
      respond: (id) => ({ status, body: JSON.stringify(withId(value, id)) }),
    }),
  );
  const failures = errors.map(
    (error): Example => ({
      kind: 'error',
      name: error.name,
      status: error.status,
      respond: () => errorResponse(error, error.message),
    }),
  );
  return [...successes, ...failures];
}

/**
 * Responds with the example that a request asks for in Prism's header `Prefer`: `code=429` for the first of a status,
 * `example=Minimal` for one by name.
 */
function respondAsPreferred(contract: MockContract, operation: Operation): Responder {
  const examples = listExamples(contract, operation);
  return (_, { headers, id }) => {
    const prefer = headers['prefer'];
    if (prefer === undefined) return undefined;
    const pairs = [...prefer.matchAll(/(code|example)\s*=\s*(?:"([^"]*)"|([^\s,;]*))/gi)];
    const preferences = pairs.map(([, name, quoted, plain]) => [name!.toLowerCase(), quoted ?? plain!]);
    const { code, example } = Object.fromEntries(preferences) as { code?: string; example?: string };
    if (code === undefined && example === undefined) return undefined;
    const found = examples.find(
      ({ status, name }) => (code ?? String(status)) === String(status) && (example ?? name) === name,
    );
    if (found) return found.respond(id);
    const known = examples.map(({ status, name }) => `${name} (${status})`).join(', ');
    throw new RequestError(
      'constraint',
      `Prefer is ${JSON.stringify(prefer)}, but ${operation.id} has only these examples: ${known}.`,
    );
  };
}

/**
 * Makes the responders of each operation by its name. The first that returns a response is used: the example that a
 * request prefers, then the responses for some requests in their order, then the usual response.
 */
export function createResponders(
  contract: MockContract,
  { responses, pages }: { responses: readonly MockResponse[]; pages?: MockState['pages'] },
  stores: ReadonlyMap<string, Filled>,
): Map<string, Responder[]> {
  const byOperation = new Map(
    contract.operations.map((operation) => [operation.id, [respondAsPreferred(contract, operation)]]),
  );
  for (const [index, response] of responses.entries()) {
    for (const [operation, responder] of createConditional(contract, response, ['responses', index])) {
      byOperation.get(operation.id)!.push(responder);
    }
  }
  for (const operation of contract.operations) {
    const { store } = stores.get(operation.id) ?? {};
    byOperation.get(operation.id)!.push(createUsual(contract, operation, store, pages));
  }
  return byOperation;
}

/** Without the name of an operation, a response applies to each operation that it is valid for: at least one. */
function createConditional(
  contract: MockContract,
  response: MockResponse,
  path: Path,
): Map<Operation, Responder> {
  const { operations } = contract;
  const byName = new Map(operations.map((operation) => [operation.id, operation]));
  const candidates =
    response.operation === undefined
      ? operations
      : [findNamed(byName, response.operation, [...path, 'operation'], 'an operation of the contract')];
  const patterns = tryEach(candidates, (operation) =>
    readPattern(contract, operation, response.when as JsonObject, [...path, 'when']),
  );
  return tryEach([...patterns.keys()], (operation) =>
    compile(contract, operation, patterns.get(operation)!, response.then, [...path, 'then']),
  );
}

/** Collects the results by operation. Operations that `attempt` throws for are left out, unless those are all. */
function tryEach<Result>(
  operations: Operation[],
  attempt: (operation: Operation) => Result,
): Map<Operation, Result> {
  const results = new Map<Operation, Result>();
  let reason: OptionError | undefined;
  for (const operation of operations) {
    try {
      results.set(operation, attempt(operation));
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      // The operation that was meant is probably the one in which the mistake is deepest.
      if (!reason || error.place.length > reason.place.length) reason = error;
    }
  }
  if (results.size === 0) throw reason;
  return results;
}

/** Validates part of an input: required properties may be missing, and null matches an absent one. */
function readPattern(contract: MockContract, operation: Operation, when: JsonObject, path: Path): JsonObject {
  const { request, parameters } = operation;
  const body = new Map(Object.entries(when));
  const pattern: JsonObject = { ...when };
  for (const { name, schema } of parameters) {
    const value = when[name];
    if (value === undefined || !schema) continue;
    body.delete(name);
    if (value !== null) validatePart(contract, schema, value, [...path, name]);
    pattern[name] = value === null ? null : asInUrl(value);
  }
  if (request !== undefined) {
    const schema = referenceTo(request);
    const value = dropNulls(contract.document, schema, Object.fromEntries(body));
    validatePart(contract, schema, value, path);
  } else {
    const [unknown] = body.keys();
    if (unknown !== undefined) {
      throw new OptionError([...path, unknown], `is not allowed: ${operation.id} has no such parameter`);
    }
  }
  return pattern;
}

/** In a URL every value is text, and a list of one item is that item. */
function asInUrl(value: Json): string | string[] {
  const [first = '', ...others] = [value].flat().map(String);
  return others.length > 0 ? [first, ...others] : first;
}

function validatePart({ document, validator }: MockContract, schema: Schema, value: Json, path: Path): void {
  const validate = validator(schema);
  if (validate(value)) return;
  const error = validate.errors!.find(({ keyword }) => keyword !== 'required');
  if (!error) return;
  const source = { json: new JsonText(''), path: path.map(String) };
  throw toOptionError(describeViolation(document, componentName(schema) ?? '', error, value, source));
}

/** Compares as jest's `toMatchObject` does: objects may have further properties, lists match as a whole. */
function matches(value: Json | undefined, pattern: Json): boolean {
  if (pattern === null) return value === undefined || value === null;
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(value) &&
      value.length === pattern.length &&
      pattern.every((item, index) => matches(value[index], item))
    );
  }
  if (!isObject(pattern)) return value === pattern;
  return (
    isObject(value) &&
    Object.entries(pattern).every(([name, one]) =>
      matches(Object.hasOwn(value, name) ? (value[name] as Json) : undefined, one as Json),
    )
  );
}

function compile(
  contract: MockContract,
  operation: Operation,
  pattern: JsonObject,
  { data, error, example = '' }: MockResponse['then'],
  path: Path,
): Responder {
  if (data !== undefined) return listData(contract, operation, pattern, data, [...path, 'data']);
  const kind = error === undefined ? 'example' : 'error';
  const examples = listExamples(contract, operation).filter((one) => one.kind === kind);
  const byName = new Map(examples.map((one) => [one.name, one]));
  const { respond } = findNamed(byName, error ?? example, [...path, kind], `an ${kind} of ${operation.id}`);
  return (input, { id }) => (matches(input, pattern) ? respond(id) : undefined);
}

/** Lists other items page by page, without filters. */
function listData(
  contract: MockContract,
  operation: Operation,
  pattern: JsonObject,
  data: readonly object[],
  path: Path,
): Responder {
  const { paginated } = operation;
  if (!paginated) throw new OptionError(path, `is not allowed: ${operation.id} does not list items`);
  const { items } = collectItems(contract, operation, data, path, false);
  const respond = createUsual(contract, { ...operation, filters: {} }, createStore(items, {}));
  const { inputToken } = paginated;
  if (!Object.hasOwn(pattern, inputToken)) {
    return (input, request) => (matches(input, pattern) ? respond(input, request) : undefined);
  }
  const { [inputToken]: _, ...rest } = pattern;
  return (input, request) => {
    if (!matches(input, rest)) return undefined;
    const { [inputToken]: token, ...first } = input;
    if (matches(token, pattern[inputToken]!)) return respond(first, request);
    // The tokens of further pages were issued for these items.
    return token === undefined ? undefined : respondToIssued(() => respond(input, request));
  };
}

function respondToIssued(respond: () => ServiceResponse | undefined): ServiceResponse | undefined {
  try {
    return respond();
  } catch (error) {
    if (error instanceof RequestError && error.reason === 'pagination-token') return undefined;
    throw error;
  }
}
