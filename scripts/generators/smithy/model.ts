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
  const signingName = findSigningName(document)!;
  const operations = listOperations(document);
  const service: SmithyShape = {
    type: 'service',
    version: document.info.version,
    operations: operations.map(({ id }) => ({ target: id })),
    traits: {
      'aws.auth#sigv4': { name: signingName },
      'aws.protocols#restJson1': {},
      'smithy.api#title': document.info.title,
    },
  };
  const shapes = Object.entries(document.components.schemas).map(([name, schema]): NamedShape => {
    try {
      return [name, toShape(schema)];
    } catch (cause) {
      throw new Error(`${name}: ${(cause as Error).message}`, { cause });
    }
  });
  return qualify(findNamespace(document), [
    [signingName, service],
    ...shapes,
    ...operations.flatMap((operation) => operationShapes(document, operation)),
  ]);
}

type NamedShape = [name: string, shape: SmithyShape];

/** Puts the names of shapes, and the targets that refer to them, into a namespace. */
function qualify(namespace: string, shapes: NamedShape[]): Record<string, SmithyShape> {
  const id = (name: string) => (name.includes('#') ? name : `${namespace}#${name}`);
  const text = JSON.stringify(Object.fromEntries(shapes.map(([name, shape]) => [id(name), shape])));
  return JSON.parse(text, (key, value) =>
    key === 'target' && typeof value === 'string' ? id(value) : value,
  );
}

/** Writes an operation, its errors, and its input: the properties of the body and the parameters of the URL. */
function operationShapes(document: Document, operation: Operation): NamedShape[] {
  const { id, method, path, status, parameters, response, paginated } = operation;
  const errors = operation.errors.filter(({ common }) => !common);
  const hasInput = operation.request !== undefined || parameters.length > 0;
  const input = operation.request ?? `${id}Request`;
  const shape: SmithyShape = {
    type: 'operation',
    input: { target: hasInput ? input : 'smithy.api#Unit' },
    output: { target: response ?? 'smithy.api#Unit' },
    errors: errors.map(({ name }) => ({ target: name })),
    traits: {
      'smithy.api#http': { method: method.toUpperCase(), uri: path, code: status },
      ...(method === 'get' && { 'smithy.api#readonly': {} }),
      ...((method === 'put' || method === 'delete') && { 'smithy.api#idempotent': {} }),
      ...(paginated && { 'smithy.api#paginated': paginated }),
    },
  };
  const inputShapes: NamedShape[] = hasInput ? [[input, inputShape(document, operation)]] : [];
  const errorShapes = errors.map((error): NamedShape => [error.name, errorShape(document, operation, error)]);
  return [[id, shape], ...inputShapes, ...errorShapes];
}

function inputShape(document: Document, { request, parameters }: Operation): SmithyShape {
  const body = toShape(request === undefined ? { type: 'object' } : document.components.schemas[request]!);
  const inUrl = parameters.map((parameter) => [parameter.name, parameterMember(parameter)]);
  return { ...body, members: { ...Object.fromEntries(inUrl), ...(body['members'] as object) } };
}

function parameterMember({ name, in: place, required, schema = {} }: ParameterObject) {
  const bindings: Record<string, object> = {
    path: { 'smithy.api#httpLabel': {} },
    query: { 'smithy.api#httpQuery': name },
    header: { 'smithy.api#httpHeader': name },
  };
  const { target, traits } = toMember(schema, required);
  return { target, traits: { ...bindings[place], ...traits } };
}

function errorShape(document: Document, operation: Operation, error: OperationError): SmithyShape {
  const schema = referenceTo(responseSchema(document, operation, error.status)!);
  const { traits, ...body } = toShape(resolve(document, schema));
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

function toShape(schema: Schema): SmithyShape {
  const { type = '', properties, additionalProperties, items } = schema;
  if (type === 'array') return withTraits({ type: 'list', member: toMember(items ?? {}) }, schema);
  if (type === 'object' && !properties && typeof additionalProperties === 'object') {
    const value = toMember(additionalProperties);
    return withTraits({ type: 'map', key: { target: 'smithy.api#String' }, value }, schema);
  }
  if (type === 'object') return { type: 'structure', members: toMembers(schema) };
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

function toMembers({ properties = {}, required = [] }: Schema): Record<string, object> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, toMember(member, required.includes(name))]),
  );
}

function toMember(schema: Schema, required = false): { target: string; traits?: object } {
  const target = componentName(schema) ?? preludeShape(simpleType(schema));
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
