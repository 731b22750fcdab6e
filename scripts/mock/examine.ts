import type { Json } from '../contract/document.ts';
import type { ReceivedRequest } from './answer.ts';
import { parseJson } from './body.ts';
import type { Engine, Verdict } from './engine.ts';
import { Refusal } from './refusal.ts';

/** A request with all that is known of it. */
export interface Examined extends Verdict {
  /** The value of the body, undefined when there is none or it is not JSON. */
  value: Json | undefined;
  /** Why the body is not JSON. */
  refusal?: Refusal;
}

const mostRemembered = 500;
const longestRemembered = 2048;

/**
 * Makes the function that reads a request's body and has Prism judge it. It remembers what Prism found nothing wrong
 * with: the same bytes are valid again, and Prism takes some twenty times as long as the rest of the mock.
 *
 * @param engine Prism
 * @returns a function that throws a {@link Refusal} when the contract has no such operation; for the same bytes it
 *   returns the same object
 */
export function createExaminer(engine: Engine): (request: ReceivedRequest) => Promise<Examined> {
  const remembered = new Map<string, Examined>();
  return async (request) => {
    const key = memoryKey(request);
    const known = key === undefined ? undefined : remembered.get(key);
    if (known) return known;
    const examined = await examine(engine, request);
    const { violations, refusal, dependsOnMore } = examined;
    if (key !== undefined && violations.length === 0 && !refusal && !dependsOnMore) {
      if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value!);
      remembered.set(key, examined);
    }
    return examined;
  };
}

function memoryKey({ method, path, headers, body }: ReceivedRequest): string | undefined {
  if (!headers['authorization'] || body.length > longestRemembered) return undefined;
  return `${method} ${path}\n${headers['content-type']}\n${body.toString('latin1')}`;
}

async function examine(engine: Engine, request: ReceivedRequest): Promise<Examined> {
  const parsed = parse(request);
  // Why an object for what is not JSON: Prism takes no look at the content type when a body is missing.
  const verdict = await engine.judge(withReadableType(request), parsed.refusal ? {} : parsed.value);
  return { ...verdict, ...parsed };
}

/** Why the refusal waits: an unknown operation or a missing signature weighs more than a body that is not JSON. */
function parse(request: ReceivedRequest): Pick<Examined, 'value' | 'refusal'> {
  try {
    return { value: parseJson(request.body) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { value: undefined, refusal: error };
  }
}

/** Why: Prism throws at a content type that it cannot read, instead of refusing it. */
function withReadableType(request: ReceivedRequest): ReceivedRequest {
  const type = request.headers['content-type'];
  if (type === undefined || /^[\w.+-]+\/[\w.+-]+\s*(;|$)/.test(type)) return request;
  return { ...request, headers: { ...request.headers, 'content-type': 'application/octet-stream' } };
}
