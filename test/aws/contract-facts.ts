import {
  componentName,
  type Document,
  type ResponseObject,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import { jsonBody, type Operation } from '../../scripts/contract/operations.ts';
import type { Facts } from './differences.ts';

const numberTypes: Record<string, string> = {
  int32: 'integer',
  int64: 'long',
  float: 'float',
  double: 'double',
};

/**
 * Whether a shape is a timestamp: JSON Schema has no type for epoch seconds, so the shape's name decides.
 *
 * @param shape the name of a schema component; undefined for a schema without a name
 * @returns true for a name such as `DateTimeTimestamp`
 */
export function isTimestamp(shape: string | undefined): boolean {
  return shape?.endsWith('Timestamp') ?? false;
}

/**
 * States what a contract says of one operation in the terms of the AWS SDK for JavaScript, which knows names and types but no bounds.
 *
 * @param document the bundled contract
 * @param operation one of its operations
 * @returns the HTTP binding, every member of the input and where it is sent, every structure reachable from input, response
 *   and modelled errors, and the errors
 */
export function contractFacts(document: Document, operation: Operation): Facts {
  const facts: Facts = new Map([
    [operation.id, `${operation.method.toUpperCase()} ${operation.path} ${operation.status}`],
    [`${operation.id} body`, operation.request ?? 'nothing'],
    [`${operation.id} output`, operation.response ?? 'nothing'],
  ]);
  addInput(document, facts, operation);
  if (operation.response) addStructure(document, facts, operation.response);
  for (const error of operation.errors.filter(({ common }) => !common)) {
    facts.set(`error ${error.name}`, `${error.status}, ${error.fault} fault`);
    addMembers(document, facts, error.name, errorBody(document, operation, error.status));
  }
  return facts;
}

/** The members of the input stand under the operation's name: without a body the contract has no name for the input. */
function addInput(document: Document, facts: Facts, { id, parameters, request }: Operation): void {
  for (const { name, in: place, required, schema = {} } of parameters) {
    facts.set(`${id} input.${name}`, `${describeMember(document, facts, schema, required)}, in the ${place}`);
  }
  const body = request ? document.components.schemas[request]! : {};
  for (const [name, schema] of Object.entries(body.properties ?? {})) {
    const required = body.required?.includes(name);
    facts.set(`${id} input.${name}`, `${describeMember(document, facts, schema, required)}, in the body`);
  }
}

function errorBody(document: Document, operation: Operation, status: number): Schema {
  const response = resolve<ResponseObject>(document, operation.object.responses[status]!);
  return resolve(document, jsonBody(response).schema);
}

function addStructure(document: Document, facts: Facts, name: string): void {
  if (facts.has(`structure ${name}`)) return;
  facts.set(`structure ${name}`, 'present');
  addMembers(document, facts, name, document.components.schemas[name]!);
}

function addMembers(document: Document, facts: Facts, owner: string, schema: Schema): void {
  for (const [member, type] of Object.entries(schema.properties ?? {})) {
    const required = schema.required?.includes(member);
    facts.set(`${owner}.${member}`, describeMember(document, facts, type, required));
  }
}

function describeMember(
  document: Document,
  facts: Facts,
  schema: Schema,
  required: boolean | undefined,
): string {
  return describeType(document, facts, schema) + (required ? ', required' : '');
}

function describeType(document: Document, facts: Facts, reference: Schema): string {
  const name = componentName(reference);
  if (isTimestamp(name)) return 'timestamp';
  const schema = resolve<Schema>(document, reference);
  if (schema.type === 'array') return `list of ${describeType(document, facts, schema.items!)}`;
  if (schema.type !== 'object') return numberTypes[String(schema['format'])] ?? String(schema.type);
  if (!schema.properties && typeof schema['additionalProperties'] === 'object') {
    return `map of ${describeType(document, facts, schema['additionalProperties'] as Schema)}`;
  }
  if (!name) return 'structure without a name';
  addStructure(document, facts, name);
  return name;
}
