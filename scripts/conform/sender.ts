import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, OperationError } from '../contract/operations.ts';
import { isDeeper } from '../contract/schema.ts';
import { bareName } from '../runtime/errors.ts';
import { Connection, NoResponseError, type RawResponse, UnreachableError } from './connection.ts';
import { redact, removeSecrets } from './redact.ts';
import { Unproven } from './rule.ts';
import type { ReportedExchange } from './run.ts';
import { type Request, type SignedRequest, sign, type Target, writeCurl } from './sign.ts';

/** How deep the body of a response may be nested, so that comparing it does not exhaust the stack. */
const deepest = 200;
/** How often a request that came too fast is repeated, with up to 20 seconds between. */
const mostThrottled = 8;
/** How long a request that came too fast is repeated, in milliseconds, whatever delay the server asks for. */
const longestThrottled = 120_000;
/** After this many requests in a row that stayed too fast, the server is taken to be closed to this client. */
const mostGivenUp = 3;
/** How often a request is repeated after a server error that is retryable. */
const mostFailed = 2;

/** A response without the secrets of its request. */
export interface Response extends RawResponse {
  /** The body, parsed; undefined if it is not JSON. */
  json: unknown;
}

/** A request and the response to it. */
export interface Exchange {
  operation: Operation;
  /** The request has to get one of these errors; undefined if any response will do. */
  expected: OperationError[] | undefined;
  response: Response;
  reported: ReportedExchange;
}

/** Signs and sends requests at a limited rate, and waits when the server asks for it. */
export class Sender {
  requests = 0;
  /** How often the server refused a request because it came too fast. */
  throttled = 0;
  readonly #target: Target;
  readonly #connection: Connection;
  /** Milliseconds between two requests. */
  readonly #interval: number;
  #nextStart = 0;
  /** Whether the server did more than refuse requests as too fast. */
  #hasServed = false;
  /** Requests in a row that stayed too fast. */
  #givenUp = 0;

  /** @param rate the most requests per second */
  constructor(target: Target, rate: number, concurrency: number) {
    this.#target = target;
    this.#connection = new Connection(target.url, concurrency);
    this.#interval = 1000 / rate;
  }

  /** Whether the server stopped responding for good, or refuses every request as too fast. */
  get isGone(): boolean {
    return this.#connection.isGone || this.#givenUp >= mostGivenUp;
  }

  close(): void {
    this.#connection.close();
  }

  async send(operation: Operation, request: Request, expected?: OperationError[]): Promise<Exchange> {
    for (let throttled = 0, failed = 0, start = performance.now(); ; ) {
      await this.#pace();
      this.requests += 1;
      const signed = sign(this.#target, request);
      const response = await this.#connection.exchange(signed);
      const name = errorName(response);
      const error = operation.errors.find((each) => each.name === name);
      if (response.status === 429 || (error && isThrottling(error))) {
        this.throttled += 1;
        await this.#waitOut(response, ++throttled, start);
      } else if (response.status >= 500 && error?.retryable && ++failed <= mostFailed) {
        await sleep(100 * failed);
      } else {
        this.#hasServed = true;
        this.#givenUp = 0;
        return { operation, expected, ...this.#read(request, signed, response) };
      }
    }
  }

  /** Waits until the next request may start. */
  async #pace(): Promise<void> {
    const now = performance.now();
    const start = Math.max(now, this.#nextStart);
    this.#nextStart = start + this.#interval;
    if (start > now && !this.#connection.isGone) await sleep(start - now);
  }

  /** Waits before a request that came too fast is repeated; throws if that is hopeless. */
  async #waitOut(response: RawResponse, times: number, start: number): Promise<void> {
    const delay = readDelay(response) ?? Math.min(250 * 2 ** times, 20_000);
    const isLast = times > mostThrottled || performance.now() + delay - start > longestThrottled;
    if (!isLast && this.#givenUp < mostGivenUp) return sleep(delay);
    this.#givenUp += 1;
    const message = `${new URL(this.#target.url).host} kept refusing requests as too fast: lower --rate`;
    throw this.#hasServed ? new Unproven(message) : new UnreachableError(message);
  }

  #read(request: Request, signed: SignedRequest, received: RawResponse) {
    const { secretAccessKey, sessionToken } = this.#target.credentials;
    const signature = /Signature=(\w+)/.exec(signed.headers['authorization'] ?? '')?.[1];
    const response = removeSecrets(received, [secretAccessKey, sessionToken, signature]);
    const json = parseJson(response.body);
    if (isDeeper(json, deepest))
      throw new NoResponseError(`the body is nested more than ${deepest} levels deep`);
    const reported = redact(signed, response, writeCurl(this.#target, request));
    return { response: { ...response, json }, reported };
  }
}

/** Whether an error is a client error that a retry helps, unless the client was too slow. */
function isThrottling({ fault, retryable, cause }: OperationError): boolean {
  return fault === 'client' && retryable && cause !== 'timeout';
}

/** Reads how many milliseconds the server asks to wait. */
function readDelay({ headers }: RawResponse): number | undefined {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the name of the error in a response, without the prefix and the suffix that servers may add. */
export function errorName({ headers }: Pick<RawResponse, 'headers'>): string | undefined {
  const header = headers['x-amzn-errortype'];
  return header === undefined ? undefined : bareName(header);
}
