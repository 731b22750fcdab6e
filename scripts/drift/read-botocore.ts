import { type Json, referenceTo, type Schema } from '../contract/document.ts';
import { type EndpointRules, type Host, resolveHosts } from './hosts.ts';
import type { ErrorFacts, Model, OperationFacts, Shape } from './model.ts';

/** The files of botocore that describe one service. */
export interface BotocoreFiles {
  name: string;
  service: ServiceModel;
  paginators?: { pagination: Record<string, Record<string, unknown>> } | undefined;
  endpoints?: EndpointRules | undefined;
  /** JSON Pointers into the file; a name follows. */
  at?: Model['at'];
}

/** botocore's `service-2.json`, as far as it is read here. */
export interface ServiceModel {
  metadata: {
    apiVersion?: string | undefined;
    signingName?: string | undefined;
    endpointPrefix?: string;
    auth?: string[];
    signatureVersion?: string;
  };
  operations: Record<string, BotocoreOperation>;
  shapes: Record<string, BotocoreShape>;
}

/** One operation in botocore's form. */
export interface BotocoreOperation {
  http: { method: string; requestUri: string; responseCode?: number };
  input?: { shape: string } | undefined;
  output?: { shape: string } | undefined;
  errors?: { shape: string }[];
  auth?: string[];
  authtype?: string;
  documentation?: string | undefined;
}

/** What narrows the values of a shape. `min` and `max` count characters, items, or the number itself. */
export interface Constraints {
  min?: number;
  max?: number;
  pattern?: string | undefined;
  enum?: Json[] | undefined;
}

/** One shape in botocore's form. */
export interface BotocoreShape extends Constraints {
  type: string;
  required?: string[];
  members?: Record<string, BotocoreMember> | undefined;
  member?: BotocoreMember | undefined;
  key?: BotocoreMember | undefined;
  value?: BotocoreMember | undefined;
  payload?: string | undefined;
  error?: { httpStatusCode?: number; senderFault?: boolean } | undefined;
  fault?: boolean;
  retryable?: unknown;
  documentation?: string | undefined;
}

/** A use of a shape; only Smithy has constraints beside it. */
export interface BotocoreMember extends Constraints {
  shape: string;
  location?: string | undefined;
  locationName?: string | undefined;
  documentation?: string | undefined;
}

/** What to read from AWS's model: only what the contract describes. */
interface Scope {
  operations: string[];
  hosts: Map<string, Host>;
}

/** Reads botocore's model of a service. */
export function readBotocore(
  {
    name,
    service,
    paginators,
    endpoints,
    at = { operations: '/operations/', shapes: '/shapes/' },
  }: BotocoreFiles,
  scope: Scope,
): Model {
  const { metadata } = service;
  const shapes = Object.entries(service.shapes).map(([id, shape]) => [id, readShape(shape, service.shapes)]);
  const operations = scope.operations
    .filter((id) => service.operations[id])
    .map((id) => [id, readOperation(service, id, paginators?.pagination[id])] as const);
  return {
    name,
    apiVersion: metadata.apiVersion,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    operations: new Map(operations),
    shapes: Object.fromEntries(shapes),
    hosts: endpoints && resolveHosts(endpoints, scope.hosts),
    missing: [...(paginators ? [] : ['paginators']), ...(endpoints ? [] : ['hosts'])],
    at,
  };
}

function readOperation(
  { metadata, operations, shapes }: ServiceModel,
  id: string,
  paginator: Record<string, unknown> | undefined,
): OperationFacts {
  const { http, input, output, errors = [], auth, authtype, documentation } = operations[id]!;
  const schemes = auth ?? metadata.auth ?? [metadata.signatureVersion ?? 'v4'];
  return {
    method: http.method,
    path: http.requestUri,
    status: http.responseCode ?? 200,
    auth: authtype === 'none' ? [] : schemes.map(readScheme),
    input: input?.shape,
    output: output?.shape,
    errors: new Map(errors.map(({ shape }) => [shape, readError(shape, shapes[shape])])),
    paginator: paginator && readPaginator(paginator),
    documentation,
  };
}

function readScheme(scheme: string): string {
  return scheme === 'v4' ? 'sigv4' : scheme.replace(/^.*#/, '');
}

/** What botocore calls the parts of a paginator, by Smithy's names. */
export const paginatorKeys = {
  inputToken: 'input_token',
  outputToken: 'output_token',
  items: 'result_key',
  pageSize: 'limit_key',
};

function readPaginator(paginator: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(paginatorKeys).map(([ours, theirs]) => [ours, paginator[theirs]]);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)]),
  );
}

function readError(
  name: string,
  { error, fault, retryable }: BotocoreShape = { type: 'structure' },
): ErrorFacts {
  return {
    status: error?.httpStatusCode ?? (fault ? 500 : 400),
    fault: error?.senderFault ? 'client' : fault ? 'server' : undefined,
    retryable: retryable ? true : undefined,
    body: name,
  };
}

const types: Record<string, Schema> = {
  blob: { type: 'string', format: 'byte' },
  boolean: { type: 'boolean' },
  byte: { type: 'integer', format: 'int8' },
  short: { type: 'integer', format: 'int16' },
  integer: { type: 'integer', format: 'int32' },
  long: { type: 'integer', format: 'int64' },
  biginteger: { type: 'integer' },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  bigdecimal: { type: 'number' },
  timestamp: { type: 'number', format: 'timestamp' },
  document: {},
};

type Shapes = Record<string, BotocoreShape>;

function readShape(shape: BotocoreShape, shapes: Shapes): Shape {
  const { type, documentation } = shape;
  return {
    ...readType(shape, shapes),
    ...readConstraints(shape, type),
    ...(documentation && { description: documentation }),
  };
}

function readType(shape: BotocoreShape, shapes: Shapes): Shape {
  const { type, member, key, value } = shape;
  if (member) return { type: 'array', items: readUse(member, shapes) };
  if (value) {
    const names = key && { propertyNames: readUse(key, shapes) };
    return { type: 'object', additionalProperties: readUse(value, shapes), ...names };
  }
  return type === 'structure' ? readStructure(shape, shapes) : (types[type] ?? { type: 'string' });
}

const places: Record<string, string> = { uri: 'path', querystring: 'query' };

/** The properties have their names on the wire. */
function readStructure({ members = {}, required = [], payload }: BotocoreShape, shapes: Shapes): Shape {
  const entries = Object.entries(members).map(([id, member]) => {
    const { location, locationName = id, documentation } = member;
    const place = payload === id ? 'payload' : location && (places[location] ?? location);
    const use = {
      ...readUse(member, shapes),
      ...(place && { 'x-in': place }),
      ...(documentation && { description: documentation }),
    };
    return { id, name: locationName, use };
  });
  const needed = entries.filter(({ id }) => required.includes(id)).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(entries.map(({ name, use }) => [name, use])),
    ...(needed.length > 0 && { required: needed }),
  };
}

function readUse(member: BotocoreMember, shapes: Shapes): Shape {
  const constraints = readConstraints(member, shapes[member.shape]?.type ?? 'string');
  return { ...referenceTo(member.shape), ...constraints };
}

/** How JSON Schema names the bounds of a type; `imum` makes those of a number. */
const bounded: Record<string, string> = {
  list: 'Items',
  map: 'Properties',
  string: 'Length',
  blob: 'Length',
};

function readConstraints({ min, max, pattern, enum: values }: Constraints, type: string): Shape {
  const what = bounded[type] ?? 'imum';
  return {
    ...(min !== undefined && { [`min${what}`]: min }),
    ...(max !== undefined && { [`max${what}`]: max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
  };
}
