import {
  componentName,
  type Document,
  type Example,
  type Json,
  type MediaType,
  type OperationObject,
  type Paginated,
  type ParameterObject,
  type Reference,
  referenceTo,
  resolve,
  type Schema,
  type Server,
} from './document.ts';
import { mergeReference } from './schema.ts';

/** The keys of a path item that have operations. */
export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** An error that an operation can return, from the contract's example of that name. */
export interface OperationError {
  name: string;
  status: number;
  /** Modelled by the operation itself, or common to every operation of the service. */
  common: boolean;
  fault: 'client' | 'server';
  retryable: boolean;
  /** Why a server returns it, as in `x-error.cause`. */
  cause?: string;
  /** The status was inferred, not read from the service's reference. */
  statusInferred: boolean;
  description: string;
  /** The message of the contract's example. */
  message: string;
}

/** An operation of the contract, as the generators and the mock need it. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  object: OperationObject;
  /** The part of the input that is sent in the URL or in headers. */
  parameters: ParameterObject[];
  /** The schema of the JSON request body; undefined when there is no body. */
  request?: string;
  /** The schema of the body of a success. */
  response?: string;
  /** The status of a success. */
  status: number;
  paginated?: Paginated;
  /** Filter name to JSON Pointer into an item. */
  filters?: Record<string, string>;
  errors: OperationError[];
}

/**
 * Lists the operations of a contract, in the document's order.
 *
 * @throws {Error} when an operation lacks a success, or an error example lacks `x-error`
 */
export function listOperations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, object]) => readOperation(document, path, method, object)),
  );
}

function readOperation(document: Document, path: string, method: string, object: OperationObject): Operation {
  const success = Object.keys(object.responses).find((status) => status.startsWith('2'));
  if (!success) throw new Error(`${object.operationId} has no response for success`);
  const status = Number(success);
  const request = bodySchema(document, object.requestBody);
  const response = responseSchema(document, { object }, status);
  return {
    id: object.operationId,
    method,
    path,
    object,
    parameters: listParameters(document, path, object),
    status,
    errors: listErrors(document, object),
    ...(request && { request }),
    ...(response && { response }),
    ...(object['x-paginated'] && { paginated: object['x-paginated'] }),
    ...(object['x-filters'] && { filters: object['x-filters'] }),
  };
}

/** An operation's own parameter replaces one of its path with the same name and place. */
function listParameters(document: Document, path: string, object: OperationObject): ParameterObject[] {
  const shared = (document.paths[path] as Pick<OperationObject, 'parameters'>).parameters ?? [];
  const all = [...shared, ...(object.parameters ?? [])].map((parameter) =>
    resolve<ParameterObject>(document, parameter),
  );
  return [...new Map(all.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()];
}

function listErrors(document: Document, object: OperationObject): OperationError[] {
  return Object.entries(object.responses)
    .filter(([status]) => !status.startsWith('2'))
    .flatMap(([status, response]) =>
      [...listExamples(document, response)].map(([name, example]) => readError(name, status, example)),
    );
}

function readError(name: string, status: string, example: Example): OperationError {
  const error = example['x-error'];
  const code = status === 'default' ? error?.status : Number(status);
  if (!error || !code) throw new Error(`the example ${name} needs x-error, and x-error.status under default`);
  const { message } = example.value as { message?: string };
  return {
    name,
    status: code,
    common: status === 'default',
    fault: error.fault,
    retryable: error.retryable,
    statusInferred: error.statusInferred ?? false,
    description: example.description ?? '',
    message: message ?? '',
    ...(error.cause && { cause: error.cause }),
  };
}

/** The header in which every response of an AWS service has the id of the request. */
export const requestIdHeader = 'x-amzn-requestid';

/** Finds the schema of what sets the size of a page, in the URL or the body; undefined if nothing does. */
export function pageSizeSchema(
  document: Document,
  { parameters, request, paginated }: Operation,
): Schema | undefined {
  const { pageSize = '' } = paginated ?? {};
  const inUrl = parameters.find(({ name }) => name === pageSize)?.schema;
  return inUrl ? mergeReference(document, inUrl) : members(document, request)[pageSize];
}

/** Finds the schema of a response's body; undefined when the contract has no body for the status. */
export function responseSchema(
  document: Document,
  { object: { responses } }: Pick<Operation, 'object'>,
  status: number,
): string | undefined {
  return bodySchema(
    document,
    responses[status] ?? responses[`${String(status)[0]}XX`] ?? responses['default'],
  );
}

/** A request or a response, or a reference to one. */
type Message = Reference | { content?: Record<string, MediaType> } | undefined;

function bodySchema(document: Document, message: Message): string | undefined {
  const body = findBody(document, message);
  return body && componentName(body.schema);
}

/** Lists the examples of the body of a request or a response by name; none if it has no body. */
export function listExamples(document: Document, message: Message): Map<string, Example> {
  const { examples = {} } = findBody(document, message) ?? {};
  return new Map(
    Object.entries(examples).map(([name, example]) => [name, resolve<Example>(document, example)]),
  );
}

function findBody(document: Document, message: Message): MediaType | undefined {
  const resolved = message && resolve<{ content?: Record<string, MediaType> }>(document, message);
  return resolved?.content && jsonBody(resolved);
}

/** Reads the JSON body of a request or a response; it is an error to have none. */
export function jsonBody(message: { content?: Record<string, MediaType> }): MediaType {
  const body = message.content?.['application/json'];
  if (!body) throw new Error('bodies must be application/json');
  return body;
}

/** Lists the properties of a request or response with references merged; none if there is no such body. */
export function members(document: Document, component: string | undefined): Record<string, Schema> {
  if (component === undefined) return {};
  const schema = mergeReference(document, referenceTo(component));
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, member]) => [name, mergeReference(document, member)]),
  );
}

