// Copied from scripts/runtime/client/node/send.ts by `npm run generate`: do not edit.

import { text } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse } from '../platform.js';

/** That of Node's own `fetch`, in milliseconds. */
const usualTimeout = 300_000;

/**
 * Sends a request by `node:http` or `node:https`, whose connections stay open for the next one: Node's `fetch` takes
 * longer to load than all the rest of a first call does.
 *
 * @param url where to
 * @param request the request
 * @param timeout how long nothing may come, in milliseconds
 * @returns the answer
 * @throws {Error} Node's, when no answer comes, or an `AbortError` when the request's signal aborts it
 */
export function send(
  url: string,
  { method, headers, body, signal }: HttpRequest,
  timeout: number = usualTimeout,
): Promise<HttpResponse> {
  // `import` would set up all that the module exports, and among that is the WebSocket of `fetch`.
  const { request } = process.getBuiltinModule(/^https:/i.test(url) ? 'node:https' : 'node:http');
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...headers, ...lengthOf(body) }, timeout, ...(signal && { signal }) },
      (message) => {
        resolve({
          status: message.statusCode!,
          headers: { get: (name) => message.headers[name]?.toString() ?? null },
          text: () => text(message),
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.on('upgrade', (_, socket) => socket.destroy());
    // After an answer or an error it comes too late to matter.
    outgoing.on('close', () => reject(new Error('the connection was closed')));
    outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing came for ${timeout / 1000} seconds`)));
    outgoing.end(body);
  });
}

/** Node itself leaves it out for methods that seldom have a body. */
function lengthOf(body: string | null): Record<string, number> {
  return body === null ? {} : { 'content-length': Buffer.byteLength(body) };
}
