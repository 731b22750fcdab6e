import createClient from 'openapi-fetch';
import type { Operation } from './operation.js';
import { pages } from './pages.js';
import { readError, unreadable } from './service-error.js';

type Members = Record<string, unknown>;

/** Where and how a client sends its requests. */
export interface ClientOptions {
  /** Such as `https://imagebuilder.us-east-1.amazonaws.com`. */
  baseUrl: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Sends a request in place of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
  /** Signs a request just before it is sent, such as `(request) => aws.sign(request)` with aws4fetch. */
  sign?: (request: Request) => Promise<Request>;
}

/** What one call may set for itself. */
export interface CallOptions {
  /** Aborts the call: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Sent besides, or in place of, the headers of the client. */
  headers?: Record<string, string>;
}

/** openapi-fetch without the types of one document: the generated client's own types stand in for them. */
type Send = (
  method: string,
  path: string,
  options: object,
) => Promise<{ data?: ReadableStream | null; response: Response }>;

/**
 * Makes a client of operations that are described by data.
 *
 * @param operations the operations by the name of their method
 * @param options where and how to send requests
 * @returns one method per operation; a paginated one has, besides, a method `paginate…` for all its pages
 */
export function createServiceClient<Client>(
  operations: Record<string, Operation>,
  options: ClientOptions,
): Client {
  const { baseUrl, headers, fetch, sign } = options;
  const http = createClient({ baseUrl, ...(headers && { headers }), ...(fetch && { fetch }) });
  if (sign) http.use({ onRequest: ({ request }) => sign(request) });
  const send = http.request as unknown as Send;
  const methods = Object.entries(operations).flatMap(([name, operation]) => {
    const call = (input?: Members, settings?: CallOptions) => invoke(send, operation, input, settings);
    const walk = (input: Members = {}, settings?: CallOptions) =>
      pages(operation, (next) => call(next, settings) as Promise<Members>, input);
    return operation.paginated
      ? [
          [name, call],
          [`paginate${operation.id}`, walk],
        ]
      : [[name, call]];
  });
  return Object.fromEntries(methods) as Client;
}

async function invoke(
  send: Send,
  operation: Operation,
  input: Members = {},
  settings: CallOptions = {},
): Promise<unknown> {
  const { response } = await send(operation.method, operation.path, {
    ...settings,
    ...(operation.hasInput && { body: input }),
    // The body is read here: openapi-fetch returns an empty one as undefined and throws what JSON.parse throws.
    parseAs: 'stream',
    middleware: [
      {
        onResponse: async ({ response }: { response: Response }) => {
          if (!response.ok) throw await readError(operation, response);
        },
      },
    ],
  });
  return operation.hasOutput ? readOutput(operation, response, settings.signal) : undefined;
}

async function readOutput(operation: Operation, response: Response, signal?: AbortSignal): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    if (signal?.aborted) throw signal.reason;
    throw unreadable(operation, response, 'the body breaks off', cause);
  });
  if (text === '') throw unreadable(operation, response, 'the body is empty');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(operation, response, 'the body is not JSON', cause);
  }
}
