import type { Platform } from '../platform.js';

/** Browsers, workers and everything else with `fetch` and Web Crypto. */
export const web: Platform = {
  send: (url, request) => fetch(url, request),
  loadSigner: () => import('./signature-v4.js'),
};
