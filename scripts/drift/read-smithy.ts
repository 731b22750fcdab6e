import { type EndpointRules, resolveHosts } from './hosts.ts';
import type { Constraints, ErrorFacts, Member, Model, Operation, Scope, Shape, Target } from './model.ts';
import { toSchemas } from './schemas.ts';

/** A model in Smithy's JSON AST, as far as it is read here. */
export interface SmithyModel {
  smithy: string;
  shapes: Record<string, SmithyShape>;
}

interface SmithyShape {
  type: string;
  version?: string;
  traits?: Traits;
  members?: Record<string, SmithyMember>;
  member?: SmithyMember;
  key?: SmithyMember;
  value?: SmithyMember;
  input?: Reference;
  output?: Reference;
  errors?: Reference[];
  mixins?: Reference[];
}

interface Reference {
  target: string;
}

interface SmithyMember extends Reference {
  traits?: Traits;
}

type Traits = Record<string, unknown>;

const prelude = 'smithy.api#';
const preludeTypes =
  'String Blob Boolean Byte Short Integer Long Float Double Timestamp Document Unit BigInteger BigDecimal';
const types: Record<string, string> = {
  set: 'list',
  union: 'structure',
  enum: 'string',
  intEnum: 'integer',
  unit: 'structure',
};
const places: Record<string, string> = {
  httpLabel: 'path',
  httpQuery: 'query',
  httpHeader: 'header',
  httpPayload: 'payload',
  httpPrefixHeaders: 'headers',
  httpQueryParams: 'query parameters',
  httpResponseCode: 'status',
};

/** Reads a model in Smithy's JSON AST. Shapes lose their namespace. */
export function readSmithy(name: string, { shapes }: SmithyModel, scope: Scope): Model {
  const [service] = Object.values(shapes).filter(({ type }) => type === 'service');
  const endpoints = trait(service?.traits, 'smithy.rules#endpointRuleSet') as
    | EndpointRules['ruleSet']
    | undefined;
  const { name: signingName } = (trait(service?.traits, 'aws.auth#sigv4') ?? {}) as { name?: string };
  const read = new Map([
    ...preludeTypes
      .split(' ')
      .map((type): [string, Shape] => [type, readShape(prelude + type, { type: type.toLowerCase() })]),
    ...Object.entries(shapes).map(([id, shape]): [string, Shape] => [localName(id), readShape(id, shape)]),
  ]);
  const operations = Object.entries(shapes)
    .filter(([id, { type }]) => type === 'operation' && scope.operations.includes(localName(id)))
    .map(([id, shape]) => [localName(id), readOperation(id, shape, service, shapes)] as const);
  return {
    name,
    ...(service?.version && { apiVersion: service.version }),
    ...(signingName && { signingName }),
    operations: new Map(operations),
    shapes: read,
    ...(endpoints !== undefined && { hosts: resolveHosts({ ruleSet: endpoints }, scope.hosts) }),
    schemas: toSchemas(read),
    missing: endpoints === undefined ? ['hosts'] : [],
  };
}

function localName(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}

function trait(traits: Traits | undefined, name: string): unknown {
  return traits?.[name.includes('#') ? name : prelude + name];
}

function readOperation(
  id: string,
  { input, output, errors = [], traits }: SmithyShape,
  service: SmithyShape | undefined,
  shapes: Record<string, SmithyShape>,
): Operation {
  const http = trait(traits, 'http') as { method: string; uri: string; code?: number } | undefined;
  if (!http) throw new Error(`${id} has no smithy.api#http trait`);
  return {
    ...{ method: http.method, path: http.uri, status: http.code ?? 200 },
    auth: readAuth(traits, service),
    ...shapeName('input', input),
    ...shapeName('output', output),
    errors: new Map(
      errors.map(({ target }) => [localName(target), readError(target, shapes[target]?.traits)]),
    ),
    paginator: readPaginator(traits, service),
    documentation: readDocumentation(traits),
    at: pointer(id),
  };
}

function shapeName(key: string, reference: Reference | undefined): Record<string, string> {
  return reference && reference.target !== `${prelude}Unit` ? { [key]: localName(reference.target) } : {};
}

function readAuth(traits: Traits | undefined, service: SmithyShape | undefined): string[] {
  const schemes = trait(traits, 'auth') ?? trait(service?.traits, 'auth');
  const fallback = Object.keys(service?.traits ?? {}).filter((name) => name.startsWith('aws.auth#sigv4'));
  return ((schemes as string[] | undefined) ?? fallback).map(localName);
}

/** A service can set the tokens for all its operations. */
function readPaginator(
  traits: Traits | undefined,
  service: SmithyShape | undefined,
): Record<string, string> | undefined {
  const own = trait(traits, 'paginated') as Record<string, string> | undefined;
  return own && { ...(trait(service?.traits, 'paginated') as object | undefined), ...own };
}

function readError(id: string, traits: Traits | undefined): ErrorFacts {
  const fault = (trait(traits, 'error') ?? 'client') as 'client' | 'server';
  return {
    status: (trait(traits, 'httpError') as number | undefined) ?? (fault === 'server' ? 500 : 400),
    fault,
    ...(trait(traits, 'retryable') !== undefined && { retryable: true }),
    body: localName(id),
  };
}

function readShape(id: string, { type, traits, members, member, key, value, mixins }: SmithyShape): Shape {
  if (mixins) throw new Error(`${id} uses mixins; flatten the model first (smithy build does)`);
  const isEnum = type === 'enum' || type === 'intEnum';
  const values = Object.entries(members ?? {}).map(([name, { traits }]) =>
    String(trait(traits, 'enumValue') ?? name),
  );
  return {
    type: types[type] ?? type.toLowerCase(),
    ...readConstraints(traits),
    ...(isEnum && { enum: values }),
    ...(members && !isEnum && { members: new Map(Object.entries(members).map(readMember)) }),
    ...(member && { item: toTarget(member) }),
    ...(key && { key: toTarget(key) }),
    ...(value && { value: toTarget(value) }),
    documentation: readDocumentation(traits),
    at: pointer(id),
  };
}

function readMember([name, member]: [string, SmithyMember]): [string, Member] {
  const { traits = {} } = member;
  const [location] = Object.keys(places).filter((place) => trait(traits, place) !== undefined);
  const renamed = trait(traits, 'httpQuery') ?? trait(traits, 'httpHeader') ?? trait(traits, 'jsonName');
  return [
    typeof renamed === 'string' ? renamed : name,
    {
      ...toTarget(member),
      required: trait(traits, 'required') !== undefined,
      in: location ? places[location]! : 'body',
      documentation: readDocumentation(traits),
    },
  ];
}

function toTarget({ target, traits }: SmithyMember): Target {
  return { shape: localName(target), ...readConstraints(traits) };
}

function readConstraints(traits: Traits | undefined): Constraints {
  const pattern = trait(traits, 'pattern') as string | undefined;
  const values = trait(traits, 'enum') as { value: string }[] | undefined;
  return {
    ...((trait(traits, 'length') ?? trait(traits, 'range')) as { min?: number; max?: number } | undefined),
    ...(pattern !== undefined && { pattern }),
    ...(values && { enum: values.map(({ value }) => value) }),
  };
}

function readDocumentation(traits: Traits | undefined): string | undefined {
  return trait(traits, 'documentation') as string | undefined;
}

function pointer(id: string): string {
  return `/shapes/${id}`;
}
