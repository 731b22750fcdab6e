import { isDeepStrictEqual } from 'node:util';
import { at } from '../../contract/document.ts';
import { members } from '../../contract/operations.ts';
import { isObject } from '../../contract/schema.ts';
import type { ValidationError } from '../../contract/validator.ts';
import { errorName } from '../sender.ts';
import type { Subject } from '../subject.ts';
import type { Case, Conversation, Exchange, Request, Response, Violation } from '../types.ts';

/** The body of a response as an object; an empty one if it is not an object. */
export function readObject({ json }: Response): Record<string, unknown> {
  return isObject(json) ? json : {};
}

/**
 * Sends a request that the server has to refuse.
 *
 * @param causes of the errors that it may get; any client error without them
 */
export async function refuse(
  conversation: Conversation,
  request: Request,
  causes?: string[],
): Promise<Violation | undefined> {
  const { response, expected } = await conversation.send(request, causes);
  if (response.status >= 400 && response.status <= 499) return undefined;
  const names = expected?.map(({ name, status }) => `${name} (${status})`).join(' or ') ?? 'an error';
  return { reason: `the status is ${response.status} instead of ${names}` };
}

/** Makes a case of a request that the server has to refuse, with an error of one of the causes. */
export function refusal({ operation }: Subject, title: string, request: Request, ...causes: string[]): Case {
  const error = operation.errors.find(({ cause }) => causes.includes(cause ?? ''));
  return {
    title,
    pointer: error && `#/components/examples/${error.name}/x-error`,
    run: (conversation) => refuse(conversation, request, causes),
  };
}

/** Makes a case of requests, sent at once, that have to get the same response as another before them. */
export function sameResponse(subject: Subject, title: string, request: Request, others: Request[]): Case {
  return {
    title,
    run: async (conversation) => {
      const first = await conversation.send(request);
      const rest = await Promise.all(others.map((other) => conversation.send(other)));
      return rest.map((other) => compare(subject, first, other)).find((violation) => violation !== undefined);
    },
  };
}

/** Compares two responses apart from what repeats their request ids, and errors by their names. */
function compare({ contract, operation }: Subject, one: Exchange, other: Exchange): Violation | undefined {
  const ids = Object.entries(members(contract.document, operation.response)).filter(
    ([, member]) => member['x-same-as-header'],
  );
  const [before, after] = [one, other].map(({ response }) => {
    const body = { ...readObject(response), ...Object.fromEntries(ids.map(([name]) => [name, undefined])) };
    return { status: response.status, error: errorName(response), body: response.status < 400 && body };
  });
  if (isDeepStrictEqual(before, after)) return undefined;
  const { status } = one.response;
  const isOther = status !== other.response.status;
  const reason = isOther
    ? `the status is ${other.response.status}, and was ${status}`
    : 'the body is another';
  return { reason, exchange: other };
}

/** Lists how a body breaks the contract. */
export function validateBody({ contract, operation }: Subject, body: unknown): ValidationError[] {
  const validate = contract.validators[`validate${operation.request}`]!;
  return validate(body) ? [] : [...(validate.errors as ValidationError[])];
}

/**
 * Names the causes of the errors that a server may return: a value of another type cannot be read at all, which counts
 * for more than a constraint.
 */
export function causesOf(errors: ValidationError[], body: unknown): string[] {
  if (errors.every(isTypeError)) return ['syntax'];
  // Whether a number that no int32 can be is unreadable or out of bounds is for the server to decide.
  const isHuge = errors.some(({ instancePath }) => Math.abs(Number(at(body, instancePath))) > 2 ** 31 - 1);
  return errors.some(isTypeError) || isHuge ? ['syntax', 'constraint'] : ['constraint'];
}

export function isTypeError({ keyword }: ValidationError): boolean {
  return keyword === 'type' || keyword === 'format';
}
