import {
  type BotocoreFiles,
  type BotocoreMember,
  type BotocoreOperation,
  type BotocoreShape,
  type Constraints,
  paginatorKeys,
} from './read-botocore.ts';

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

/** What botocore calls the parts of a message. */
const locations: Record<string, string> = {
  httpLabel: 'uri',
  httpQuery: 'querystring',
  httpQueryParams: 'querystring',
  httpHeader: 'header',
  httpPrefixHeaders: 'headers',
  httpResponseCode: 'statusCode',
};

/** Turns a model in Smithy's JSON AST into botocore's form. Shapes lose their namespace. */
export function toBotocore(name: string, { shapes }: SmithyModel): BotocoreFiles {
  const [id = '', service] = Object.entries(shapes).find(([, { type }]) => type === 'service') ?? [];
  const operations = Object.entries(shapes).filter(([, { type }]) => type === 'operation');
  const own = Object.entries(shapes).map(([id, shape]) => [localName(id), toShape(id, shape)] as const);
  const ruleSet = trait(service, 'smithy.rules#endpointRuleSet');
  const { name: signingName } = (trait(service, 'aws.auth#sigv4') ?? {}) as { name?: string };
  const place = `/shapes/${id.replace(/#.*/, '#')}`;
  return {
    name,
    service: {
      metadata: { apiVersion: service?.version, signingName },
      operations: Object.fromEntries(
        operations.map(([id, shape]) => [localName(id), toOperation(id, shape, service)]),
      ),
      shapes: {
        ...Object.fromEntries(
          preludeTypes.split(' ').map((type) => [type, toShape(type, { type: type.toLowerCase() })]),
        ),
        ...Object.fromEntries(own),
      },
    },
    paginators: {
      pagination: Object.fromEntries(operations.flatMap((entry) => toPaginator(entry, service))),
    },
    endpoints: ruleSet === undefined ? undefined : { ruleSet },
    at: { operations: place, shapes: place },
  };
}

function localName(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}

function trait(shape: { traits?: Traits } | undefined, name: string): unknown {
  return shape?.traits?.[name.includes('#') ? name : prelude + name];
}

function toOperation(id: string, shape: SmithyShape, service: SmithyShape | undefined): BotocoreOperation {
  const http = trait(shape, 'http') as { method: string; uri: string; code?: number } | undefined;
  if (!http) throw new Error(`${id} has no smithy.api#http trait`);
  const schemes = (trait(shape, 'auth') ?? trait(service, 'auth')) as string[] | undefined;
  return {
    http: { method: http.method, requestUri: http.uri, responseCode: http.code ?? 200 },
    auth: schemes ?? Object.keys(service?.traits ?? {}).filter((name) => name.startsWith('aws.auth#sigv4')),
    input: toReference(shape.input),
    output: toReference(shape.output),
    errors: (shape.errors ?? []).map(({ target }) => ({ shape: localName(target) })),
    documentation: readDocumentation(shape),
  };
}

function toReference(reference: Reference | undefined): { shape: string } | undefined {
  return reference && reference.target !== `${prelude}Unit`
    ? { shape: localName(reference.target) }
    : undefined;
}

/** A service can set the tokens for all its operations. */
function toPaginator([id, operation]: [string, SmithyShape], service: SmithyShape | undefined) {
  const own = trait(operation, 'paginated') as object | undefined;
  if (!own) return [];
  const paginator = { ...(trait(service, 'paginated') as object | undefined), ...own } as Traits;
  const entries = Object.entries(paginatorKeys).map(([smithys, botocores]) => [
    botocores,
    paginator[smithys],
  ]);
  return [[localName(id), Object.fromEntries(entries)]];
}

function toShape(id: string, shape: SmithyShape): BotocoreShape {
  const { type, members = {}, member, key, value, mixins } = shape;
  if (mixins) throw new Error(`${id} uses mixins; flatten the model first (smithy build does)`);
  const entries = Object.entries(members);
  const values = entries.map(([name, value]) => (trait(value, 'enumValue') as string | undefined) ?? name);
  const isEnum = type === 'enum' || type === 'intEnum';
  const [payload] = entries.find(([, part]) => trait(part, 'httpPayload') !== undefined) ?? [];
  const fault = trait(shape, 'error') as 'client' | 'server' | undefined;
  return {
    type: types[type] ?? type.toLowerCase(),
    ...toConstraints(shape),
    ...(isEnum && { enum: values }),
    members: isEnum ? {} : Object.fromEntries(entries.map(([name, part]) => [name, toMember(part)])),
    required: entries.filter(([, part]) => trait(part, 'required') !== undefined).map(([name]) => name),
    payload,
    member: member && toMember(member),
    key: key && toMember(key),
    value: value && toMember(value),
    error: toError(shape, fault),
    fault: fault === 'server',
    retryable: trait(shape, 'retryable'),
    documentation: readDocumentation(shape),
  };
}

function toError(shape: SmithyShape, fault: 'client' | 'server' | undefined): BotocoreShape['error'] {
  const status = trait(shape, 'httpError') as number | undefined;
  return fault && { ...(status && { httpStatusCode: status }), senderFault: fault === 'client' };
}

function toMember(member: SmithyMember): BotocoreMember {
  const [location] = Object.keys(locations).filter((name) => trait(member, name) !== undefined);
  const renamed = trait(member, 'httpQuery') ?? trait(member, 'httpHeader') ?? trait(member, 'jsonName');
  return {
    shape: localName(member.target),
    ...toConstraints(member),
    location: location && locations[location],
    locationName: typeof renamed === 'string' ? renamed : undefined,
    documentation: readDocumentation(member),
  };
}

function toConstraints(shape: { traits?: Traits }): Constraints {
  const values = trait(shape, 'enum') as { value: string }[] | undefined;
  return {
    ...((trait(shape, 'length') ?? trait(shape, 'range')) as { min?: number; max?: number } | undefined),
    pattern: trait(shape, 'pattern') as string | undefined,
    enum: values?.map(({ value }) => value),
  };
}

function readDocumentation(shape: { traits?: Traits }): string | undefined {
  return trait(shape, 'documentation') as string | undefined;
}
