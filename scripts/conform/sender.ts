import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationError } from '../contract/operations.ts';
import { sign, type Target, writeCurl } from './sign.ts';
import type { Exchange, Request, Response, SignedRequest } from './types.ts';

/** How long a response may take, in milliseconds. */
const patience = 30_000;
/** Bytes of a body. */
const longestBody = 64 * 1024 * 1024;
/** How often a request is repeated that came too fast, with up to 20 seconds between. */
const mostThrottled = 8;
/** How often a request is repeated after an error of the server that a retry may help. */
const mostFailed = 2;
/** How many requests in a row may get no response before the server counts as gone. */
const mostUnanswered = 10;
/** Codes of errors that no other request can escape. */
const hopeless = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT|SELF_SIGNED|SSL/;

/** The server cannot be reached: the run cannot go on. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** A request got no response. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

/** Sends the requests of a run. */
export interface Sender {
  send(operation: Exchange['operation'], request: Request, expected?: OperationError[]): Promise<Exchange>;
  requests: number;
  /** How often the server refused a request because it came too fast. */
  throttled: number;
  close(): void;
}

/** Makes a sender that signs, keeps connections open, keeps to a rate, and waits when the server asks for it. */
export function createSender(target: Target, rate: number, concurrency: number): Sender {
  const { protocol, host } = new URL(target.url);
  const { Agent } = protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const pace = createPace(rate);
  let unanswered: number | undefined;
  const sendOnce = async (request: Request): Promise<{ signed: SignedRequest; response: Response }> => {
    await pace();
    sender.requests += 1;
    const signed = sign(target, request);
    try {
      const response = await exchange(target.url, signed, agent);
      unanswered = 0;
      return { signed, response };
    } catch (cause) {
      const { code = '', message } = cause as NodeJS.ErrnoException;
      // A server that has never responded is not there, whatever the error is.
      const isGone = unanswered === undefined || ++unanswered >= mostUnanswered || hopeless.test(code);
      throw new (isGone ? UnreachableError : NoResponseError)(
        `no response from ${host} (${code || message})`,
        { cause },
      );
    }
  };
  const sender: Sender = {
    requests: 0,
    throttled: 0,
    close: () => agent.destroy(),
    async send(operation, request, expected) {
      const curl = writeCurl(target, request);
      for (let throttled = 0, failed = 0; ; ) {
        const { signed, response } = await sendOnce(request);
        const name = errorName(response);
        const error = operation.errors.find((each) => each.name === name);
        if (response.status === 429 || (error && isThrottling(error))) {
          sender.throttled += 1;
          if (++throttled > mostThrottled)
            throw new UnreachableError(`${host} kept refusing requests as too fast: lower --rate`);
          await sleep(readDelay(response) ?? Math.min(250 * 2 ** throttled, 20_000));
        } else if (response.status >= 500 && error?.retryable && ++failed <= mostFailed) {
          await sleep(100 * failed);
        } else {
          return { operation, request: signed, response, expected, curl };
        }
      }
    },
  };
  return sender;
}

/** Lets callers pass one after the other, `rate` of them per second. */
function createPace(rate: number): () => Promise<unknown> | undefined {
  let next = 0;
  return () => {
    if (rate === Infinity) return undefined;
    const now = performance.now();
    const start = Math.max(now, next);
    next = start + 1000 / rate;
    return start > now ? sleep(start - now) : undefined;
  };
}

/** The client errors that a retry helps, unless the client was too slow. */
function isThrottling({ fault, retryable, cause }: OperationError): boolean {
  return fault === 'client' && retryable && cause !== 'timeout';
}

function readDelay({ headers }: Response): number | undefined {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined;
}

function exchange(url: string, signed: SignedRequest, agent: http.Agent): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = signed;
    const { request } = url.startsWith('https:') ? https : http;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, path, agent, timeout: patience, headers: { ...headers, ...length } };
    const outgoing = request(url, options, (message) => readResponse(message).then(resolve, reject));
    outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing within ${patience / 1000} s`)));
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed a connection that was kept open, just before this request.
      const isOld = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (isOld) exchange(url, signed, agent).then(resolve, reject);
      else reject(error);
    });
    outgoing.end(body);
  });
}

async function readResponse(message: http.IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > longestBody) throw new Error(`the body has more than ${longestBody} bytes`);
    chunks.push(chunk);
  }
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  const body = Buffer.concat(chunks).toString();
  return { status: message.statusCode!, headers: Object.fromEntries(headers), body, json: parseJson(body) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The name of the error in a response, without the prefix and the suffix that servers may add. */
export function errorName({ headers }: Response): string | undefined {
  return headers['x-amzn-errortype']?.replace(/^.*#/, '').replace(/:.*$/s, '');
}
