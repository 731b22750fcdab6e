import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './sign.ts';
import { type RawResponse, type SignedRequest, Unproven } from './types.ts';

/** How long a response, or the new start of a server, may take, in milliseconds. */
const patience = 10_000;
/** The largest body of a response that is read. */
const bodyLimit = 16 * 1024 * 1024;
/** How many requests in a row may get no response before the server counts as gone. */
const mostUnanswered = 50;
/** Codes of errors of a server that ended a connection, or itself. */
const dropped = /^(ECONNRESET|EPIPE)$/;

/** The server cannot be tested. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** A request got no response. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

interface Connection {
  exchange(request: SignedRequest): Promise<RawResponse>;
  /** Whether the server stopped responding for good. */
  readonly isGone: boolean;
  close(): void;
}

/** Connects to a server that may crash at a request, and may be started again. */
export function connect({ url }: Target, concurrency: number): Connection {
  const { protocol, host } = new URL(url);
  const { Agent } = protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  let responded = false;
  let unanswered = 0;
  let isGone = false;
  let alone: Promise<unknown> = Promise.resolve();
  const attempt = async (request: SignedRequest, how: http.Agent | false): Promise<RawResponse> => {
    for (const start = performance.now(); ; await sleep(250)) {
      try {
        return await exchange(url, request, how);
      } catch (error) {
        if (!responded || isGone || codeOf(error) !== 'ECONNREFUSED') throw error;
        isGone = performance.now() - start > patience;
      }
    }
  };
  // The connection may have been closed before this request, or because of another one, so it is sent again: alone,
  // and on a connection of its own.
  const repeat = (request: SignedRequest, error: unknown): Promise<RawResponse> => {
    if (!responded || !dropped.test(codeOf(error))) throw error;
    const again = alone.then(() => attempt(request, false));
    alone = again.catch(() => undefined);
    return again;
  };
  return {
    get isGone() {
      return isGone;
    },
    close: () => agent.destroy(),
    async exchange(request) {
      if (isGone) throw new Unproven(`${host} no longer responds`);
      try {
        const response = await attempt(request, agent).catch((error) => repeat(request, error));
        responded = true;
        unanswered = 0;
        return response;
      } catch (cause) {
        const reason = codeOf(cause) || (cause as Error).message;
        const way = reason.includes('SELF_SIGNED') ? ': set NODE_EXTRA_CA_CERTS to its certificate' : '';
        const message = `no response from ${host} (${reason})${way}`;
        if (!responded) throw new UnreachableError(message, { cause });
        isGone ||= ++unanswered >= mostUnanswered;
        throw new NoResponseError(message, { cause });
      }
    },
  };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function exchange(url: string, signed: SignedRequest, agent: http.Agent | false): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = signed;
    const { request } = url.startsWith('https:') ? https : http;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, path, agent, headers: { ...headers, ...length } };
    const outgoing = request(url, options, (message) => {
      readBody(message).then((text) => {
        const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
        resolve({ status: message.statusCode!, headers: Object.fromEntries(headers), body: text });
      }, fail);
    });
    const fail = (error: Error) => {
      outgoing.destroy();
      reject(error);
    };
    outgoing.on('socket', () => {
      const late = () => fail(new Error(`no end within ${patience / 1000} s`));
      const timer = setTimeout(late, patience);
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
