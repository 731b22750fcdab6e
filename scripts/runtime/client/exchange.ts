import type { Configuration } from './configuration.js';
import type { Members, Operation, Service, WrittenRequest } from './operation.js';
import type { HttpResponse, Send } from './platform.js';
import { parseObject, readError, redact } from './read-error.js';
import { ServiceError } from './service-error.js';

/** One call of an operation, the same for each attempt. */
export interface Call extends WrittenRequest {
  operation: Operation;
  /** Names in lower case. */
  headers: Record<string, string>;
  signal: AbortSignal | undefined;
}

/** A success. */
export interface Success {
  response: HttpResponse;
  /** The body; undefined for an operation without output. */
  output: Members | undefined;
}

/** What all exchanges of a client share. */
interface Connection extends Configuration {
  service: Service;
  send: Send;
  /** How far, in milliseconds, the service's clock is ahead of this one. */
  clockOffset: number;
}

/** Codes of what fails again: a request that cannot be sent, or a certificate that is not trusted. */
const hopeless = /^ERR_(?!STREAM)|CERT|VERIFY/;

/** AWS refuses signatures whose time is not its own by five minutes; some tolerance is for the way. */
const clockTolerance = 4 * 60_000;

/**
 * Makes a function that signs and sends one request and reads the answer.
 *
 * @param service the service
 * @param configuration where to send requests and how to sign them
 * @param send sends a request
 * @returns the function: it takes a call and the number of the attempt, and throws a {@link ServiceError} for anything
 *   but a success, or the reason of the call's signal
 */
export function createExchange(
  service: Service,
  configuration: Configuration,
  send: Send,
): (call: Call, attempt: number) => Promise<Success> {
  const connection: Connection = { ...configuration, service, send, clockOffset: 0 };
  return async (call, attempt) => {
    const { clockOffset } = connection;
    const { operation } = call;
    const signature = await sign(connection, call);
    const { response, text } = await fetchText(connection, call, signature, attempt);
    correctClock(connection, response);
    const clockCorrected = connection.clockOffset !== clockOffset;
    if (!isSuccess(response)) {
      throw readError({ service, operation, attempt, signature, clockCorrected }, response, text);
    }
    return { response, output: operation.response ? readOutput(operation, response, text) : undefined };
  };
}

async function sign(
  connection: Connection,
  { operation, target, headers, body }: Call,
): Promise<Record<string, string>> {
  const { region, endpoint, service, clockOffset } = connection;
  try {
    const signature = await connection.sign({
      ...{ headers, body, region, service: service.signingName },
      method: operation.method.toUpperCase(),
      url: endpoint + target,
      date: new Date(Date.now() + clockOffset),
    });
    if (!signature) throw new Error('it returned no headers');
    return signature;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : undefined;
    throw new ServiceError({ name: 'SigningError', operation: operation.id, reason, cause });
  }
}

async function fetchText(
  { endpoint, send }: Connection,
  { operation, target, headers, body, signal }: Call,
  signature: Record<string, string>,
  attempt: number,
): Promise<{ response: HttpResponse; text: string }> {
  let response: HttpResponse | undefined;
  try {
    response = await send(endpoint + target, {
      ...{ method: operation.method.toUpperCase(), headers: { ...headers, ...signature } },
      ...{ body: body ?? null, signal: signal ?? null },
      redirect: 'manual',
    });
    return { response, text: await response.text() };
  } catch (cause) {
    signal?.throwIfAborted();
    // What a failed answer says in its headers counts for more than that its body breaks off.
    if (response && !isSuccess(response)) return { response, text: '' };
    // The innermost error says what went wrong; what else it holds may be the request.
    const { message, code } = ((cause as Error).cause ?? cause) as Error & { code?: string };
    const reason = `${response ? 'the answer breaks off' : 'no answer'}${code ? ` (${code})` : ''}`;
    const retry = !hopeless.test(code ?? '') && 'transient';
    const failure = {
      operation: operation.id,
      response,
      reason,
      attempt,
      cause: new Error(redact(message, signature)),
    };
    throw new ServiceError({ ...failure, name: 'NetworkError', retry });
  }
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** Takes over the service's time when this clock is wrong; an answer out of a cache has an old date. */
function correctClock(connection: Connection, { headers }: HttpResponse): void {
  const offset = Date.parse(headers.get('date') ?? '') - Date.now();
  if (Math.abs(offset - connection.clockOffset) >= clockTolerance && headers.get('age') === null) {
    connection.clockOffset = offset;
  }
}

function readOutput(operation: Operation, response: HttpResponse, text: string): Members {
  const type = response.headers.get('content-type') ?? 'json';
  const output = parseObject(text);
  if (output && /json/i.test(type)) return output;
  const reason = text
    ? `the body is not a JSON object (${type}, ${text.length} characters)`
    : 'the body is empty';
  throw new ServiceError({ name: 'UnreadableResponseError', operation: operation.id, response, reason });
}
