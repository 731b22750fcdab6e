import { findSigningName } from '../contract/operations.ts';
import type { MockContract } from './contract.ts';
import { errorResponse, type ReceivedRequest, RequestError, type ServiceResponse } from './exchange.ts';
import { createLog, type RequestLog, recordExchanges } from './record.ts';
import { createSignatureCheck } from './signature.ts';
import { createStates, type State } from './state.ts';
import type { MockControl, MockHandlerOptions } from './types.ts';
import { createValidation, type ValidatedRequest } from './validation.ts';

/** The largest body of a request, in bytes, that the log keeps. */
const longestKept = 4096;

/** A mock without its transport, which is HTTP or a function. */
export interface MockService {
  contract: MockContract;
  control: MockControl;
  /** The largest body, in bytes. */
  bodyLimit: number;
  /** Milliseconds that a client may take to send a request. */
  timeout: number;
  /** Responds to a request; throws only if the mock itself fails. */
  respond(request: ReceivedRequest): Promise<ServiceResponse>;
  /** Turns a thrown error into a response. */
  fail(error: unknown): ServiceResponse;
  /** Called after each response is sent. */
  responded: RequestLog['add'];
}

/** Assembles the service of a mock, which turns the bytes of a request into the response that AWS would send. */
export async function createMockService(
  contract: MockContract,
  options: Omit<MockHandlerOptions, 'contract' | 'revision'>,
): Promise<MockService> {
  const { timeout = 10_000, bodyLimit = 1024 * 1024, record, verifySignatures } = options;
  const log = createLog(options.log);
  const states = await createStates(contract, options, log);
  const validate = await createValidation(contract);
  const signingName = findSigningName(contract.document) ?? '';
  const checkSignature = await createSignatureCheck(signingName, verifySignatures);
  const respond = async (request: ReceivedRequest): Promise<ServiceResponse> => {
    const state = states.current;
    let validated: ValidatedRequest | undefined;
    let response: ServiceResponse;
    try {
      validated = await validate(request);
      if (state.delay) await state.delay();
      if (validated.unsigned) throw new RequestError('unsigned', 'The request has no Authorization header.');
      if (request.headers['authorization'] !== undefined) await checkSignature(request);
      if (validated.error) throw validated.error;
      response = respondFrom(state, request, validated);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      response = errorResponse(contract.errors.raisedBy(error.reason, validated?.operation), error.message);
    }
    return Object.assign(response, validated && describe(request, validated));
  };
  return {
    contract,
    control: states.control,
    bodyLimit,
    timeout,
    respond: record === undefined ? respond : recordExchanges(respond, record),
    fail: (error) => reportFailure(contract, error),
    responded: log.add,
  };
}

/** Responds to a valid request with an injected fault if one is due, otherwise with the operation's response. */
function respondFrom(
  { limit, faults, responders }: State,
  request: ReceivedRequest,
  { operation, input }: ValidatedRequest,
): ServiceResponse {
  limit?.();
  for (const { error, isDue } of faults) if (isDue()) return errorResponse(error, error.message);
  for (const respond of responders.get(operation.id)!) {
    const response = respond(input, request);
    if (response) return response;
  }
  throw new Error(`nothing responds to ${operation.id}`);
}

function reportFailure({ errors }: MockContract, error: unknown): ServiceResponse {
  if (error instanceof RequestError) return errorResponse(errors.raisedBy(error.reason), error.message);
  process.emitWarning(error as Error);
  const internal = errors.raisedBy('internal');
  return errorResponse(internal, internal.message);
}

/** Describes a request for the log. */
function describe({ body: bytes }: ReceivedRequest, { operation, body }: ValidatedRequest) {
  const kept = body !== undefined && bytes.length <= longestKept;
  return { operation: operation.id, ...(kept && { request: body }) };
}
