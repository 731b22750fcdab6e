import { styleText } from 'node:util';
import type { Json } from '../contract/document.ts';
import { count, escapeControls } from '../contract/words.ts';
import type { Exchange, ServiceResponse } from './response.ts';

const mostKept = 1000;
const longestText = 300;

/** A request and its response. It has no headers, so no credentials. */
export interface RequestRecord {
  /** The request id that the client got. */
  id: string;
  /** When the response was sent, ISO 8601. */
  at: string;
  method: string;
  path: string;
  status: number;
  /** From the arrival of the request's head to the response. */
  milliseconds: number;
  operation?: string;
  /** The name of the error that the client got. */
  error?: string;
  /** The message of that error. */
  message?: string;
  /** How many items the page had. */
  items?: number;
  /** The body of the request, if it was JSON of at most 4,096 bytes. */
  body?: Json;
}

/** The last 1,000 requests, oldest first. */
export interface RequestLog {
  records: readonly RequestRecord[];
  add(exchange: Exchange, response: ServiceResponse): void;
  clear(): void;
}

/** Keeps the last 1,000 requests, and passes each on to a listener. */
export function createLog(listener?: (record: RequestRecord) => void): RequestLog {
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
  const milliseconds = Math.round((performance.now() - started) * 1000) / 1000;
  const record: RequestRecord = { id, at: new Date().toISOString(), method, path, status, milliseconds };
  if (operation !== undefined) record.operation = operation;
  if (error) Object.assign(record, { error: error.name, message: error.message });
  if (items !== undefined) record.items = items;
  if (request !== undefined) record.body = request;
  return record;
}

/** Writes a request as one line for people: time, method, path, status, duration and result. */
export function formatLine(record: RequestRecord): string {
  const color = record.status < 400 ? 'green' : record.status < 500 ? 'yellow' : 'red';
  const status = styleText(color, String(record.status), { stream: process.stdout });
  const result = record.error === undefined ? countItems(record) : `${record.error}: ${record.message}`;
  const request = cut(`${record.method} ${record.path}`);
  return `${record.at.slice(11, 19)} ${request} ${status} ${record.milliseconds.toFixed(1)} ms ${cut(result)}`.trimEnd();
}

/** Writes a request as one line for machines: the record as JSON, without the body of the request. */
export function formatJson({ body: _, ...record }: RequestRecord): string {
  return escapeControls(JSON.stringify(record));
}

function countItems({ items }: RequestRecord): string {
  return items === undefined ? '' : count(items, 'item');
}

function cut(text: string): string {
  const escaped = escapeControls(text);
  return escaped.length > longestText ? `${escaped.slice(0, longestText)}…` : escaped;
}
