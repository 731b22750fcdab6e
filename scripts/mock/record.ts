import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import type { Entry, Header, PostData } from 'har-format';
import { readPackage } from '../contract/generated.ts';
import { requestIdHeader } from '../contract/operations.ts';
import type { Exchange, ReceivedRequest, ServiceResponse } from './exchange.ts';
import type { RequestRecord } from './types.ts';

/** The number of requests in the log. */
const mostKept = 1000;
const end = '\n]}}\n';
const secretHeaders = /^(authorization|cookie|proxy-authorization|x-amz-security-token|x-api-key)$/i;
/** Parameters of presigned URLs. */
const secretParameters = /^x-amz-(credential|security-token|signature)$/i;
const redacted = 'REDACTED';

export type RequestLog = ReturnType<typeof createLog>;

/** Keeps the last 1,000 requests, oldest first, and passes each on to a listener. */
export function createLog(listener?: (record: RequestRecord) => void) {
  const records: RequestRecord[] = [];
  const add = (exchange: Exchange, response: ServiceResponse): void => {
    const record = makeRecord(exchange, response);
    records.push(record);
    if (records.length > mostKept) records.shift();
    try {
      listener?.(record);
    } catch (error) {
      // The client still gets its response.
      process.emitWarning(`the log failed: ${error}`);
    }
  };
  const clear = () => {
    records.length = 0;
  };
  return { records, add, clear };
}

function makeRecord(
  { id, method, path, started }: Exchange,
  { status, operation, error, items, request }: ServiceResponse,
): RequestRecord {
  const record: RequestRecord = {
    id,
    at: new Date().toISOString(),
    method,
    path,
    status,
    milliseconds: millisecondsSince(started),
  };
  if (operation !== undefined) record.operation = operation;
  if (error) Object.assign(record, { error: error.name, message: error.message });
  if (items !== undefined) record.items = items;
  if (request !== undefined) record.body = request;
  return record;
}

/** Rounded to microseconds. */
function millisecondsSince(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}

type Respond = (request: ReceivedRequest) => Promise<ServiceResponse>;

/** Records the exchanges of a service in a HAR 1.2 file. */
export function recordExchanges(respond: Respond, file: string): Respond {
  const record = createRecorder(file);
  return async (request) => {
    const started = performance.now();
    const response = await respond(request);
    record(describeExchange(request, response, millisecondsSince(started)));
    return response;
  };
}

/** Writes each entry over the end of the file, followed by a new end, so that the file is always valid. */
function createRecorder(file: string): (entry: Entry) => void {
  const start = `{"log":{"version":"1.2","creator":${JSON.stringify(readPackage())},"entries":[`;
  try {
    writeFileSync(file, start + end);
  } catch (error) {
    throw new Error(`cannot record: ${(error as Error).message}`, { cause: error });
  }
  let position = Buffer.byteLength(start);
  let separator = '\n';
  let failed = false;
  return (entry) => {
    if (failed) return;
    const text = separator + JSON.stringify(entry);
    try {
      overwrite(file, position, text + end);
    } catch (error) {
      failed = true;
      process.emitWarning(`the recording has ended: ${(error as Error).message}`);
      cutOff(file, position);
      return;
    }
    position += Buffer.byteLength(text);
    separator = ',\n';
  };
}

/** Removes an entry that was written in part, for example because the disk is full. */
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

/** HAR defines an encoding for the body of a response only; many tools use it for a request as well. */
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
