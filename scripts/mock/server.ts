import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Answer, ReceivedRequest } from './answer.ts';
import { type BodyLimits, readBody } from './body.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import { Refusal } from './refusal.ts';
import { requestIdHeader } from './request-id.ts';
import { writeToSocket } from './socket-answer.ts';

/** What the server is made of. */
export interface ServerParts extends BodyLimits {
  /** A page beside the operations, undefined when the path is none. */
  page: (path: string) => Promise<Answer | undefined>;
  /** The answer to an operation's request. */
  answer: (request: ReceivedRequest) => Promise<Answer>;
  /** The answer to anything thrown. */
  fail: (error: unknown) => Answer;
  /** Hears of every answer, once it is on its way. */
  answered: (request: Exchange, answer: Answer) => void;
}

/** One request and when it came. */
export interface Exchange {
  id: string;
  method: string;
  path: string;
  /** `performance.now()` at its arrival. */
  started: number;
}

/** What is under way on a connection, so that a fault of the connection ends the right request. */
interface Connection {
  server: Server;
  /** Ends the reading of a body that the fault cuts off. */
  failReading?: ((refusal: Refusal) => void) | undefined;
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Makes the HTTP server. Everything that it sends carries a request id and is what the contract says, also where
 * Node itself would answer: to bad HTTP, to patience that ran out, to an unknown expectation.
 *
 * @param parts what answers, and the limits
 * @returns a server that does not listen yet
 */
export function createHttpServer(parts: ServerParts): Server {
  const connections = new WeakMap<Socket, Connection>();
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const connection: Connection = { server, request, response };
    connections.set(request.socket, connection);
    exchange(parts, connection).catch((error: Error) => {
      process.emitWarning(error);
      response.destroy();
    });
  };
  const server = createServer(
    {
      requireHostHeader: false,
      headersTimeout: parts.timeout,
      // Why twice: the reader of bodies has the same patience and answers first.
      requestTimeout: parts.timeout * 2,
      connectionsCheckingInterval: Math.min(1000, parts.timeout),
    },
    serve,
  );
  server.on('checkExpectation', serve);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const refusal = connectionRefusal(error, parts.timeout);
    const connection = connections.get(socket);
    if (connection?.failReading && !connection.request.complete) connection.failReading(refusal);
    // Why wait: what came before on this connection is answered first.
    else void answered(connection).then(() => refuseConnection(parts, socket, refusal, ''));
  });
  server.on('connect', (_request, socket: Socket) => {
    const refusal = new Refusal('operation', 'The contract has no operation CONNECT.');
    refuseConnection(parts, socket, refusal, 'CONNECT');
  });
  return server;
}

async function answered(connection: Connection | undefined): Promise<void> {
  if (connection) await finished(connection.response).catch(() => undefined);
}

async function exchange(parts: ServerParts, connection: Connection): Promise<void> {
  const { request, response } = connection;
  const [path = '/', query = ''] = splitTarget(request.url ?? '/');
  const met: Exchange = {
    id: randomUUID(),
    method: request.method ?? 'GET',
    path,
    started: performance.now(),
  };
  const answer = await answerTo(parts, connection, met, query).catch((error) => parts.fail(error));
  connection.failReading = undefined;
  response.writeHead(answer.status, {
    [requestIdHeader]: met.id,
    ...contentHeaders(answer),
    ...corsHeaders(request),
    ...answer.headers,
    ...(isLast(connection) && { connection: 'close' }),
  });
  if (answer.beginning) response.write(answer.beginning);
  response.end(answer.body);
  parts.answered(met, answer);
}

async function answerTo(
  parts: ServerParts,
  connection: Connection,
  met: Exchange,
  query: string,
): Promise<Answer> {
  const { request } = connection;
  const preflight = answerPreflight(request);
  if (preflight) return preflight;
  const page = met.method === 'GET' || met.method === 'HEAD' ? await parts.page(met.path) : undefined;
  if (page) return page;
  const body = await readBody(request, parts, (fail) => {
    connection.failReading = fail;
  });
  return parts.answer({
    id: met.id,
    method: met.method,
    path: met.path,
    query: new URLSearchParams(query),
    headers: request.headers as Record<string, string | undefined>,
    body,
  });
}

/** A server that is closing waits for no further request, and none comes after a body that never ends. */
function isLast({ server, request }: Connection): boolean {
  return !server.listening || !request.complete;
}

/**
 * Describes an answer's body.
 *
 * @param answer an answer; a content type among its own headers wins over this one
 * @returns the headers for its content, none when it has no body
 */
function contentHeaders(answer: Answer): Record<string, string | number> {
  const length = (answer.beginning?.length ?? 0) + Buffer.byteLength(answer.body);
  return length === 0 ? {} : { 'content-type': 'application/json', 'content-length': length };
}

/** Why not the URL class: it throws at targets that HTTP allows, and rewrites paths that a signature covers. */
function splitTarget(target: string): string[] {
  const [path = '', ...query] = target.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  return [path.startsWith('/') ? path : `/${path}`, query.join('?')];
}

function connectionRefusal(error: NodeJS.ErrnoException, timeout: number): Refusal {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Refusal('timeout', `The request did not arrive within ${timeout} ms.`);
  }
  return new Refusal(
    'http',
    `The request is not well-formed HTTP: ${error.message} (${error.code ?? 'no code'}).`,
  );
}

function refuseConnection(parts: ServerParts, socket: Socket, refusal: Refusal, method: string): void {
  const met: Exchange = { id: randomUUID(), method, path: '', started: performance.now() };
  const answer = parts.fail(refusal);
  if (writeToSocket(socket, answer, { [requestIdHeader]: met.id, ...contentHeaders(answer) })) {
    parts.answered(met, answer);
  }
}
