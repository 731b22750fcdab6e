import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import type { Entry, Header, PostData } from 'har-format';
import { readPackage } from '../contract/generated.ts';
import { requestIdHeader } from '../contract/operations.ts';
import { millisecondsSince, type ReceivedRequest, type ServiceResponse } from './exchange.ts';

const end = '\n]}}\n';
const secretHeaders = /^(authorization|cookie|proxy-authorization|x-amz-security-token|x-api-key)$/i;
/** The query has them when a URL was signed in advance. */
const secretParameters = /^x-amz-(credential|security-token|signature)$/i;
const redacted = 'REDACTED';

type Respond = (request: ReceivedRequest) => Promise<ServiceResponse>;

/** Records every exchange of a service in a file. */
export function recordExchanges(respond: Respond, file: string): Respond {
  const record = createRecorder(file);
  return async (request) => {
    const started = performance.now();
    const response = await respond(request);
    record(request, response, millisecondsSince(started));
    return response;
  };
}

/**
 * Starts a recording in HAR 1.2. Each entry is written over the end of the file, followed by a new end: the file is
 * valid at any time, and nothing stays in memory.
 */
function createRecorder(
  file: string,
): (request: ReceivedRequest, response: ServiceResponse, milliseconds: number) => void {
  const start = `{"log":{"version":"1.2","creator":${JSON.stringify(readPackage())},"entries":[`;
  try {
    writeFileSync(file, start + end);
  } catch (error) {
    throw new Error(`cannot record: ${(error as Error).message}`, { cause: error });
  }
  let position = Buffer.byteLength(start);
  let separator = '\n';
  let failed = false;
  return (...exchange) => {
    if (failed) return;
    const entry = separator + JSON.stringify(describeExchange(...exchange));
    try {
      overwrite(file, position, entry + end);
    } catch (error) {
      failed = true;
      process.emitWarning(`the recording has ended: ${(error as Error).message}`);
      cutOff(file, position);
      return;
    }
    position += Buffer.byteLength(entry);
    separator = ',\n';
  };
}

/** Ends a file before an entry that was written in part, for example because the disk is full. */
function cutOff(file: string, position: number): void {
  try {
    truncateSync(file, position);
    overwrite(file, position, end);
  } catch (error) {
    process.emitWarning(`the recording is broken: ${(error as Error).message}`);
  }
}

function overwrite(file: string, position: number, text: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
    }
  } finally {
    closeSync(descriptor);
  }
}

function describeExchange(request: ReceivedRequest, response: ServiceResponse, milliseconds: number): Entry {
  return {
    startedDateTime: new Date(Date.now() - milliseconds).toISOString(),
    time: milliseconds,
    request: describeRequest(request),
    response: describeResponse(request.id, response),
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
  };
}

function describeRequest({ method, path, query, headers, body }: ReceivedRequest): Entry['request'] {
  const queryString = [...new URLSearchParams(query)].map(([name, value]) => ({
    name,
    value: secretParameters.test(name) ? redacted : value,
  }));
  const search = new URLSearchParams(queryString.map(({ name, value }) => [name, value]));
  return {
    method,
    url: `http://${headers['host'] ?? 'localhost'}${path}${query && `?${search}`}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: listHeaders(headers),
    queryString,
    ...(body.length > 0 && { postData: describeBody(headers['content-type'] ?? '', body) }),
    headersSize: -1,
    bodySize: body.length,
  };
}

/** HAR has no encoding for the body of a request; many tools use the one of a response. */
function describeBody(mimeType: string, body: Buffer): PostData {
  const encoded = isUtf8(body)
    ? { text: body.toString() }
    : { text: body.toString('base64'), encoding: 'base64' };
  return { mimeType, ...encoded };
}

function describeResponse(id: string, { status, headers, body }: ServiceResponse): Entry['response'] {
  const size = Buffer.byteLength(body);
  const mimeType = 'application/json';
  return {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: listHeaders({ 'content-type': mimeType, [requestIdHeader]: id, ...headers }),
    content: { size, mimeType, text: String(body) },
    redirectURL: '',
    headersSize: -1,
    bodySize: size,
  };
}

function listHeaders(headers: ReceivedRequest['headers']): Header[] {
  return Object.entries(headers).map(([name, value = '']) => ({
    name,
    value: secretHeaders.test(name) ? redacted : value,
  }));
}
