import type { Platform } from './signed-fetch.js';

/** Browsers, workers and everything else with `fetch` and Web Crypto. */
export const web: Platform = {
  send: (url, request) => fetch(url, request),
  async readText({ body }, most) {
    const decoder = new TextDecoder();
    const reader = body?.getReader();
    let text = '';
    // Not every browser iterates over a stream.
    for (let bytes = 0; reader; ) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      if (bytes > most) return void reader.cancel();
      text += decoder.decode(value, { stream: true });
    }
    return text + decoder.decode();
  },
  respond: (head, text) => new Response(text, head),
  loadSigner: () => import('./web-signer.js'),
};
