import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unproven } from './rule.ts';
import type { SignedRequest } from './sign.ts';

/** Seconds that a server may take to respond for the first time, or to start again. */
const longest = 10;
/** Bytes that the body of a response may have. */
const bodyLimit = 16 * 1024 * 1024;
/** Error codes of a connection that the server closed. */
const dropped = /^(ECONNRESET|EPIPE)$/;

/** A response as it was received. */
export interface RawResponse {
  status: number;
  /** Names in lower case; several values of a header joined with commas. */
  headers: Record<string, string>;
  body: string;
}

/** The server cannot be tested. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** A request got no response. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

/** Connections to a server that may crash at a request and be started again. */
export class Connection {
  /** Whether the server stopped responding for good. */
  isGone = false;
  readonly #url: URL;
  readonly #agent: http.Agent;
  /** The last request that got a response; a server that still runs responds to it again. */
  #lastServed: SignedRequest | undefined;
  /** Seconds that the slowest response took. */
  #slowest = 0;
  #repeated: Promise<unknown> = Promise.resolve();

  constructor(url: string, concurrency: number) {
    this.#url = new URL(url);
    const { Agent } = this.#url.protocol === 'https:' ? https : http;
    this.#agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  }

  close(): void {
    this.#agent.destroy();
  }

  async exchange(request: SignedRequest): Promise<RawResponse> {
    const { host } = this.#url;
    if (this.isGone) throw new Unproven(`${host} no longer responds`);
    try {
      const response = await this.#attempt(request, this.#agent).catch((error) =>
        this.#repeat(request, error),
      );
      this.#lastServed = request;
      return response;
    } catch (cause) {
      const reason = codeOf(cause) || (cause as Error).message;
      const way = reason.includes('SELF_SIGNED') ? ': set NODE_EXTRA_CA_CERTS to its certificate' : '';
      const message = `no response from ${host} (${reason})${way}`;
      if (!this.#lastServed) throw new UnreachableError(message, { cause });
      await this.#checkWhetherGone();
      throw new NoResponseError(message, { cause });
    }
  }

  /** Sends a request, and waits while a server that has responded before starts again. */
  async #attempt(request: SignedRequest, agent: http.Agent | false): Promise<RawResponse> {
    for (let waited = 0; ; waited += 0.25) {
      try {
        return await this.#send(request, agent);
      } catch (error) {
        if (!this.#lastServed || this.isGone || codeOf(error) !== 'ECONNREFUSED') throw error;
        this.isGone = waited >= longest;
        await sleep(250);
      }
    }
  }

  /**
   * Sends a request again on a connection of its own, because another request may have closed the first one.
   * The next one to be repeated waits until the server has responded to this one or, soon after, to another.
   */
  #repeat(request: SignedRequest, error: unknown): Promise<RawResponse> {
    if (!this.#lastServed || !dropped.test(codeOf(error))) throw error;
    const again = this.#repeated.then(() => this.#attempt(request, false));
    this.#repeated = this.#repeated
      .then(() => Promise.race([again, this.#checkWhetherGone()]))
      .catch(() => this.#checkWhetherGone());
    return again;
  }

  /** Tries more than once, because the server may be about to end, or another request may crash it. */
  async #checkWhetherGone(): Promise<void> {
    for (let tries = 0; tries < 3 && !this.isGone; tries++) {
      await sleep(500);
      try {
        await this.#attempt(this.#lastServed!, false);
        return;
      } catch {}
    }
    this.isGone = true;
  }

  /** Seconds that the server may take to respond. */
  #patience(): number {
    if (!this.#lastServed) return longest;
    return Math.min(longest, Math.max(longest / 2, Math.ceil(5 * this.#slowest)));
  }

  #send({ method, path, headers, body }: SignedRequest, agent: http.Agent | false): Promise<RawResponse> {
    return new Promise((resolve, reject) => {
      const { request } = this.#url.protocol === 'https:' ? https : http;
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { method, path, agent, headers: { ...headers, ...length } };
      let start = 0;
      const outgoing = request(this.#url, options, (message) => {
        readBody(message).then((text) => {
          this.#slowest = Math.max(this.#slowest, (performance.now() - start) / 1000);
          resolve({ status: message.statusCode!, headers: joinHeaders(message.headers), body: text });
        }, fail);
      });
      const fail = (error: Error) => {
        outgoing.destroy();
        reject(error);
      };
      outgoing.on('socket', () => {
        start = performance.now();
        const patience = this.#patience();
        const late = () => fail(new Error(`no end within ${patience} s`));
        const timer = setTimeout(late, patience * 1000);
        outgoing.on('close', () => clearTimeout(timer));
      });
      outgoing.on('error', reject);
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        fail(new Error('the server switched to another protocol'));
      });
      outgoing.end(body);
    });
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function joinHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function readBody(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > bodyLimit) throw new Error(`the body is larger than ${bodyLimit / 1024 ** 2} MiB`);
  }
  return Buffer.concat(chunks).toString();
}
