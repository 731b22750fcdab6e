import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';

/**
 * Lets a page of any origin read an answer, as a mock on one's own machine may.
 *
 * @param request a request
 * @returns the headers to add; none when the request does not come from a page
 */
export function corsHeaders(request: IncomingMessage): Record<string, string> {
  if (request.headers.origin === undefined) return {};
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };
}

/**
 * Answers a browser that asks before it sends a request to another origin.
 *
 * @param request a request
 * @returns the answer that allows what was asked; undefined when the request is no such question
 */
export function answerPreflight(request: IncomingMessage): Answer | undefined {
  const method = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || method === undefined) return undefined;
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': method,
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '600',
    },
    body: '',
  };
}
