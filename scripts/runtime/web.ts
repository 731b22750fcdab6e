import type { Platform } from './options.js';

/** Browsers, workers and any other platform with `fetch` and Web Crypto. */
export const web: Platform = {
  send: (url, request) => fetch(url, request),
  async readText({ body }, most) {
    let left = most;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        left -= chunk.length;
        if (left < 0) controller.terminate();
        else controller.enqueue(chunk);
      },
    });
    const text = await new Response(body?.pipeThrough(limit)).text();
    return left < 0 ? undefined : text;
  },
  respond: (head, text) => new Response(text || null, head),
  loadSigner: () => import('./web-signer.js'),
};
