import { componentName, type Json, type JsonObject, type Schema } from '../contract/document.ts';
import { JsonText } from '../contract/json-text.ts';
import type { Operation } from '../contract/operations.ts';
import { isObject } from '../contract/schema.ts';
import { describeViolation } from '../contract/violation.ts';
import { didYouMean, OptionError, type Path, refuse } from './checks.ts';
import { type Contract, successExamples } from './contract.ts';
import { collectItems, toOptionError } from './load-items.ts';
import { createIdWriter, errorResponse, RequestError, type ServiceResponse } from './response.ts';
import { createResponder, type Responder } from './service.ts';
import type { MockResponse } from './state-document.ts';
import { createStore } from './store.ts';

/** A response to the requests that it is for; undefined for the others. */
export type Conditional = (input: JsonObject, id: string) => ServiceResponse | undefined;

/** Makes the conditional responses of each operation, in order. */
export function createConditionals(
  contract: Contract,
  responses: readonly MockResponse[],
): Map<string, Conditional[]> {
  const byOperation = new Map<string, Conditional[]>();
  for (const [index, response] of responses.entries()) {
    for (const [operation, conditional] of createConditional(contract, response, ['responses', index])) {
      byOperation.set(operation.id, [...(byOperation.get(operation.id) ?? []), conditional]);
    }
  }
  return byOperation;
}

/** Puts conditional responses before the usual one. */
export function respondConditionally(conditionals: Conditional[] | undefined, usual: Responder): Responder {
  if (!conditionals) return usual;
  return (input, id) => {
    for (const conditional of conditionals) {
      const response = conditional(input, id);
      if (response) return response;
    }
    return usual(input, id);
  };
}

/** Without the name of an operation a response is for each operation that it is valid for: at least one. */
function createConditional(
  contract: Contract,
  response: MockResponse,
  path: Path,
): Map<Operation, Conditional> {
  const ids = contract.operations.map(({ id }) => id);
  const { operation: named } = response;
  const candidates = contract.operations.filter(({ id }) => named === undefined || id === named);
  if (candidates.length === 0) {
    const rule = `must be an operation of the contract: ${ids.join(', ')}`;
    refuse([...path, 'operation'], rule, named, didYouMean(named, ids));
  }
  const patterns = tryEach(candidates, (operation) =>
    readPattern(contract, operation, response.when as JsonObject, [...path, 'when']),
  );
  return tryEach([...patterns.keys()], (operation) =>
    compile(contract, operation, patterns.get(operation)!, response.then, [...path, 'then']),
  );
}

/** Collects the results by operation, without the operations that it throws for unless it throws for all. */
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

function compile(
  contract: Contract,
  operation: Operation,
  pattern: JsonObject,
  then: MockResponse['then'],
  path: Path,
): Conditional {
  if (then.data !== undefined) {
    return listData(contract, operation, pattern, then.data, [...path, 'data']);
  }
  const respond =
    then.error === undefined
      ? respondWithExample(contract, operation, then.example, [...path, 'example'])
      : respondWithError(operation, then.error, [...path, 'error']);
  return (input, id) => (matches(input, pattern) ? respond(id) : undefined);
}

/** Validates part of an input: it may lack what a request must have, and null stands for an absent property. */
function readPattern(contract: Contract, operation: Operation, when: JsonObject, path: Path): JsonObject {
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
    const schema = { $ref: `#/components/schemas/${request}` };
    validatePart(contract, schema, dropNulls(Object.fromEntries(body)), path);
  } else {
    const [unknown] = body.keys();
    if (unknown !== undefined) {
      throw new OptionError([...path, unknown], `is not allowed: ${operation.id} has no such parameter`);
    }
  }
  return pattern;
}

/** In a URL every value is text, and a list of one is as its item. */
function asInUrl(value: Json): string | string[] {
  const [first = '', ...others] = [value].flat().map(String);
  return others.length > 0 ? [first, ...others] : first;
}

function validatePart({ document, validator }: Contract, schema: Schema, value: Json, path: Path): void {
  const validate = validator(schema);
  if (validate(value)) return;
  const error = validate.errors!.find(({ keyword }) => keyword !== 'required');
  if (!error) return;
  const source = { json: new JsonText(''), path: path.map(String) };
  throw toOptionError(describeViolation(document, componentName(schema) ?? '', error, value, source));
}

function dropNulls(value: Json): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value as JsonObject).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([name, one]) => [name, dropNulls(one)]));
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

function respondWithExample(
  { document }: Contract,
  operation: Operation,
  name: string,
  path: Path,
): (id: string) => ServiceResponse {
  const examples = successExamples(document, operation);
  const names = Object.keys(examples);
  if (!Object.hasOwn(examples, name)) {
    refuse(path, `must be an example of ${operation.id}: ${names.join(', ')}`, name, didYouMean(name, names));
  }
  const withId = createIdWriter(document, operation);
  return (id) => ({ status: operation.status, body: JSON.stringify(withId(examples[name]!, id)) });
}

function respondWithError({ id, errors }: Operation, name: string, path: Path): () => ServiceResponse {
  const error = errors.find((one) => one.name === name);
  const names = errors.map((one) => one.name);
  if (!error) refuse(path, `must be an error of ${id}: ${names.join(', ')}`, name, didYouMean(name, names));
  return () => errorResponse(error, error.message);
}

/** Lists other items, page by page and without filters. */
function listData(
  contract: Contract,
  operation: Operation,
  pattern: JsonObject,
  data: readonly object[],
  path: Path,
): Conditional {
  const { paginated } = operation;
  if (!paginated) throw new OptionError(path, `is not possible: ${operation.id} does not list`);
  const { items } = collectItems(contract, operation, data, path, false);
  const respond = createResponder(contract, { ...operation, filters: {} }, createStore(items, {}), {});
  const { inputToken } = paginated;
  if (!Object.hasOwn(pattern, inputToken)) {
    return (input, id) => (matches(input, pattern) ? respond(input, id) : undefined);
  }
  const { [inputToken]: _, ...rest } = pattern;
  return (input, id) => {
    if (!matches(input, rest)) return undefined;
    const { [inputToken]: token, ...first } = input;
    if (matches(token, pattern[inputToken]!)) return respond(first, id);
    // The next pages have tokens that these data issued.
    return token === undefined ? undefined : respondToIssued(() => respond(input, id));
  };
}

function respondToIssued(respond: () => ServiceResponse): ServiceResponse | undefined {
  try {
    return respond();
  } catch (error) {
    if (error instanceof RequestError && error.reason === 'pagination-token') return undefined;
    throw error;
  }
}
