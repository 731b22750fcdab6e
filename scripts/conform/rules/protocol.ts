import { isDeepStrictEqual } from 'node:util';
import { members } from '../../contract/operations.ts';
import { isRead } from '../contract.ts';
import { errorName } from '../sender.ts';
import {
  type Case,
  type CaseRule,
  type Exchange,
  type Request,
  type Subject,
  Unproven,
  type Violation,
} from '../types.ts';
import { refuse } from './requests.ts';
import { readObject } from './responses.ts';

/** Bodies that are not JSON, by what is wrong with them; `a` becomes a property that may be 1. */
const malformedBodies: Record<string, string | Uint8Array> = {
  'no value': ' ',
  'an object that is not closed': '{',
  'a list that is not closed': '{"a": ["b", "c" }',
  'a list in place of a property': '{[',
  'two objects': '{}{}',
  'text before the object': 'abc{}',
  'text after the object': '{}abc',
  'a comma too many': '{"a": 1,}',
  'a property without quotes': '{a: 1}',
  'a property without a value': '{"a"}',
  'single quotes': "{'a': 1}",
  'a comment at the end of a line': '{\n"a": 1 // one\n}',
  'a comment between values': '{"a": 1 /* one */}',
  'a form feed': '{"a" :\f1}',
  'a number that is not one': '{"a": NaN}',
  'an infinite number': '{"a": -Infinity}',
  'a hexadecimal number': '{"a": 0x42}',
  'a number with letters': '{"a": 2ABC}',
  'a literal in capitals': '{"a": True}',
  'a string that is not closed': '{"a": "b}',
  'an escape that does not exist': '{"a": "\\x41"}',
  'a form': 'a=1&b=2',
  XML: '<a>1</a>',
  'bytes that are not UTF-8': Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
};

const wrongTypes = [
  undefined,
  'application/hal+json',
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/octet-stream',
];
const rightTypes = ['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'];

const hugeNumbers = ['9223372000000000000', '-9223372000000000000', '123000000000000000000000'];
const methods = ['GET', 'PUT', 'PATCH', 'DELETE', 'POST'];

/** Rules about HTTP and JSON, whatever the operation is. */
export const protocolRules: CaseRule[] = [
  {
    name: 'body-syntax',
    statement: 'A body that is not JSON is refused.',
    pointer: '#/paths',
    cases: (subject) =>
      withBody(subject, Object.entries(malformedBodies), ([title, body]) => [
        title,
        { body: typeof body === 'string' ? body.replaceAll(/\ba\b/g, integerName(subject) ?? 'a') : body },
        'syntax',
      ]),
  },
  {
    name: 'content-type',
    statement: 'A body of another content type is refused.',
    pointer: '#/paths',
    cases: (subject) =>
      withBody(subject, wrongTypes, (type) => [
        type ?? 'none',
        { headers: type === undefined ? {} : { 'content-type': type } },
        'media-type',
      ]),
  },
  {
    name: 'content-type-parameters',
    statement: 'The charset and the letter case of application/json change nothing.',
    pointer: '#/paths',
    cases: (subject) =>
      withBody(subject, rightTypes, (type) => [type, { headers: { 'content-type': type } }]),
  },
  {
    name: 'integer-overflow',
    statement: 'A number that is too large for the type of its property is refused.',
    pointer: '#/components/schemas',
    cases: (subject) => {
      const all = Object.entries(members(subject.contract.document, subject.operation.request));
      const names = all.filter(([, { format }]) => format === 'int32').map(([name]) => name);
      if (names.length === 0) throw new Unproven(`${subject.operation.id} takes no integer in its body`);
      const bodies = names.flatMap((name) => hugeNumbers.map((number) => `{"${name}": ${number}}`));
      return withBody(subject, bodies, (body) => [body, { body }, 'syntax']);
    },
  },
  {
    name: 'json-whitespace-and-escapes',
    statement: 'JSON written in another way gets the same response.',
    pointer: '#/paths',
    cases: (subject) => {
      const name = integerName(subject);
      const { body } = subject.request(name === undefined ? {} : { [name]: 1 });
      return withBody(subject, ['whitespace', 'escapes'], (how) => [how, { body: rewrite(body, how) }], body);
    },
  },
  {
    name: 'unknown-path',
    statement: 'A path of no operation is refused.',
    pointer: '#/paths',
    cases: (subject) => {
      const request = subject.request({});
      const [path = ''] = request.path.split('?');
      const others = [`${path}s`, `${path}/`, path.toLowerCase(), `/nowhere${path}`, `/${path}`];
      return others
        .filter((other) => !isKnown(subject, other))
        .map((other) => ({
          title: `${subject.operation.id}: ${other}`,
          run: (conversation) => refuse(conversation, { ...request, path: other }, ['operation']),
        }));
    },
  },
  {
    name: 'unknown-method',
    statement: 'A method that the path does not have is refused.',
    pointer: '#/paths',
    cases: (subject) => {
      const known = Object.keys(subject.contract.document.paths[subject.operation.path]!);
      return methods
        .filter((method) => !known.includes(method.toLowerCase()))
        .map((method) => ({
          title: `${method} ${subject.operation.path}`,
          run: (conversation) => refuse(conversation, { ...subject.request({}), method }, ['operation']),
        }));
    },
  },
  {
    name: 'same-request-same-response',
    statement: 'The same request gets the same response, also in parallel.',
    pointer: '#/paths',
    comparesLists: true,
    cases: sameRequestCases,
  },
];

