import {
  componentName,
  type Document,
  type ParameterObject,
  referenceTo,
  resolve,
  type Schema,
} from '../../contract/document.ts';
import {
  findSigningName,
  kebabCase,
  listOperations,
  type Operation,
  type OperationError,
  responseSchema,
} from '../../contract/operations.ts';

/** A shape in Smithy's JSON AST. */
export interface SmithyShape {
  type: string;
  traits?: Record<string, unknown>;
  [fact: string]: unknown;
}

/** Returns the namespace of the shapes, which is the one in AWS's own models. */
export function findNamespace(document: Document): string {
  return `com.amazonaws.${findSigningName(document)}`;
}

/**
 * Writes the contract as shapes of a Smithy model.
 *
 * @throws {Error} when the contract has a schema that Smithy has no shape for
 */
export function createModel(document: Document): Record<string, SmithyShape> {
  const namespace = findNamespace(document);
  const id = (name: string) => `${namespace}#${name}`;
  const operations = listOperations(document);
  const service: SmithyShape = {
    type: 'service',
    version: document.info.version,
    operations: operations.map((operation) => ({ target: id(operation.id) })),
    traits: {
      'aws.auth#sigv4': { name: findSigningName(document) },
      'aws.protocols#restJson1': {},
      'smithy.api#title': document.info.title,
    },
  };
  const shapes = Object.entries(document.components.schemas).map(([name, schema]) => {
    try {
      return [id(name), toShape(schema, id)] as const;
    } catch (cause) {
      throw new Error(`${name}: ${(cause as Error).message}`, { cause });
    }
  });
  return {
    [id(namespace.split('.').at(-1)!)]: service,
    ...Object.fromEntries(shapes),
    ...Object.fromEntries(operations.flatMap((operation) => operationShapes(document, operation, id))),
  };
}

type Name = (name: string) => string;

/** Writes an operation, its errors, and its input: the properties of the body and the parameters of the URL. */
function operationShapes(document: Document, operation: Operation, id: Name): [string, SmithyShape][] {
  const { method, path, status, parameters, response, paginated } = operation;
  const errors = operation.errors.filter(({ common }) => !common);
  const hasInput = operation.request !== undefined || parameters.length > 0;
  const input = operation.request ?? `${operation.id}Request`;
  const traits = {
    'smithy.api#http': { method: method.toUpperCase(), uri: path, code: status },
    ...(method === 'get' && { 'smithy.api#readonly': {} }),
    ...((method === 'put' || method === 'delete') && { 'smithy.api#idempotent': {} }),
    ...(paginated && { 'smithy.api#paginated': paginated }),
  };
  const shape = {
    type: 'operation',
    input: { target: hasInput ? id(input) : 'smithy.api#Unit' },
    output: { target: response === undefined ? 'smithy.api#Unit' : id(response) },
    errors: errors.map(({ name }) => ({ target: id(name) })),
    traits,
  };
  return [
    [id(operation.id), shape],
    ...(hasInput ? [[id(input), inputShape(document, operation, id)] as [string, SmithyShape]] : []),
    ...errors.map((error): [string, SmithyShape] => [
      id(error.name),
      errorShape(document, operation, error, id),
    ]),
  ];
}

function inputShape(document: Document, { request, parameters }: Operation, id: Name): SmithyShape {
  const body = toShape(
    request === undefined ? { type: 'object' } : document.components.schemas[request]!,
    id,
  );
  const inUrl = parameters.map((parameter) => [parameter.name, parameterMember(parameter, id)]);
  return { ...body, members: { ...Object.fromEntries(inUrl), ...(body['members'] as object) } };
}

function parameterMember({ name, in: place, required = false, schema = {} }: ParameterObject, id: Name) {
  const bindings: Record<string, object> = {
    path: { 'smithy.api#httpLabel': {} },
    query: { 'smithy.api#httpQuery': name },
    header: { 'smithy.api#httpHeader': name },
  };
  const { target, traits } = toMember(schema, required, id);
  return { target, traits: { ...bindings[place], ...traits } };
}

function errorShape(document: Document, operation: Operation, error: OperationError, id: Name): SmithyShape {
  const schema = referenceTo(responseSchema(document, operation, error.status)!);
  const { traits, ...body } = toShape(resolve(document, schema), id);
  const retry = error.retryable && {
    'smithy.api#retryable': error.cause === 'rate' ? { throttling: true } : {},
  };
  return {
    ...body,
    traits: { 'smithy.api#error': error.fault, 'smithy.api#httpError': error.status, ...retry, ...traits },
  };
}

const simpleTypes: Record<string, string> = {
  boolean: 'boolean',
  string: 'string',
  integer: 'integer',
  number: 'double',
};

function toShape(schema: Schema, id: Name): SmithyShape {
  const { type = '', properties, additionalProperties, items } = schema;
  if (type === 'array') return withTraits({ type: 'list', member: toMember(items ?? {}, false, id) }, schema);
  if (type === 'object' && !properties && typeof additionalProperties === 'object') {
    const value = toMember(additionalProperties, false, id);
    return withTraits({ type: 'map', key: { target: 'smithy.api#String' }, value }, schema);
  }
  if (type === 'object') return { type: 'structure', members: toMembers(schema, id) };
  if (schema.enum) return { type: 'enum', members: Object.fromEntries(schema.enum.map(enumMember)) };
  return withTraits({ type: simpleType(schema) }, schema);
}

function simpleType(schema: Schema): string {
  if (schema['x-timestamp-format']) return 'timestamp';
  if (schema['format'] === 'int64') return 'long';
  const simple = simpleTypes[String(schema.type)];
  if (!simple) throw new Error(`Smithy has no shape for the type ${JSON.stringify(schema.type)}`);
  return simple;
}

function enumMember(value: unknown): [string, object] {
  const name = kebabCase(String(value)).toUpperCase().replaceAll(/\W/g, '_');
  return [
    /^\d/.test(name) ? `_${name}` : name,
    { target: 'smithy.api#Unit', traits: { 'smithy.api#enumValue': value } },
  ];
}

function toMembers({ properties = {}, required = [] }: Schema, id: Name): Record<string, object> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, toMember(member, required.includes(name), id)]),
  );
}

function toMember(schema: Schema, required: boolean, id: Name): { target: string; traits?: object } {
  const named = componentName(schema);
  const target = named === undefined ? preludeShape(simpleType(schema)) : id(named);
  return { target, ...(required && { traits: { 'smithy.api#required': {} } }) };
}

function preludeShape(type: string): string {
  return `smithy.api#${type[0]!.toUpperCase()}${type.slice(1)}`;
}

/** Adds the constraints of a schema as Smithy's traits. */
function withTraits(shape: SmithyShape, schema: Schema): SmithyShape {
  const bounds = (least: string, most: string) => defined({ min: schema[least], max: schema[most] });
  const traits = defined({
    'smithy.api#length':
      bounds('minLength', 'maxLength') ??
      bounds('minItems', 'maxItems') ??
      bounds('minProperties', 'maxProperties'),
    'smithy.api#pattern': schema['pattern'],
    'smithy.api#range': bounds('minimum', 'maximum'),
    'smithy.api#timestampFormat': schema['x-timestamp-format'],
  });
  return traits ? { ...shape, traits } : shape;
}

/** Leaves out what is undefined; returns undefined if that leaves nothing. */
function defined(facts: Record<string, unknown>): Record<string, unknown> | undefined {
  const entries = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
