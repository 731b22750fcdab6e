import { members } from '../../contract/operations.ts';
import { type Input, isRead, type OperationClient } from '../operation-client.ts';
import { type CaseRule, Unproven } from '../rule.ts';
import type { Request } from '../sign.ts';
import { refusal, sameResponse } from './cases.ts';

/** Bodies that are not JSON, by their mistake; `a` is replaced by a property that may be 1. */
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

const wrongTypes = ['application/hal+json', 'application/octet-stream', 'application/xml', 'text/plain'];
const wrongForms = ['application/x-www-form-urlencoded', 'multipart/form-data', undefined];
const rightTypes = ['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'];
const hugeNumbers = ['9223372000000000000', '-9223372000000000000', '123000000000000000000000'];
const methods = ['GET', 'PUT', 'PATCH', 'DELETE', 'POST'];

/** Rules about HTTP and JSON, whatever the operation is. */
export const protocolRules: CaseRule[] = [
  {
    name: 'body-syntax',
    statement: 'A body that is not JSON is refused.',
    pointer: 'requestBody',
    cases: (client) => {
      const request = withBody(client);
      const name = integerName(client) ?? 'a';
      return Object.entries(malformedBodies).map(([title, text]) => {
        const body = typeof text === 'string' ? text.replaceAll(/\ba\b/g, name) : text;
        return refusal(client, title, { ...request, body }, 'syntax');
      });
    },
  },
  {
    name: 'content-type',
    statement: 'A body of another content type is refused.',
    pointer: 'requestBody',
    cases: (client) => {
      const { headers: _, ...request } = withBody(client);
      return [...wrongTypes, ...wrongForms].map((type) => {
        const headers: Request['headers'] = type === undefined ? {} : { 'content-type': type };
        return refusal(client, type ?? 'no content type', { ...request, headers }, 'media-type');
      });
    },
  },
  {
    name: 'content-type-parameters',
    statement: 'The charset and the letter case of application/json change nothing.',
    pointer: 'requestBody',
    cases: (client) => {
      const request = withBody(client);
      return rightTypes.map((type) =>
        sameResponse(client, type, request, [{ ...request, headers: { 'content-type': type } }]),
      );
    },
  },
  {
    name: 'integer-overflow',
    statement: 'A number that is too large for the type of its property is refused.',
    pointer: 'requestBody',
    cases: (client) => {
      const all = Object.entries(members(client.contract.document, client.operation.request));
      const names = all.filter(([, { format }]) => format === 'int32').map(([name]) => name);
      if (names.length === 0) throw new Unproven(`${client.operation.id} takes no integer in its body`);
      const bodies = names.flatMap((name) => hugeNumbers.map((number) => `{"${name}": ${number}}`));
      return bodies.map((body) => refusal(client, body, { ...client.request({}), body }, 'syntax'));
    },
  },
  {
    name: 'json-whitespace-and-escapes',
    statement: 'JSON written in another way gets the same response.',
    pointer: 'requestBody',
    cases: (client) => {
      const name = integerName(client);
      const request = withBody(client, name === undefined ? {} : { [name]: 1 });
      const value = JSON.parse(String(request.body));
      const encode = (letter: string) => `\\u00${letter.charCodeAt(0).toString(16)}`;
      const bodies = {
        whitespace: ` \n\t${JSON.stringify(value, null, '\r\n ')}\n `,
        escapes: JSON.stringify(value).replaceAll(/(?<=")\w/g, encode),
      };
      return Object.entries(bodies).map(([title, body]) =>
        sameResponse(client, title, request, [{ ...request, body }]),
      );
    },
  },
  {
    name: 'unknown-path',
    statement: 'A path of no operation is refused.',
    pointer: '#/paths',
    cases: (client) => {
      const request = client.request({});
      const [path = ''] = request.path.split('?');
      const paths = [`${path}s`, `${path}/`, path.toLowerCase(), `/nowhere${path}`, `/${path}`];
      const unknown = paths.filter((other) => !isKnown(client, other));
      return unknown.map((other) => refusal(client, other, { ...request, path: other }, 'operation'));
    },
  },
  {
    name: 'unknown-method',
    statement: 'A method that the path does not have is refused.',
    pointer: '#/paths',
    cases: (client) => {
      const known = Object.keys(client.contract.document.paths[client.operation.path]!);
      const unknown = methods.filter((method) => !known.includes(method.toLowerCase()));
      return unknown.map((method) => refusal(client, method, { ...client.request({}), method }, 'operation'));
    },
  },
  {
    name: 'same-request-same-response',
    statement: 'The same request gets the same response, also in parallel.',
    pointer: 'responses',
    comparesLists: true,
    cases: (client) => {
      const { operation, readOnly } = client;
      if (!isRead(operation)) throw new Unproven(`${operation.id} may change something`);
      const request = client.request({});
      const requests: Record<string, Request> = {
        'a valid request': request,
        'an unknown path': { ...request, path: `/nowhere${request.path}` },
        ...(request.body !== undefined && { 'a body that is not JSON': { ...request, body: '{' } }),
      };
      return Object.entries(requests).map(([title, one]) =>
        sameResponse(client, title, one, Array(readOnly ? 2 : 16).fill(one)),
      );
    },
  },
];

/** Makes a valid request with a body; there are no cases if an operation takes none. */
function withBody(client: OperationClient, input: Input = {}): Request {
  const request = client.request(input);
  if (request.body === undefined) throw new Unproven(`${client.operation.id} takes no body`);
  return request;
}

/** Finds a property of the body that may be 1, so that a body breaks nothing but the syntax of JSON. */
function integerName({ contract, operation }: OperationClient): string | undefined {
  const validate = contract.validators[`validate${operation.request}`];
  const names = Object.keys(members(contract.document, operation.request));
  return names.find((name) => validate?.({ [name]: 1 }));
}

/** Whether an operation of the contract has a path, whatever its parameters are. */
function isKnown({ contract }: OperationClient, path: string): boolean {
  const templates = Object.keys(contract.document.paths);
  return templates.some((template) => new RegExp(`^${template.replaceAll(/\{.*?\}/g, '[^/]+')}$`).test(path));
}
