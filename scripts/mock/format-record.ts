import { styleText } from 'node:util';
import type { RequestRecord } from './request-log.ts';

/**
 * Writes a request as one line for people.
 *
 * @param record the request
 * @returns time, method, path, status, duration and what was returned; in colour on a terminal
 */
export function formatLine(record: RequestRecord): string {
  const color = record.status < 400 ? 'green' : record.status < 500 ? 'yellow' : 'red';
  const returned = record.error === undefined ? countItems(record) : `${record.error}: ${record.message}`;
  const request = printable(`${record.method || '-'} ${record.path || '-'}`);
  const status = styleText(color, String(record.status), { stream: process.stdout });
  const time = record.at.slice(11, 19);
  return `${time} ${request} ${status} ${record.milliseconds.toFixed(1)} ms ${printable(returned)}`.trimEnd();
}

/**
 * Writes a request as one line for machines.
 *
 * @param record the request
 * @returns the record as JSON, without the request's body
 */
export function formatJson({ body: _body, ...record }: RequestRecord): string {
  return JSON.stringify(record);
}

function countItems({ items }: RequestRecord): string {
  if (items === undefined) return '';
  return `${items} item${items === 1 ? '' : 's'}`;
}

/** Why: what a client sends must not move the cursor of the terminal, and a line stays a line. */
function printable(text: string): string {
  const escaped = text.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return escaped.length > 300 ? `${escaped.slice(0, 300)}…` : escaped;
}
