// Copied from scripts/runtime/client/web/send.ts by `npm run generate`: do not edit.

import type { Send } from '../transport.js';

/**
 * Sends a request by the platform's `fetch`.
 *
 * @param url where to
 * @param request the request
 * @returns the answer
 * @throws {TypeError} when no answer comes, or the reason of the request's signal
 */
export const send: Send = (url, request) => fetch(url, request);
