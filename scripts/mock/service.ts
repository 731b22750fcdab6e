import type { JsonObject } from '../contract/document.ts';
import { findSigningName, type Operation } from '../contract/operations.ts';
import { type Contract, successExamples } from './contract.ts';
import type { Fault } from './faults.ts';
import { createPager, type PageOptions } from './pager.ts';
import {
  createIdWriter,
  type Errors,
  errorResponse,
  type ReceivedRequest,
  RequestError,
  type ServiceResponse,
} from './response.ts';
import { type Credentials, createSignatureCheck } from './signature.ts';
import type { Store } from './store.ts';
import { createValidation, type ValidatedRequest } from './validation.ts';

/** Bytes up to which the body of a request is kept with its response. */
const longestKept = 4096;

export interface ServiceOptions {
  /** Verifies signatures with this key pair; without it only their form. */
  verifySignatures?: Credentials;
}

/** The service that a contract describes, without HTTP around it. */
export interface Service {
  /** Responds to a request; it throws only if the mock itself fails. */
  respond(request: ReceivedRequest): Promise<ServiceResponse>;
  /** Reports something that was thrown. */
  fail(error: unknown): ServiceResponse;
}

/** The response of an operation to valid input. */
export type Responder = (input: JsonObject, id: string) => ServiceResponse;

/** What the service responds with. It changes as a whole, so that each request is served from one state. */
export interface State {
  /** Waits as long as a response takes. */
  readonly delay: (() => Promise<void>) | undefined;
  /** Throws beyond the rate limit. */
  readonly limit: (() => void) | undefined;
  readonly faults: readonly Fault[];
  /** By the name of the operation. */
  readonly responders: ReadonlyMap<string, Responder>;
}

/** Puts the parts of the mock together, from the bytes of a request to the response that AWS would send. */
export async function createService(
  contract: Contract,
  errors: Errors,
  states: { readonly current: State },
  options: ServiceOptions,
): Promise<Service> {
  const { document, operations } = contract;
  const validate = await createValidation(contract);
  const checkSignature = await createSignatureCheck(
    findSigningName(document) ?? '',
    options.verifySignatures,
  );
  const preferences = new Map(
    operations.map((operation) => [operation.id, createPreference(contract, operation)]),
  );
  const refuse = (error: unknown, operation?: Operation) => {
    if (!(error instanceof RequestError)) throw error;
    return errorResponse(errors.raisedBy(error.reason, operation), error.message);
  };
  const respondToOperation = async (
    request: ReceivedRequest,
    state: State,
    { operation, input, unsigned, error }: ValidatedRequest,
  ) => {
    if (state.delay) await state.delay();
    if (unsigned) throw new RequestError('unsigned', 'The request has no Authorization header.');
    if (request.headers['authorization'] !== undefined) await checkSignature(request);
    if (error) throw error;
    return (
      injectFault(state) ??
      preferences.get(operation.id)!(request) ??
      state.responders.get(operation.id)!(input, request.id)
    );
  };
  return {
    async respond(request) {
      const state = states.current;
      let found: ValidatedRequest | undefined;
      try {
        found = await validate(request);
        return Object.assign(await respondToOperation(request, state, found), describe(request, found));
      } catch (error) {
        return Object.assign(refuse(error, found?.operation), describe(request, found));
      }
    },
    fail: (error) => failure(errors, error),
  };
}

/** Returns the injected fault of a valid request, if it gets one. */
function injectFault({ limit, faults }: State): ServiceResponse | undefined {
  limit?.();
  for (const { error, isDue } of faults) if (isDue()) return errorResponse(error, error.message);
  return undefined;
}

function failure(errors: Errors, error: unknown): ServiceResponse {
  if (error instanceof RequestError) return errorResponse(errors.raisedBy(error.reason), error.message);
  process.emitWarning(error as Error);
  const internal = errors.raisedBy('internal');
  return errorResponse(internal, internal.message);
}

function describe({ body: bytes }: ReceivedRequest, found: ValidatedRequest | undefined) {
  if (!found) return {};
  const { operation, body } = found;
  const kept = body !== undefined && bytes.length <= longestKept;
  return { operation: operation.id, ...(kept && { request: body }) };
}

/** Responds with a page of items, with the contract's first example, or without a body, as the operation does. */
export function createResponder(
  { document }: Contract,
  operation: Operation,
  store: Store | undefined,
  options: PageOptions,
): Responder {
  const { status, paginated } = operation;
  if (operation.response === undefined) return () => ({ status, body: '' });
  const [example] = Object.values(successExamples(document, operation));
  if (!example) throw new Error(`${operation.id} needs an example of its response ${status}`);
  const withId = createIdWriter(document, operation);
  if (!store || !paginated) return (_, id) => ({ status, body: JSON.stringify(withId(example, id)) });
  const { [paginated.items]: _items, [paginated.outputToken]: _token, ...rest } = example;
  const pageOf = createPager(document, operation, store, options);
  return (input, id) => {
    const { items, count, next } = pageOf(input);
    // The items are JSON already, so they go into the page as they are.
    const empty = { ...withId(rest, id), [paginated.outputToken]: next, [paginated.items]: [] };
    return { status, body: `${JSON.stringify(empty).slice(0, -2)}${items}]}`, items: count };
  };
}

/**
 * Makes a function that returns the example that a request asks for in Prism's header `Prefer`: `code=429` for the
 * first of a status, `example=Minimal` for one by name; undefined if it asks for neither.
 */
function createPreference(
  { document }: Contract,
  operation: Operation,
): (request: ReceivedRequest) => ServiceResponse | undefined {
  const { status } = operation;
  const withId = createIdWriter(document, operation);
  const choices = [
    ...Object.entries(successExamples(document, operation)).map(([name, value]) => ({
      ...{ status, name },
      respond: (id: string): ServiceResponse => ({ status, body: JSON.stringify(withId(value, id)) }),
    })),
    ...operation.errors.map((error) => ({
      ...{ status: error.status, name: error.name },
      respond: () => errorResponse(error, error.message),
    })),
  ];
  return ({ headers, id }) => {
    const prefer = headers['prefer'];
    if (prefer === undefined) return undefined;
    const { code, example } = readPreferences(prefer);
    if (code === undefined && example === undefined) return undefined;
    const choice = choices.find(
      ({ status, name }) => (code ?? String(status)) === String(status) && (example ?? name) === name,
    );
    if (choice) return choice.respond(id);
    const known = choices.map(({ status, name }) => `${name} (${status})`).join(', ');
    throw new RequestError(
      'constraint',
      `Prefer is ${JSON.stringify(prefer)}, but ${operation.id} has only these examples: ${known}.`,
    );
  };
}

function readPreferences(prefer: string): { code?: string; example?: string } {
  const pairs = [...prefer.matchAll(/(code|example)\s*=\s*(?:"([^"]*)"|([^\s,;]*))/gi)];
  return Object.fromEntries(pairs.map(([, name, quoted, plain]) => [name!.toLowerCase(), quoted ?? plain!]));
}
