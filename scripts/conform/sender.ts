import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationError } from '../contract/operations.ts';
import { isDeeper } from '../contract/schema.ts';
import { readResponse } from './redact.ts';
import { sign, type Target, writeCurl } from './sign.ts';
import { type Exchange, type RawResponse, type Request, type SignedRequest, Unproven } from './types.ts';

/** How long a response may take, in milliseconds. */
const patience = 30_000;
/** The largest body of a response that is read. */
const bodyLimit = 16 * 1024 * 1024;
/** How deep the body of a response may be nested, so that comparing it does not exhaust the stack. */
const deepest = 200;
/** How often a request is repeated that came too fast, with up to 20 seconds between. */
const mostThrottled = 8;
/** How long a request that came too fast is repeated, in milliseconds, whatever the server asks for. */
const longestThrottled = 120_000;
/** How many requests in a row may stay too fast before the server counts as closed to this client. */
const mostGivenUp = 3;
/** How often a request is repeated after a server error that a retry may help. */
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
  const patient = createPatience(host);
  let unanswered: number | undefined;
  const sendOnce = async (request: Request): Promise<{ signed: SignedRequest; response: RawResponse }> => {
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
      for (let throttled = 0, failed = 0, start = performance.now(); ; ) {
        const { signed, response } = await sendOnce(request);
        const name = errorName(response);
        const error = operation.errors.find((each) => each.name === name);
        if (response.status === 429 || (error && isThrottling(error))) {
          sender.throttled += 1;
          await patient.wait(response, ++throttled, start);
        } else if (response.status >= 500 && error?.retryable && ++failed <= mostFailed) {
          await sleep(100 * failed);
        } else {
          patient.succeed();
          const read = readResponse(target, signed, response);
          if (isDeeper(read.json, deepest))
            throw new NoResponseError(`the body is nested more than ${deepest} levels deep`);
          return { operation, request: signed, response: read, expected, curl };
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

/** Waits when requests come too fast; a server to which every request comes too fast is not waited for. */
function createPatience(host: string) {
  let hasResponded = false;
  let givenUp = 0;
  return {
    succeed() {
      hasResponded = true;
      givenUp = 0;
    },
    async wait(response: RawResponse, times: number, start: number): Promise<void> {
      const delay = readDelay(response) ?? Math.min(250 * 2 ** times, 20_000);
      const isLast = times > mostThrottled || performance.now() + delay - start > longestThrottled;
      if (!isLast && givenUp < mostGivenUp) return sleep(delay);
      givenUp += 1;
      const message = `${host} kept refusing requests as too fast: lower --rate`;
      throw hasResponded ? new Unproven(message) : new UnreachableError(message);
    },
  };
}

function readDelay({ headers }: RawResponse): number | undefined {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined;
}

function exchange(url: string, signed: SignedRequest, agent: http.Agent): Promise<RawResponse> {
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
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed a connection that was kept open, just before this request.
      const isOld = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (!isOld) return reject(error);
      exchange(url, signed, agent).then(resolve, reject);
    });
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

/** The name of the error in a response, without the prefix and the suffix that servers may add. */
export function errorName({ headers }: RawResponse): string | undefined {
  return headers['x-amzn-errortype']?.replace(/^.*#/, '').replace(/:.*$/s, '');
}
