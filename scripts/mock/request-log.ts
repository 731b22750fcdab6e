import type { Json } from '../contract/document.ts';
import type { Answer } from './answer.ts';
import type { Exchange } from './server.ts';

const mostKept = 1000;

/** One request that the mock answered; it holds no header, so no credential. */
export interface RequestRecord {
  /** The request id that the client got. */
  id: string;
  /** When it was answered, ISO 8601. */
  at: string;
  /** Empty when what came was not HTTP. */
  method: string;
  path: string;
  status: number;
  /** From the arrival of the request's head to the answer. */
  milliseconds: number;
  /** The operation, when the request asked for one. */
  operation?: string;
  /** The name of the error, when the answer was one. */
  error?: string;
  /** The error's message. */
  message?: string;
  /** How many items a page held. */
  items?: number;
  /** The request's body, when it was JSON of at most 4,096 bytes. */
  body?: Json;
}

/**
 * Makes a log of requests.
 *
 * @param heard hears of every record
 * @returns the records kept, oldest first, and the function that adds one; only the last 1,000 are kept
 */
export function createRequestLog(heard?: (record: RequestRecord) => void) {
  const records: RequestRecord[] = [];
  const record = (met: Exchange, answer: Answer): void => {
    const made = makeRecord(met, answer);
    records.push(made);
    if (records.length > mostKept) records.shift();
    heard?.(made);
  };
  return { records: records as readonly RequestRecord[], record };
}

function makeRecord(met: Exchange, answer: Answer): RequestRecord {
  return {
    id: met.id,
    at: new Date().toISOString(),
    method: met.method,
    path: met.path,
    status: answer.status,
    milliseconds: Math.round((performance.now() - met.started) * 1000) / 1000,
    ...(answer.operation !== undefined && { operation: answer.operation }),
    ...(answer.error !== undefined && {
      error: answer.error,
      message: (JSON.parse(String(answer.body)) as { message: string }).message,
    }),
    ...(answer.items !== undefined && { items: answer.items }),
    ...(answer.request !== undefined && { body: answer.request }),
  };
}
