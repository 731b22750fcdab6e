import { isDeepStrictEqual } from 'node:util';
import type { ErrorObject } from 'ajv';
import type { Document, Json, JsonObject, ParameterObject } from '../../contract/document.ts';
import type { Operation, OperationError } from '../../contract/operations.ts';
import { dropNulls } from '../../contract/schema.ts';
import { smallest } from '../../vectors/sample.ts';
import { bodyMediaType, dropUnknown, json, type Subject, type TestCase, type Tests } from './subject.ts';

/** Writes the vectors of an operation's request, and requests that a server cannot read. */
export function requestTests(subject: Subject, operation: Operation): Tests {
  const { document, vectorsOf } = subject;
  const { url, input } = createRequest(document, operation);
  if (operation.request === undefined) {
    return { valid: [{ documentation: 'no body', ...url, body: '', params: input }], malformed: [] };
  }
  const schema = { $ref: `#/components/schemas/${operation.request}` };
  const tests: Tests = { valid: [], malformed: [] };
  for (const { description: documentation, document: body } of vectorsOf(schema)) {
    const message = { headers: json, body: JSON.stringify(body), bodyMediaType };
    const received = dropNulls(document, schema, body);
    const error = findError(operation, subject.validate(schema, received));
    if (error) tests.malformed.push({ documentation, request: { ...url, ...message }, ...refuse(error) });
    else {
      // A client does not send what is null or unknown, but a server has to accept it.
      const known = dropUnknown(document, schema, received) as JsonObject;
      const side = !isDeepStrictEqual(known, body) && { appliesTo: 'server' };
      const params = { ...input, ...known };
      tests.valid.push({ documentation, ...url, ...message, params, ...side });
    }
  }
  tests.malformed.push(...unreadableRequests(operation, url));
  return tests;
}

/** Finds the error that a server refuses a body with. A value that it cannot read has no constraints to violate. */
function findError({ errors }: Operation, violations: ErrorObject[]): OperationError | undefined {
  if (violations.length === 0) return undefined;
  const unreadable = violations.some(({ keyword }) => keyword === 'type' || keyword === 'format');
  return errors.find(({ cause }) => cause === (unreadable ? 'syntax' : 'constraint'));
}

function refuse({ name, status }: OperationError): TestCase {
  return { response: { code: status, headers: { 'X-Amzn-Errortype': name } } };
}

/** Requests whose body is not JSON, or claims not to be. */
function unreadableRequests({ errors }: Operation, url: object): TestCase[] {
  const bodies: [documentation: string, cause: string, type: string, body: string][] = [
    ['a body that ends too early', 'syntax', 'application/json', '{'],
    ['a body with text after the object', 'syntax', 'application/json', '{}}'],
    ['a body with single quotation marks', 'syntax', 'application/json', "{'a': 1}"],
    ['a body with a comment', 'syntax', 'application/json', '{/* none */}'],
    ['a body of another content type', 'media-type', 'text/plain', '{}'],
  ];
  return bodies.flatMap(([documentation, cause, type, body]) => {
    const error = errors.find((each) => each.cause === cause);
    const request = { ...url, headers: { 'Content-Type': type }, body };
    return error ? [{ documentation, request, ...refuse(error) }] : [];
  });
}

/** Where a request goes, with a value for each parameter, and those values by name. */
function createRequest(
  document: Document,
  { method, path, parameters }: Operation,
): { url: object; input: Record<string, Json> } {
  const values = parameters.map((parameter): [ParameterObject, Json] => [
    parameter,
    smallest(document, parameter.schema ?? {}),
  ]);
  const uri = values.reduce(
    (text, [{ name }, value]) => text.replace(`{${name}}`, encodeURIComponent(String(value))),
    path,
  );
  const queryParams = values
    .filter(([parameter]) => parameter.in === 'query')
    .flatMap(([{ name }, value]) =>
      [value].flat().map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(String(item))}`),
    );
  return {
    url: { method: method.toUpperCase(), uri, ...(queryParams.length > 0 && { queryParams }) },
    input: Object.fromEntries(values.map(([{ name }, value]) => [name, value])),
  };
}
