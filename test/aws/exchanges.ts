import { isDeepStrictEqual } from 'node:util';
import {
  componentName,
  type Document,
  type Example,
  type Json,
  type JsonObject,
  type MediaType,
  type ParameterObject,
  type ResponseObject,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import { jsonBody, type Operation } from '../../scripts/contract/operations.ts';
import { smallest, unknownProperty } from '../../scripts/vectors/sample.ts';
import { isTimestamp } from './contract-facts.ts';
import type { SdkRequest } from './sdk-client.ts';

/** A request and what is answered to it, as the examples of one name state them. */
export interface Exchange {
  name: string;
  /** The members in the path and in the query. */
  url: JsonObject;
  /** Absent where the operation has no body, or no example of this name for it. */
  body?: Json;
  /** Absent where a success has no body, or no example of this name for it. */
  response?: Json;
}

/** What of a request depends on the input, without the escapes of a URL. */
export interface Message {
  method: string;
  segments: string[];
  query: Record<string, unknown>;
  body: Json | undefined;
}

/**
 * Pairs the examples of an operation by their names.
 *
 * @param document the bundled contract
 * @param operation one of its operations
 * @returns one exchange for each name; a required member of the URL without an example of that name has its smallest value
 * @throws {Error} when there is no valid value for a required member of the URL
 */
export function listExchanges(document: Document, operation: Operation): Exchange[] {
  const { requestBody, responses } = operation.object;
  const success = resolve<ResponseObject>(document, responses[operation.status]!);
  const bodies = readExamples(document, requestBody && jsonBody(resolve(document, requestBody)));
  const answers = readExamples(document, success.content && jsonBody(success));
  const inUrl = operation.parameters.map(
    (parameter) => [parameter.name, readExamples(document, parameter)] as const,
  );
  const names = [bodies, ...inUrl.map(([, examples]) => examples), answers].flatMap(Object.keys);
  return [...new Set(names)].map((name) => {
    const given = inUrl.filter(([, examples]) => name in examples);
    const url = Object.fromEntries(given.map(([member, examples]) => [member, examples[name]!]));
    return {
      ...{ name, url: { ...smallestUrl(document, operation), ...url } },
      ...(name in bodies && { body: bodies[name]! }),
      ...(name in answers && { response: answers[name]! }),
    };
  });
}

/**
 * Makes the members without which a request of an operation has no URL.
 *
 * @param document the bundled contract
 * @param operation one of its operations
 * @returns the smallest value of each required member of the path and the query
 * @throws {Error} when there is no valid value for one of them
 */
export function smallestUrl(document: Document, { parameters }: Operation): JsonObject {
  const required = parameters.filter((parameter) => parameter.required);
  return Object.fromEntries(
    required.map(({ name, schema = {} }) => [name, smallest(document, schema)] as const),
  );
}

/**
 * States what the contract says is sent for an input.
 *
 * @param operation the operation
 * @param exchange the input, with every member of the path
 * @returns the request's parts that depend on the input
 */
export function contractMessage(operation: Operation, { url, body }: Omit<Exchange, 'name'>): Message {
  const query = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.name in url);
  return {
    method: operation.method.toUpperCase(),
    segments: operation.path
      .split('/')
      .map((segment) => segment.replace(/^\{(.+)\}$/, (_, name: string) => String(url[name]))),
    query: Object.fromEntries(query.map(({ name }) => [name, toText(url[name]!)])),
    body,
  };
}

/**
 * Reads what the SDK sends.
 *
 * @param request the request as the SDK's HTTP handler gets it
 * @returns the request's parts that depend on the input
 * @throws an error when the path is not escaped as a URL's is, or the body is not JSON
 */
export function sdkMessage({ method, path, query, body }: SdkRequest): Message {
  return {
    ...{ method, query, segments: path.split('/').map(decodeURIComponent) },
    body: body === '' ? undefined : JSON.parse(body),
  };
}

/**
 * Turns an input of the contract into one of the SDK's.
 *
 * @param document the bundled contract
 * @param operation one of its operations
 * @param exchange the input
 * @returns the members of the URL and of the body, in the SDK's types
 */
export function sdkInput(
  document: Document,
  { parameters, request }: Operation,
  { url, body = {} }: Omit<Exchange, 'name'>,
): Record<string, unknown> {
  const inUrl = parameters
    .filter(({ name }) => name in url)
    .map(({ name, schema = {} }) => [name, toSdk(document, schema, url[name]!)] as const);
  const inBody = request ? toSdk(document, document.components.schemas[request]!, body) : {};
  return { ...Object.fromEntries(inUrl), ...(inBody as object) };
}

/**
 * Turns a value of the wire into the SDK's: epoch seconds become dates.
 *
 * @param document the bundled contract
 * @param reference the value's schema, a reference where it has a name
 * @param value the value
 * @returns the value in the SDK's types
 */
export function toSdk(document: Document, reference: Schema, value: Json): unknown {
  if (isTimestamp(componentName(reference))) return new Date(Number(value) * 1000);
  const schema = resolve<Schema>(document, reference);
  if (Array.isArray(value)) return value.map((item) => toSdk(document, schema.items ?? {}, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      toSdk(document, schema.properties?.[name] ?? unknownProperty(schema), member),
    ]),
  );
}

/**
 * Follows the pages of a list through the examples, as `x-paginated` says.
 *
 * @param operation a paginated operation
 * @param first the exchange of the first page
 * @param others the exchanges in which further pages are looked for
 * @returns the names of the exchanges; undefined comes last when no example is the answer to the last token
 */
export function followPages(
  operation: Operation,
  first: Exchange,
  others: Exchange[],
): (string | undefined)[] {
  const { inputToken, outputToken } = operation.paginated!;
  const token = (first.response as JsonObject)[outputToken];
  const input = inputOf(first);
  if (token === undefined || token === input[inputToken]) return [first.name];
  const next = others.find((other) => isDeepStrictEqual(inputOf(other), { ...input, [inputToken]: token }));
  return [first.name, ...(next ? followPages(operation, next, others) : [undefined])];
}

function inputOf({ url, body }: Exchange): JsonObject {
  return { ...url, ...(body as JsonObject | undefined) };
}

function readExamples(
  document: Document,
  node: Pick<MediaType, 'examples'> | ParameterObject | undefined,
): Record<string, Json> {
  const examples = Object.entries((node as MediaType | undefined)?.examples ?? {});
  return Object.fromEntries(
    examples.map(([name, example]) => [name, resolve<Example>(document, example).value]),
  );
}

function toText(value: Json): string | string[] {
  return Array.isArray(value) ? value.map(String) : String(value);
}
