import type { Json, JsonObject } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';
import type { Answer, ReceivedRequest } from './answer.ts';
import type { Violation } from './engine.ts';
import { answerRefusal, type ErrorCatalogue } from './errors.ts';
import type { Examined } from './examine.ts';
import { Refusal } from './refusal.ts';
import { readUrlMembers } from './url-members.ts';
import { wordViolations } from './violation-message.ts';

/** Bytes of a body up to which it is told: what is told is kept. */
const longestTold = 4096;

/** What the service is made of. */
export interface ServiceParts {
  /** Finds the operation and all that is wrong with a request. */
  examine: (request: ReceivedRequest) => Promise<Examined>;
  catalogue: ErrorCatalogue;
  /** Answers a valid request, by operation id. */
  successes: Map<string, (request: JsonObject, id: string) => Answer>;
  /** Refuses a request whose signature is not as it has to be. */
  checkSignature: (request: ReceivedRequest) => Promise<void>;
  /** Answers a valid request in the operation's stead: a fault that was asked for, or an answer that the client chose. */
  intercept: (request: ReceivedRequest, operation: Operation) => Answer | undefined;
  /** Lets time pass before an operation answers. */
  delay: () => Promise<void>;
}

/**
 * Makes the service: from the bytes of a request to the answer that AWS would give.
 *
 * @param parts what examines a request and what answers it
 * @returns a function that answers every request and throws only when the mock itself is at fault
 */
export function createService(parts: ServiceParts): (request: ReceivedRequest) => Promise<Answer> {
  return async (request) => {
    let examined: Examined | undefined;
    try {
      examined = await parts.examine(request);
      await parts.delay();
      await refuseUnlessValid(parts, request, examined);
      return { ...answerValid(parts, request, examined), ...told(request, examined) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...answerRefusal(parts.catalogue, error, examined?.operation), ...told(request, examined) };
    }
  };
}

function answerValid(parts: ServiceParts, request: ReceivedRequest, { operation, value }: Examined): Answer {
  const chosen = parts.intercept(request, operation);
  return chosen ?? parts.successes.get(operation.id)!(inputOf(request, operation, value), request.id);
}

/** Where nothing of it is in the URL, the body itself: what is remembered of a request is remembered by this object. */
function inputOf(request: ReceivedRequest, operation: Operation, body: Json | undefined): JsonObject {
  const members = (body ?? {}) as JsonObject;
  return operation.parameters.length > 0 ? { ...readUrlMembers(operation, request), ...members } : members;
}

async function refuseUnlessValid(
  parts: ServiceParts,
  request: ReceivedRequest,
  examined: Examined,
): Promise<void> {
  const { violations, refusal } = examined;
  const unsigned = violations.some((violation) => violation.code === 401);
  if (unsigned) throw new Refusal('unsigned', 'The request is not signed: it has no Authorization header.');
  await parts.checkSignature(request);
  refuseType(request, violations);
  if (refusal) throw refusal;
  if (violations.length > 0) throw new Refusal('constraint', wordViolations(request, examined));
}

function refuseType(request: ReceivedRequest, violations: Violation[]): void {
  if (request.body.length === 0) return;
  const type = request.headers['content-type'];
  if (type === undefined) throw new Refusal('media-type', 'The request has a body but no Content-Type.');
  const violation = violations.find(({ code }) => code === 415);
  if (violation) {
    throw new Refusal('media-type', `Content-Type is ${JSON.stringify(type)}. ${violation.message}.`);
  }
  const charset = /;\s*charset="?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return;
  throw new Refusal('media-type', `The charset is ${JSON.stringify(charset)} but a body is UTF-8.`);
}

function told(
  { body }: ReceivedRequest,
  examined: Examined | undefined,
): Pick<Answer, 'operation' | 'request'> {
  if (!examined) return {};
  const { operation, value } = examined;
  return {
    operation: operation.id,
    ...(value !== undefined && body.length <= longestTold && { request: value }),
  };
}
