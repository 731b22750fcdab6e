import { type HttpHandler, http } from 'msw';
import type { MockHandler } from './types.ts';

/**
 * Makes MSW handlers that pass every request for the service to a mock, on any host.
 *
 * @param handler from `createMockHandler`, on Node or in a browser
 * @returns a handler for each path of the contract, for `setupServer` or `setupWorker`
 * @example
 * const server = setupServer(...toMswHandlers(await createMockHandler()));
 */
export function toMswHandlers(handler: MockHandler): HttpHandler[] {
  return handler.paths.map((path) =>
    http.all(`*${path.replace(/\{(\w+)\+?\}/g, ':$1')}`, ({ request }) => handler(request)),
  );
}
