// Copied from scripts/runtime/client/platform.ts by `npm run generate`: do not edit.

import type { CredentialProvider, Credentials, Sign } from './sign.js';

/** A request that goes out; `fetch` takes it as it is. */
export interface HttpRequest {
  /** In capitals. */
  method: string;
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal | null;
  /** A signature is for one host; whatever another one says, it shall not get it. */
  redirect: 'manual';
}

/** As much of an answer as the client reads; the `Response` of `fetch` is one. */
export interface HttpResponse {
  /** 0 for a redirect that a browser does not show. */
  readonly status: number;
  /** Takes names in lower case. */
  readonly headers: { get(name: string): string | null };
  /** Reads the body, once; rejects when it breaks off. */
  text(): Promise<string>;
}

/** Sends a request; resolves with the head of the answer, and rejects when there is none. */
export type Send = (url: string, request: HttpRequest) => Promise<HttpResponse>;

/** What the client takes from the place that it runs in. */
export interface Platform {
  send: Send;
  /** Loads the signer, which a client with one of its own never asks for. */
  loadSigner: () => Promise<{ createSigner: (source: Credentials | CredentialProvider) => Sign }>;
}
