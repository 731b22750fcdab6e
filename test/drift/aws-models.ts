import { gzipSync as gzip, zipSync } from 'fflate';
import {
  componentName,
  type Document,
  type ResponseObject,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import { jsonBody, listOperations, type Operation } from '../../scripts/contract/operations.ts';

/** A model of botocore, as far as tests change it. */
export interface BotocoreModel {
  metadata: Record<string, unknown>;
  operations: Record<string, { http: Record<string, unknown>; [fact: string]: unknown }>;
  shapes: Record<string, BotocoreShape>;
}

export interface BotocoreShape {
  type: string;
  members?: Record<string, { shape: string; documentation?: string }>;
  member?: { shape: string };
  required?: string[];
  [fact: string]: unknown;
}

const types: Record<string, string> = {
  ...{ object: 'structure', array: 'list', int32: 'integer', int64: 'long', double: 'double' },
};
const bounds: Record<string, string> = {
  ...{ minimum: 'min', minLength: 'min', minItems: 'min' },
  ...{ maximum: 'max', maxLength: 'max', maxItems: 'max', pattern: 'pattern' },
};

/** States the facts of a contract in the form of botocore's models, in words of this project. */
export function toBotocore(document: Document): BotocoreModel {
  const operations = listOperations(document);
  const modelled = operations.flatMap(({ errors }) => errors.filter(({ common }) => !common));
  const errors = modelled.map(({ name, status }) => [
    name,
    {
      type: 'structure',
      members: errorMembers(document, operations, status),
      error: { httpStatusCode: status },
      exception: true,
    },
  ]);
  const model: BotocoreModel = {
    metadata: {
      apiVersion: document.info.version,
      signingName: signingName(document),
      auth: ['aws.auth#sigv4'],
    },
    operations: Object.fromEntries(operations.map((operation) => [operation.id, toOperation(operation)])),
    shapes: {
      ...Object.fromEntries(
        Object.entries(document.components.schemas).map(([name, schema]) => [name, toShape(name, schema)]),
      ),
      ...Object.fromEntries(errors),
    },
  };
  for (const operation of operations) documentFilters(model, operation);
  return model;
}

function signingName(document: Document): string {
  const schemes = document.components['securitySchemes'] as Record<string, { 'x-sigv4': { name: string } }>;
  return Object.values(schemes)[0]!['x-sigv4'].name;
}

function errorMembers(
  document: Document,
  [operation]: Operation[],
  status: number,
): BotocoreShape['members'] {
  const response = resolve<ResponseObject>(document, operation!.object.responses[status]!);
  return toMembers(resolve(document, jsonBody(response).schema));
}

function toOperation({
  method,
  path,
  request,
  response,
  errors,
}: Operation): BotocoreModel['operations'][string] {
  return {
    http: { method: method.toUpperCase(), requestUri: path },
    ...(request && { input: { shape: request } }),
    ...(response && { output: { shape: response } }),
    errors: errors.filter(({ common }) => !common).map(({ name }) => ({ shape: name })),
  };
}

function toShape(name: string, schema: Schema): BotocoreShape {
  const type = name.endsWith('Timestamp')
    ? 'timestamp'
    : (types[String(schema['format'])] ?? types[schema.type!] ?? schema.type!);
  const facts = Object.entries(schema).filter(([keyword]) => keyword in bounds);
  return {
    type,
    ...Object.fromEntries(facts.map(([keyword, value]) => [bounds[keyword], value])),
    ...(schema.properties && { members: toMembers(schema) }),
    ...(schema.items && { member: { shape: componentName(schema.items)! } }),
    ...(schema.required && { required: schema.required }),
    documentation: `<p>${name}, in other words.</p>`,
  };
}

function toMembers(schema: Schema): BotocoreShape['members'] {
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => [
    name,
    { shape: componentName(member)! },
  ]);
  return Object.fromEntries(members);
}

/** AWS types filter names as any word, and lists them in the documentation of the request. */
function documentFilters(model: BotocoreModel, { request, filters }: Operation): void {
  const [member] = Object.values(model.shapes[request ?? '']?.members ?? {});
  const items = Object.keys(filters ?? {}).map(
    (name) => `<li> <p> <code>${name}</code> - one of them.</p> </li>`,
  );
  if (member && items.length > 0) member.documentation = `<p>Filters:</p> <ul> ${items.join(' ')} </ul>`;
}

