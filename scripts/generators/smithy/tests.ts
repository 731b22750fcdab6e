import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  type Json,
  type JsonObject,
  type ParameterObject,
  referenceTo,
  type Schema,
} from '../../contract/document.ts';
import { type Operation, type OperationError, responseSchema } from '../../contract/operations.ts';
import {
  compileSchemas,
  dropNulls,
  mapSchemas,
  mergeReference,
  withFormatBounds,
} from '../../contract/schema.ts';
import type { ValidationError } from '../../contract/validator.ts';
import { smallest } from '../../vectors/sample.ts';
import { shapeVectors } from '../../vectors/vectors.ts';

/** A test case of one of the traits. */
export type TestCase = Record<string, unknown>;

/** Test cases with messages that follow the contract, and with messages that do not. */
export interface Tests {
  valid: TestCase[];
  malformed: TestCase[];
}

type TestSource = Awaited<ReturnType<typeof createTestSource>>;

const bodyMediaType = 'application/json';
const headers = { 'Content-Type': bodyMediaType };

/** Prepares what the tests of a contract are made from. */
export async function createTestSource(document: Document) {
  const bounded = mapSchemas(document, withFormatBounds);
  const findValidator = await compileSchemas(document, { logger: false });
  // Smithy's specification counts code points, but its library counts UTF-16 units and refuses these vectors.
  const findByUnits = await compileSchemas(document, { logger: false, unicode: false });
  return {
    document,
    /** Lists the violations in a value. */
    validate(schema: Schema, value: Json): ValidationError[] {
      const validator = findValidator(schema);
      return validator(value) ? [] : validator.errors!;
    },
    /** Lists the test vectors of a schema. */
    vectorsOf: (shape: string) =>
      shapeVectors(bounded, shape, true).filter(
        ({ valid, document }) => !valid || findByUnits(referenceTo(shape))(document),
      ),
  };
}

/** The vectors of an operation's request, and requests that a server cannot read. */
export function requestTests({ document, vectorsOf, validate }: TestSource, operation: Operation): Tests {
  const { url, input } = createRequest(document, operation);
  if (operation.request === undefined) {
    return { valid: [{ documentation: 'no body', ...url, body: '', params: input }], malformed: [] };
  }
  const schema = referenceTo(operation.request);
  const tests: Tests = { valid: [], malformed: [] };
  for (const { description: documentation, document: body } of vectorsOf(operation.request)) {
    const message = { headers, body: JSON.stringify(body), bodyMediaType };
    const received = dropNulls(document, schema, body);
    const error = findError(operation, validate(schema, received));
    if (error) tests.malformed.push({ documentation, request: { ...url, ...message }, ...refuse(error) });
    else {
      // A client does not send null or unknown properties, but a server has to accept them.
      const known = dropUnknown(document, schema, received) as JsonObject;
      const side = !isDeepStrictEqual(known, body) && { appliesTo: 'server' };
      tests.valid.push({ documentation, ...url, ...message, params: { ...input, ...known }, ...side });
    }
  }
  tests.malformed.push(...unreadableRequests(operation, url));
  return tests;
}

/** Finds the error for a body. A server that cannot read a value does not check its constraints. */
function findError({ errors }: Operation, violations: ValidationError[]): OperationError | undefined {
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

/** Creates the URL of a request, with a value for each parameter, and those values by name. */
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

/** The vectors of an operation's successful response. */
export function successTests(source: TestSource, { status, response }: Operation): Tests {
  if (response === undefined) {
    return { valid: [{ documentation: 'no body', code: status, body: '', params: {} }], malformed: [] };
  }
  return responseTests(source, response, { code: status, headers });
}

/** The vectors of the body of an error, and the forms in which a server may send its name. */
export function errorTests(source: TestSource, operation: Operation, error: OperationError): Tests {
  const { name, status: code } = error;
  const named = (value: string) => ({ code, headers: { ...headers, 'X-Amzn-Errortype': value } });
  const shape = responseSchema(source.document, operation, code)!;
  const { valid, malformed } = responseTests(source, shape, named(name));
  const empty = { body: '{}', bodyMediaType, params: {}, appliesTo: 'client' };
  const forms = [
    { documentation: 'a name with a suffix', ...named(`${name}:http://internal.example/`), ...empty },
    { documentation: 'a name with a prefix', ...named(`com.example#${name}`), ...empty },
  ];
  return { valid: [...valid, ...forms], malformed };
}

function responseTests({ document, vectorsOf }: TestSource, shape: string, head: object): Tests {
  const tests: Tests = { valid: [], malformed: [] };
  for (const { description: documentation, document: body, errors } of vectorsOf(shape)) {
    const message = { documentation, ...head, body: JSON.stringify(body), bodyMediaType };
    if (errors) tests.malformed.push({ ...message, violations: errors });
    else {
      const params = dropUnknown(document, referenceTo(shape), body);
      // A server sends no properties that its model lacks, but a client has to ignore them.
      const side = !isDeepStrictEqual(params, body) && { appliesTo: 'client' };
      tests.valid.push({ ...message, params, ...side });
    }
  }
  tests.malformed.push(
    { documentation: 'a body that ends too early', ...head, body: '{' },
    { documentation: 'a web page', ...head, headers: { 'Content-Type': 'text/html' }, body: '<html></html>' },
  );
  return tests;
}

/** Drops the properties that the contract does not know, as clients and servers do. */
function dropUnknown(document: Document, reference: Schema, value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  const { items, properties = {}, additionalProperties } = mergeReference(document, reference);
  if (Array.isArray(value)) return value.map((item) => dropUnknown(document, items ?? {}, item));
  const entries = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, property]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : entries;
      return schema ? [[name, dropUnknown(document, schema, property)]] : [];
    }),
  );
}
