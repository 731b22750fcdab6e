import type { Json, JsonObject } from '../../../scripts/contract/document.ts';
import { changesError, changesOutput, changesReply, errorOf, type Mutant } from './mutant.ts';

const id = 'x-amzn-requestid';
const type = 'x-amzn-errortype';

function withoutHeader(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** Replaces the first value in a document that a test is true for. */
function replaceFirst(value: Json, isWanted: (value: Json) => boolean, change: (value: Json) => Json): Json {
  let done = false;
  const visit = (node: Json): Json => {
    if (done) return node;
    if (isWanted(node)) {
      done = true;
      return change(node);
    }
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, visit(inner)]));
  };
  return visit(value);
}

const changesValue = (
  title: string,
  isWanted: (value: Json) => boolean,
  change: (value: Json) => Json,
): Mutant =>
  changesOutput(title, 'response-body', (output) => replaceFirst(output, isWanted, change) as JsonObject);

export const responseMutants: Mutant[] = [
  changesReply('the request id is missing', 'response-headers', (reply) => ({
    ...reply,
    headers: withoutHeader(reply.headers, id),
  })),
  changesError('an error has no request id', 'response-headers', (reply) => ({
    ...reply,
    headers: withoutHeader(reply.headers, id),
  })),
  changesError('an error has no name', 'response-headers', (reply) => ({
    ...reply,
    headers: withoutHeader(reply.headers, type),
  })),
  changesError('the name of an error is empty', 'response-headers', (reply) => ({
    ...reply,
    headers: { ...reply.headers, [type]: '' },
  })),
  changesReply('the id in the body is another one', 'response-request-id', (reply) => ({
    ...reply,
    headers: { ...reply.headers, [id]: crypto.randomUUID() },
  })),
  {
    title: 'every response has the same request id',
    rule: 'request-id-unique',
    respond: async (call, { next, memory }) => {
      const reply = await next(call);
      const old = reply.headers[id]!;
      const first = String(memory.get(id) ?? old);
      memory.set(id, first);
      return {
        ...reply,
        headers: { ...reply.headers, [id]: first },
        text: reply.text.replaceAll(old, first),
      };
    },
  },
  changesReply('a success has the status 201', 'response-status', (reply) =>
    reply.status === 200 ? { ...reply, status: 201 } : reply,
  ),
  changesError('an error redirects', 'response-status', (reply) => ({ ...reply, status: 302 })),
  changesError('the error of a constraint has the status 422', 'error-status', (reply, call) =>
    errorOf(reply, call)?.cause === 'constraint' ? { ...reply, status: 422 } : reply,
  ),
  changesError('the error of the content type has the status 400', 'error-status', (reply, call) =>
    errorOf(reply, call)?.cause === 'media-type' ? { ...reply, status: 400 } : reply,
  ),
  changesError(
    'a constraint is reported as another error of the same status',
    'error-type',
    (reply, call) => {
      const error = errorOf(reply, call);
      if (error?.cause !== 'constraint') return reply;
      const other = call.operation!.errors.find(
        ({ status, name }) => status === error.status && name !== error.name,
      )!;
      return { ...reply, headers: { ...reply.headers, [type]: other.name } };
    },
  ),
  changesError('an unknown token is reported as a broken constraint', 'error-type', (reply, call) => {
    if (errorOf(reply, call)?.cause !== 'pagination-token') return reply;
    const constraint = call.operation!.errors.find(({ cause }) => cause === 'constraint')!;
    return { ...reply, headers: { ...reply.headers, [type]: constraint.name } };
  }),
  changesError('the name of an error is written in lower case', 'error-type', (reply) => ({
    ...reply,
    headers: { ...reply.headers, [type]: reply.headers[type]!.toLowerCase() },
  })),
  changesReply('the content type is text/plain', 'response-content-type', (reply) => ({
    ...reply,
    headers: { ...reply.headers, 'content-type': 'text/plain' },
  })),
  changesError('an error is a web page', 'response-content-type', (reply) => ({
    ...reply,
    headers: { ...reply.headers, 'content-type': 'text/html' },
    text: '<html></html>',
  })),
  changesReply('there is no content type', 'response-content-type', (reply) => ({
    ...reply,
    headers: withoutHeader(reply.headers, 'content-type'),
  })),
  changesReply('a body is cut off', 'response-body', (reply) => ({
    ...reply,
    text: reply.text.slice(0, -1),
  })),
  changesError('the message of an error is a number', 'response-body', (reply) => ({
    ...reply,
    text: '{"message": 400}',
  })),
  changesError('an error has no body', 'response-body', (reply) => ({ ...reply, text: '' })),
  changesValue('a number is a text', (value) => typeof value === 'number', String),
  changesValue(
    'a text is null',
    (value) => typeof value === 'string',
    () => null,
  ),
  changesValue(
    'a text is empty',
    (value) => typeof value === 'string' && /^arn:/.test(value),
    () => '',
  ),
  changesValue(
    'a score is negative',
    (value) => typeof value === 'number' && value > 0 && value <= 10,
    (score) => -Number(score),
  ),
  changesValue('a list is null', Array.isArray, () => null),
];