/** States the paginators of a contract in botocore's form. */
export function toPaginators(document: Document): { pagination: Record<string, Record<string, string>> } {
  const paginated = listOperations(document).filter((operation) => operation.paginated);
  const entries = paginated.map(({ id, paginated }) => {
    const { inputToken, outputToken, items, pageSize } = paginated!;
    const size = pageSize ? { limit_key: pageSize } : {};
    return [id, { input_token: inputToken, output_token: outputToken, result_key: items, ...size }];
  });
  return { pagination: Object.fromEntries(entries) };
}

const simpleTypes = ['string', 'integer', 'long', 'double', 'timestamp', 'boolean'];

/** Turns a model of botocore into Smithy's JSON AST. */
export function toSmithy(
  { metadata, operations, shapes }: BotocoreModel,
  paginators: ReturnType<typeof toPaginators>,
): object {
  const id = (name: string) => `example.service#${name}`;
  const target = (reference: { shape: string } | undefined) => reference && { target: id(reference.shape) };
  const service = {
    type: 'service',
    version: metadata['apiVersion'],
    operations: Object.keys(operations).map((name) => ({ target: id(name) })),
    traits: { 'aws.auth#sigv4': { name: metadata['signingName'] } },
  };
  const smithyOperations = Object.entries(operations).map(([name, { http, input, output, errors }]) => {
    const { input_token, output_token, result_key, limit_key } = paginators.pagination[name] ?? {};
    const paginated = {
      inputToken: input_token,
      outputToken: output_token,
      items: result_key,
      ...(limit_key && { pageSize: limit_key }),
    };
    const traits = {
      'smithy.api#http': { method: http['method'], uri: http['requestUri'], code: 200 },
      ...(input_token && { 'smithy.api#paginated': paginated }),
    };
    const refer = (reference: unknown) => target(reference as { shape: string });
    return [
      id(name),
      {
        type: 'operation',
        input: refer(input),
        output: refer(output),
        errors: (errors as []).map(refer),
        traits,
      },
    ];
  });
  const smithyShapes = Object.entries(shapes).map(([name, shape]) => [id(name), toSmithyShape(shape, id)]);
  return {
    smithy: '2.0',
    shapes: { [id('Service')]: service, ...Object.fromEntries([...smithyOperations, ...smithyShapes]) },
  };
}

function toSmithyShape(shape: BotocoreShape, id: (name: string) => string): object {
  const { type, members, member, required = [], min, max, pattern, error } = shape;
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  const boundsTrait =
    simpleTypes.includes(type) && type !== 'string' ? 'smithy.api#range' : 'smithy.api#length';
  const status = (error as { httpStatusCode: number } | undefined)?.httpStatusCode;
  const entries = Object.entries(members ?? {}).map(([name, { shape, documentation }]) => {
    const traits = {
      ...(required.includes(name) && { 'smithy.api#required': {} }),
      ...(documentation && { 'smithy.api#documentation': documentation }),
    };
    return [name, { target: id(shape), traits }];
  });
  const traits = {
    ...(Object.keys(bounds).length > 0 && { [boundsTrait]: bounds }),
    ...(pattern !== undefined && { 'smithy.api#pattern': pattern }),
    ...(status && { 'smithy.api#error': status < 500 ? 'client' : 'server', 'smithy.api#httpError': status }),
  };
  return {
    type,
    ...(members && { members: Object.fromEntries(entries) }),
    ...(member && { member: { target: id(member.shape) } }),
    traits,
  };
}

/** Packs a model as a wheel of botocore does. */
export function toWheel(model: BotocoreModel, paginators: object): Uint8Array {
  const folder = `botocore/data/${model.metadata['signingName']}/${model.metadata['apiVersion']}`;
  const encode = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  return zipSync({
    'botocore/__init__.py': new Uint8Array(),
    [`${folder}/service-2.json.gz`]: gzip(encode(model)),
    [`${folder}/paginators-1.json`]: encode(paginators),
  });
}
