import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, OperationError } from '../contract/operations.ts';
import { isDeeper } from '../contract/schema.ts';
import { bareName } from '../runtime/errors.ts';
import { Connection, NoResponseError, UnreachableError } from './connection.ts';
import { readResponse } from './redact.ts';
import { sign, type Target, writeCurl } from './sign.ts';
import { type Exchange, type RawResponse, type Request, Unproven } from './types.ts';

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

/** Signs and sends the requests of a run, keeps to a rate, and waits when the server asks for it. */
export class Sender {
  requests = 0;
  /** How often the server refused a request because it came too fast. */
  throttled = 0;
  readonly #target: Target;
  readonly #connection: Connection;
  readonly #pace: () => Promise<unknown> | undefined;
  readonly #patience: ReturnType<typeof createPatience>;

  constructor(target: Target, rate: number, concurrency: number) {
    this.#target = target;
    this.#connection = new Connection(target.url, concurrency);
    this.#pace = createPace(rate);
    this.#patience = createPatience(new URL(target.url).host);
  }

  /** Whether the server stopped responding for good, or refuses every request as too fast. */
  get isGone(): boolean {
    return this.#connection.isGone || this.#patience.isGone;
  }

  close(): void {
    this.#connection.close();
  }

  async send(operation: Operation, request: Request, expected?: OperationError[]): Promise<Exchange> {
    const curl = writeCurl(this.#target, request);
    for (let throttled = 0, failed = 0, start = performance.now(); ; ) {
      if (!this.#connection.isGone) await this.#pace();
      this.requests += 1;
      const signed = sign(this.#target, request);
      const response = await this.#connection.exchange(signed);
      const name = errorName(response);
      const error = operation.errors.find((each) => each.name === name);
      if (response.status === 429 || (error && isThrottling(error))) {
        this.throttled += 1;
        await this.#patience.wait(response, ++throttled, start);
      } else if (response.status >= 500 && error?.retryable && ++failed <= mostFailed) {
        await sleep(100 * failed);
      } else {
        this.#patience.succeed();
        const read = readResponse(this.#target, signed, response);
        if (isDeeper(read.json, deepest))
          throw new NoResponseError(`the body is nested more than ${deepest} levels deep`);
        return { operation, request: signed, response: read, expected, curl };
      }
    }
  }
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
    get isGone() {
      return givenUp >= mostGivenUp;
    },
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

/** The name of the error in a response, without the prefix and the suffix that servers may add. */
export function errorName({ headers }: RawResponse): string | undefined {
  const header = headers['x-amzn-errortype'];
  return header === undefined ? undefined : bareName(header);
}
