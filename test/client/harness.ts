import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type {
  ImageScanFindingsError as ClientError,
  ClientOptions,
  ImageScanFindingsClient,
} from '../../generated/client.ts';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { createImageScanFindingsClient, ImageScanFindingsError } from './platform.ts';

export const document = await readDocument('generated/openapi.json');
/** The operation that the tests call: one with filters, whatever else the contract has. */
export const operation = listOperations(document).find(({ filters }) => filters)!;
/** Credentials that no account has. */
export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

/** A request that a test server received. */
export interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** Responds to the request with this number, counted from 0. */
export type Respond = (response: ServerResponse, number: number, request: Received) => void;

/** Starts a server that ends with the test. */
export async function serve(respond: Respond): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: text && JSON.parse(text) });
    respond(response, received.length - 1, received.at(-1)!);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** The address of a server that is gone. */
export async function unreachable(): Promise<{ url: string }> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return { url: `http://127.0.0.1:${port}` };
}

/** Responds with a status, a body and headers. */
export function reply(
  status: number,
  body: string | object = '',
  headers: Record<string, string> = {},
): Respond {
  return (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Responds in turn, with the last one again and again. */
export function inTurn(...responses: Respond[]): Respond {
  return (response, number, request) => (responses[number] ?? responses.at(-1)!)(response, number, request);
}

/** A client of a test server; it does not retry unless the options say so. */
export function clientOf(server: { url: string }, options: ClientOptions = {}): ImageScanFindingsClient {
  const client = createImageScanFindingsClient({
    ...{ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 },
    ...options,
  });
  // Set by the test configuration, which runs the behaviour with and without a middleware.
  if (process.env['MIDDLEWARE']) client.use({ onRequest: ({ request }) => new Request(request) });
  return client;
}

/** The error that a call rejects with; a call that succeeds fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<ClientError> {
  const error = await call.then(
    (value) => new Error(`the call succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (error instanceof ImageScanFindingsError) return error;
  throw error;
}
