import type { Json } from '../contract/document.ts';

/** A request as the server received it, its body read to the end. */
export interface ReceivedRequest {
  /** The id that the answer carries in its header and, if it is a success, in its body. */
  id: string;
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** What goes back to a client, before the server adds the headers that every answer has. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** The beginning of the body, where many answers share it: it is sent as it is, without a copy of it. */
  beginning?: Buffer;
  /** The body, or what follows its beginning. */
  body: string | Buffer;
  /** The operation that was asked for, when one was. */
  operation?: string;
  /** The name of the error, when the answer is one. */
  error?: string;
  /** How many items of the operation's list the answer holds. */
  items?: number;
  /** The request's body, when it was JSON and not long. */
  request?: Json;
}
