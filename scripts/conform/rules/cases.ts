import { isDeepStrictEqual } from 'node:util';
import { at, parsePointer } from '../../contract/document.ts';
import { members } from '../../contract/operations.ts';
import { findDeclaration, isObject } from '../../contract/schema.ts';
import type { ValidationError } from '../../contract/validator.ts';
import type { Input, OperationClient } from '../operation-client.ts';
import { type Breach, type Case, type Conversation, Unproven } from '../rule.ts';
import { type Exchange, errorName, type Response } from '../sender.ts';
import type { Request } from '../sign.ts';

/** Reads the body of a response as an object; an empty one if it is not an object. */
export function readObject({ json }: Response): Record<string, unknown> {
  return isObject(json) ? json : {};
}

/** Whether a response refuses its request as an error of the client. */
export function isRefusal({ status }: Response): boolean {
  return status >= 400 && status <= 499;
}

/** A JSON Pointer to the example of an error, which has its name, status and cause. */
export function pointerToError(name: string): string {
  return `#/components/examples/${name}/x-error`;
}

/** Sends a request that the server has to refuse, with an error of one of the causes if there are any. */
export async function refuse(
  conversation: Conversation,
  request: Request,
  causes?: string[],
): Promise<Breach | undefined> {
  const { response, expected } = await conversation.send(request, causes);
  if (isRefusal(response)) return undefined;
  const names = expected?.map(({ name, status }) => `${name} (${status})`).join(' or ') ?? 'an error';
  return { reason: `the status is ${response.status} instead of ${names}` };
}

/** Makes a case of a request that the server has to refuse with an error of one cause. */
export function refusal(
  { operation }: OperationClient,
  title: string,
  request: Request,
  cause: string,
): Case {
  const error = operation.errors.find((each) => each.cause === cause);
  return {
    title,
    pointer: error && pointerToError(error.name),
    run: (conversation) => refuse(conversation, request, [cause]),
  };
}

/** Makes a case of a request whose input breaks the contract. Not every revision forbids the same. */
export function invalidRequest(client: OperationClient, title: string, request: Request, input: Input): Case {
  const { contract, operation } = client;
  const errors = validateBody(client, input);
  const path = parsePointer(errors[0]?.instancePath ?? '');
  return {
    title,
    pointer:
      errors[0] && findDeclaration(contract.document, operation.request!, path, errors[0].keyword)?.pointer,
    run: async (conversation) => {
      if (errors.length === 0) throw new Unproven('the contract allows this request');
      return refuse(conversation, request, causesOf(errors, input));
    },
  };
}

/** Lists how a body breaks the contract. */
export function validateBody({ contract, operation }: OperationClient, body: unknown): ValidationError[] {
  const validate = contract.validators[`validate${operation.request}`]!;
  return validate(body) ? [] : [...validate.errors!];
}

/** Lists the causes of the errors that a server may return: it cannot read a value of the wrong type at all. */
function causesOf(errors: ValidationError[], body: unknown): string[] {
  if (errors.every(isTypeError)) return ['syntax'];
  // Servers may find a number beyond int32 unreadable or out of bounds.
  const isHuge = errors.some(({ instancePath }) => Math.abs(Number(at(body, instancePath))) > 2 ** 31 - 1);
  return errors.some(isTypeError) || isHuge ? ['syntax', 'constraint'] : ['constraint'];
}

export function isTypeError({ keyword }: ValidationError): boolean {
  return keyword === 'type' || keyword === 'format';
}

/** Makes a case of requests that are sent at once and have to get the same response as another before them. */
export function sameResponse(
  client: OperationClient,
  title: string,
  request: Request,
  others: Request[],
): Case {
  return {
    title,
    run: async (conversation) => {
      const first = await conversation.send(request);
      const rest = await Promise.all(others.map((other) => conversation.send(other)));
      return rest.map((other) => compare(client, first, other)).find((breach) => breach !== undefined);
    },
  };
}

/** Compares two responses without their request ids; of errors only the names. */
function compare(
  { contract, operation }: OperationClient,
  one: Exchange,
  other: Exchange,
): Breach | undefined {
  const properties = Object.entries(members(contract.document, operation.response));
  const ids = properties.filter(([, schema]) => schema['x-same-as-header']).map(([name]) => name);
  const [before, after] = [one, other].map(({ response }) => {
    const body = Object.entries(readObject(response)).filter(([name]) => !ids.includes(name));
    return {
      status: response.status,
      error: errorName(response),
      body: response.status < 400 && Object.fromEntries(body),
    };
  });
  if (isDeepStrictEqual(before, after)) return undefined;
  const { status } = other.response;
  const isOther = status !== one.response.status;
  const reason = isOther ? `the status is ${status}, and was ${one.response.status}` : 'the body is another';
  return { reason, exchange: other };
}
