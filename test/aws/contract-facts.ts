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
 * Tells whether a shape is a moment: JSON Schema has no type for epoch seconds, so the shape's name says it.
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
 * @returns the HTTP binding, every structure reachable from request, response and modelled errors, and the errors
 */
export function contractFacts(document: Document, operation: Operation): Facts {
  const facts: Facts = new Map([
    [operation.id, `${operation.method.toUpperCase()} ${operation.path} ${operation.status}`],
    [`${operation.id} input`, operation.request ?? 'nothing'],
    [`${operation.id} output`, operation.response ?? 'nothing'],
  ]);
  for (const shape of [operation.request, operation.response]) {
    if (shape) addStructure(document, facts, shape);
  }
  for (const error of operation.errors.filter(({ common }) => !common)) {
    facts.set(`error ${error.name}`, `${error.status}, ${error.fault} fault`);
    addMembers(document, facts, error.name, errorBody(document, operation, error.status));
  }
  return facts;
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
    const required = schema.required?.includes(member) ? ', required' : '';
    facts.set(`${owner}.${member}`, describeType(document, facts, type) + required);
  }
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
