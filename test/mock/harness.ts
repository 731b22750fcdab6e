import { connect } from 'node:net';
import * as sdk from '@aws-sdk/client-imagebuilder';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Paginated } from '../../scripts/contract/document.ts';
import { findSigningName } from '../../scripts/contract/operations.ts';
import { loadMockContract } from '../../scripts/mock/contract.ts';
import { createMock, type Mock, type MockOptions } from '../../scripts/mock/create-mock.ts';

export const contract = await loadMockContract();
/** The operation that the tests call: one with filters, whatever else the contract has. */
export const operation = contract.operations.find(({ filters }) => filters)!;
export const signingName = findSigningName(contract.document)!;
export const paginated = operation.paginated as Required<Paginated>;
/** The SDK's exception classes by name, among all that it exports. */
// biome-ignore lint/suspicious/noExplicitAny: a class of any shape will do for instanceof
export const exceptions = new Map<string, any>(Object.entries(sdk));
/** Credentials that no account has. */
export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
export const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20261122/us-east-1/${signingName}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

/** Starts a mock that ends with the test. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const mock = await createMock(options);
  onTestFinished(() => mock.close());
  return mock;
}

/** Starts one mock for the tests of a block that leave no trace in it. */
export function sharedMock(options: MockOptions = {}): () => Mock {
  let mock: Mock;
  beforeAll(async () => {
    mock = await createMock(options);
  });
  afterAll(() => mock.close());
  return () => mock;
}

/** An unmodified SDK client that sends to a mock. */
export function sdkClient(
  mock: Pick<Mock, 'url'>,
  options: sdk.ImagebuilderClientConfig = {},
): sdk.ImagebuilderClient {
  const client = new sdk.ImagebuilderClient({
    endpoint: mock.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    ...options,
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** Sends a body to the contract's first operation the way a signed client does. */
export function post(
  mock: Pick<Mock, 'url'>,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(mock.url + operation.path, {
    method: operation.method.toUpperCase(),
    headers: {
      authorization,
      'x-amz-date': '20261122T000000Z',
      'content-type': 'application/json',
      ...headers,
    },
    body: body as string,
  });
}

/** The name of the contract's error with this cause. */
export function errorFor(cause: string): string {
  return operation.errors.find((error) => error.cause === cause)!.name;
}

/** An HTTP request as bytes, with the headers of a signed client by default. */
export function rawRequest(body: string | Buffer, headers: Record<string, string | undefined> = {}): Buffer {
  const all: Record<string, string | undefined> = {
    host: 'localhost',
    authorization,
    'x-amz-date': '20261122T000000Z',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  const head = `${operation.method.toUpperCase()} ${operation.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

export interface RawResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface RawOptions {
  /** Close our half of the connection after the last byte. */
  halfClose?: boolean;
  /** How many responses to wait for. */
  responses?: number;
}

/** Sends bytes over a socket and reads the responses. */
export function sendRaw(
  mock: Pick<Mock, 'url'>,
  bytes: Buffer | string,
  options: RawOptions = {},
): Promise<RawResponse[]> {
  const { hostname, port } = new URL(mock.url);
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const finish = () => {
      socket.destroy();
      resolve(parseResponses(received));
    };
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (parseResponses(received).length >= (options.responses ?? 1)) finish();
    });
    socket.once('end', finish);
    socket.once('error', (error) => (received.length > 0 ? finish() : reject(error)));
    socket.write(bytes);
    if (options.halfClose) socket.end();
  });
}

function parseResponses(bytes: Buffer): RawResponse[] {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return [];
  const [line = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((header) => [
      header.slice(0, header.indexOf(':')).toLowerCase(),
      header.slice(header.indexOf(':') + 1).trim(),
    ]),
  );
  const length = Number(headers['content-length'] ?? 0);
  const body = bytes.subarray(end + 4, end + 4 + length);
  if (body.length < length) return [];
  const response = { status: Number(line.split(' ')[1]), headers, body: body.toString() };
  return [response, ...parseResponses(bytes.subarray(end + 4 + length))];
}
