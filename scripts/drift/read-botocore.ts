import { type EndpointRules, resolveHosts } from './hosts.ts';
import type { Constraints, ErrorFacts, Member, Model, Operation, Scope, Shape, Target } from './model.ts';
import { toSchemas } from './schemas.ts';

/** botocore's `service-2.json`, as far as it is read here. */
export interface ServiceModel {
  metadata: {
    apiVersion?: string;
    signingName?: string;
    endpointPrefix?: string;
    auth?: string[];
    signatureVersion?: string;
  };
  operations: Record<string, BotocoreOperation>;
  shapes: Record<string, BotocoreShape>;
}

interface BotocoreOperation {
  http: { method: string; requestUri: string; responseCode?: number };
  input?: { shape: string };
  output?: { shape: string };
  errors?: { shape: string }[];
  auth?: string[];
  authtype?: string;
  documentation?: string;
}

interface BotocoreShape extends Constraints {
  type: string;
  required?: string[];
  members?: Record<string, BotocoreMember>;
  member?: BotocoreMember;
  key?: BotocoreMember;
  value?: BotocoreMember;
  payload?: string;
  error?: { httpStatusCode?: number; senderFault?: boolean };
  fault?: boolean;
  retryable?: object;
  documentation?: string;
}

interface BotocoreMember {
  shape: string;
  location?: string;
  locationName?: string;
  documentation?: string;
}

/** The files of botocore that describe one service. */
export interface BotocoreFiles {
  name: string;
  service: ServiceModel;
  paginators?: { pagination: Record<string, Record<string, unknown>> } | undefined;
  endpoints?: EndpointRules | undefined;
}

const places: Record<string, string> = { uri: 'path', querystring: 'query' };
const paginatorKeys = {
  inputToken: 'input_token',
  outputToken: 'output_token',
  items: 'result_key',
  pageSize: 'limit_key',
};

/** Reads botocore's model of a service. */
export function readBotocore({ name, service, paginators, endpoints }: BotocoreFiles, scope: Scope): Model {
  const { metadata } = service;
  const shapes = new Map(
    Object.entries(service.shapes).map(([shape, value]) => [shape, readShape(shape, value)]),
  );
  const operations = scope.operations
    .filter((id) => service.operations[id])
    .map((id) => [id, readOperation(service, id, paginators?.pagination[id])] as const);
  const signingName = metadata.signingName ?? metadata.endpointPrefix;
  return {
    name,
    ...(metadata.apiVersion && { apiVersion: metadata.apiVersion }),
    ...(signingName && { signingName }),
    operations: new Map(operations),
    shapes,
    ...(endpoints && { hosts: resolveHosts(endpoints, scope.hosts) }),
    schemas: toSchemas(shapes),
    missing: [...(paginators ? [] : ['paginators']), ...(endpoints ? [] : ['hosts'])],
  };
}

function readOperation(
  { metadata, operations, shapes }: ServiceModel,
  id: string,
  paginator: Record<string, unknown> | undefined,
): Operation {
  const { http, input, output, errors = [], auth, authtype, documentation } = operations[id]!;
  return {
    method: http.method,
    path: http.requestUri,
    status: http.responseCode ?? 200,
    auth:
      authtype === 'none'
        ? []
        : (auth ?? metadata.auth ?? [metadata.signatureVersion ?? 'v4']).map(schemeName),
    ...(input && { input: input.shape }),
    ...(output && { output: output.shape }),
    errors: new Map(errors.map(({ shape }) => [shape, readError(shape, shapes[shape])])),
    paginator: paginator && readPaginator(paginator),
    documentation,
    at: `/operations/${id}`,
  };
}

function schemeName(scheme: string): string {
  return scheme === 'v4' ? 'sigv4' : scheme.replace(/^aws\.auth#/, '');
}

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
    ...(fault && { fault: 'server' as const }),
    ...(error?.senderFault && { fault: 'client' as const }),
    ...(retryable && { retryable: true }),
    body: name,
  };
}

function readShape(name: string, shape: BotocoreShape): Shape {
  const { type, members, member, key, value, required = [], documentation } = shape;
  const entries = Object.entries(members ?? {}).map(([own, target]) => {
    const place =
      shape.payload === own ? 'payload' : (places[target.location ?? 'body'] ?? target.location ?? 'body');
    const entry: Member = {
      ...{ shape: target.shape, required: required.includes(own), in: place },
      documentation: target.documentation,
    };
    return [target.locationName ?? own, entry] as const;
  });
  return {
    type: type === 'character' ? 'string' : type,
    ...pickConstraints(shape),
    ...((members || type === 'structure') && { members: new Map(entries) }),
    ...(member && { item: toTarget(member) }),
    ...(key && { key: toTarget(key) }),
    ...(value && { value: toTarget(value) }),
    documentation,
    at: `/shapes/${name}`,
  };
}

function toTarget({ shape }: BotocoreMember): Target {
  return { shape };
}

function pickConstraints({ min, max, pattern, enum: values }: Constraints): Constraints {
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values }),
  };
}