/**
 * Finds the schema of the items that a paginated operation lists, often a reference.
 *
 * @throws {Error} when `x-paginated.items` is not a list of the response
 */
export function itemSchema(document: Document, operation: Operation): Schema | undefined {
  if (!operation.paginated) return undefined;
  const { items } = operation.paginated;
  const list = members(document, operation.response)[items];
  if (!list?.items)
    throw new Error(`x-paginated of ${operation.id}: ${operation.response} has no list ${items}`);
  return list.items;
}

/** Lists the variants of a server's host. It may serve several partitions, and be the FIPS host in some of them. */
export function listVariants({ 'x-endpoint': endpoint }: Server) {
  if (!endpoint) return [];
  const { partitions, fips, dualStack, fipsPartitions = [] } = endpoint;
  return [
    ...partitions.map((partition) => ({ partition, fips, dualStack })),
    ...fipsPartitions.map((partition) => ({ partition, fips: true, dualStack })),
  ];
}

/** Finds the name that requests are signed for, `x-sigv4.name` of the security scheme; undefined if they are not signed. */
export function findSigningName(document: Document): string | undefined {
  const schemes = Object.values(document.components['securitySchemes'] ?? {}) as {
    'x-sigv4'?: { name: string };
  }[];
  return schemes.find((scheme) => scheme['x-sigv4'])?.['x-sigv4']?.name;
}

/**
 * Finds the properties of a request that filter what it lists: the list of objects in which one property allows exactly
 * the names in `x-filters`, and the list beside that property, which has the values.
 *
 * @throws {Error} when the operation has filters but its request has no such list
 */
export function findFilters(
  document: Document,
  operation: Operation,
): { list: string; name: string; values: string } | undefined {
  const names = Object.keys(operation.filters ?? {});
  if (names.length === 0) return undefined;
  for (const [list, schema] of Object.entries(members(document, operation.request))) {
    const item = schema.items ? mergeReference(document, schema.items) : {};
    const parts = Object.entries(item.properties ?? {}).map(([name, part]): [string, Schema] => [
      name,
      mergeReference(document, part),
    ]);
    const name = parts.find(([, part]) => part.enum && sameNames(part.enum, names))?.[0];
    const values = parts.find(([, part]) => part.type === 'array')?.[0];
    if (name !== undefined && values !== undefined) return { list, name, values };
  }
  throw new Error(`x-filters of ${operation.id}: no list of its request has a name and values`);
}

function sameNames(values: Json[], names: string[]): boolean {
  return values.length === names.length && values.every((value) => names.includes(String(value)));
}

/** Turns PascalCase into camelCase, for methods. */
export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Turns PascalCase into kebab-case, for identifiers without upper and lower case. */
export function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