/** Finds a property of the body that 1 is valid for, so that nothing else is wrong with a body that is not JSON. */
function integerName({ contract, operation }: Subject): string | undefined {
  const validate = contract.validators[`validate${operation.request}`];
  const names = Object.keys(members(contract.document, operation.request));
  return names.find((name) => validate?.({ [name]: 1 }));
}

/** Whether an operation of the contract has a path, with any value of its parameters. */
function isKnown({ contract }: Subject, path: string): boolean {
  const templates = Object.keys(contract.document.paths);
  return templates.some((template) => new RegExp(`^${template.replaceAll(/\{.*?\}/g, '[^/]+')}$`).test(path));
}

/** Makes a case for each change of a request with a body: it is refused for the cause or, without one, changes nothing. */
function withBody<Item>(
  subject: Subject,
  items: Item[],
  change: (item: Item) => [title: string, change: Partial<Request>, cause?: string],
  body = subject.request({}).body,
): Case[] {
  const request = { ...subject.request({}), ...(body !== undefined && { body }) };
  if (request.body === undefined) throw new Unproven(`${subject.operation.id} takes no body`);
  return items.map((item) => {
    const [title, changed, cause] = change(item);
    return {
      title: `${subject.operation.id}: ${title}`,
      run: async (conversation) => {
        if (cause) return refuse(conversation, { ...request, ...changed }, [cause]);
        return compare(
          subject,
          await conversation.send(request),
          await conversation.send({ ...request, ...changed }),
        );
      },
    };
  });
}

function rewrite(body: Request['body'], how: string): string {
  const value = JSON.parse(String(body));
  if (how === 'whitespace') return ` \n\t${JSON.stringify(value, null, '\r\n ')}\n `;
  return JSON.stringify(value).replaceAll(
    /(?<=")\w/g,
    (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
  );
}

/** Requests good and bad, each sent several times at once. */
function sameRequestCases(subject: Subject): Case[] {
  const { operation, readOnly } = subject;
  if (!isRead(operation)) throw new Unproven(`${operation.id} may change something`);
  const request = subject.request({});
  const requests: Record<string, Request> = {
    'a valid request': request,
    'an unknown path': { ...request, path: `${request.path}s` },
    ...(request.body !== undefined && { 'a body that is not JSON': { ...request, body: '{' } }),
  };
  return Object.entries(requests).map(([title, one]) => ({
    title: `${operation.id}: ${title}`,
    run: async (conversation) => {
      const first = await conversation.send(one);
      const others = await Promise.all(
        Array.from({ length: readOnly ? 2 : 16 }, () => conversation.send(one)),
      );
      return others
        .map((other) => compare(subject, first, other))
        .find((violation) => violation !== undefined);
    },
  }));
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
  const isOther = before!.status !== after!.status;
  return {
    reason: isOther ? `the status is ${after!.status}, and was ${before!.status}` : 'the body is another',
    exchange: other,
  };
}
