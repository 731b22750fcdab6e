import {
  componentName,
  type Document,
  type ResponseObject,
  resolve,
  type Schema,
} from '../../scripts/contract/document.ts';
import { jsonBody, type Operation } from '../../scripts/contract/operations.ts';
import { isTimestamp } from '../aws/contract-facts.ts';
import type { Facts } from '../aws/differences.ts';

/** The assertions that AWS's models know, under AWS's names. */
const constraints: Record<string, string> = {
  minLength: 'min',
  minItems: 'min',
  minimum: 'min',
  maxLength: 'max',
  maxItems: 'max',
  maximum: 'max',
};

/** Keywords that say nothing about which values are valid, or that the walk itself reads. */
const structural = [
  '$ref',
  'type',
  'format',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'title',
  'description',
  'examples',
  'default',
  'deprecated',
];

const types: Record<string, string> = { object: 'structure', array: 'list' };
const formats: Record<string, string> = { int32: 'integer', int64: 'long', float: 'float', double: 'double' };

/**
 * States what a contract says of one operation in the terms of AWS's service models, every constraint included.
 *
 * @param document the bundled contract
 * @param operation one of its operations
 * @returns the HTTP binding, the errors, the paginator, and each shape with its members and constraints
 */
export function contractShapes(document: Document, operation: Operation): Facts {
  const { id, method, path, status, request, response, paginated, filters } = operation;
  const facts: Facts = new Map([
    [id, `${method.toUpperCase()} ${path} ${status}`],
    [`${id} input`, request ?? 'nothing'],
    [`${id} output`, response ?? 'nothing'],
  ]);
  const walk = new Walk(document, facts, Object.keys(filters ?? {}));
  for (const shape of [request, response]) {
    if (shape) walk.add(shape, document.components.schemas[shape]!);
  }
  for (const error of operation.errors.filter(({ common }) => !common)) {
    facts.set(`error ${error.name}`, `${error.status}`);
    const { schema } = jsonBody(resolve<ResponseObject>(document, operation.object.responses[error.status]!));
    walk.add(error.name, resolve(document, schema));
  }
  if (filters) facts.set(`${id} filters`, Object.keys(filters).toSorted().join(', '));
  if (paginated) {
    facts
      .set('paginator input_token', paginated.inputToken)
      .set('paginator output_token', paginated.outputToken);
    facts.set('paginator result_key', paginated.items);
    if (paginated.pageSize) facts.set('paginator limit_key', paginated.pageSize);
  }
  return facts;
}

class Walk {
  readonly #document: Document;
  readonly #facts: Facts;
  readonly #filters: string[];

  constructor(document: Document, facts: Facts, filters: string[]) {
    this.#document = document;
    this.#facts = facts;
    this.#filters = filters;
  }

  add(name: string, schema: Schema): void {
    if (this.#facts.has(name)) return;
    this.#facts.set(name, typeName(name, schema));
    this.#addAssertions(name, schema);
    if (schema.required?.length) this.#facts.set(`${name} required`, schema.required.toSorted().join(', '));
    if (schema.items) this.#facts.set(`${name} list of`, this.#follow(schema.items, `${name} list of`));
    for (const [member, reference] of Object.entries(schema.properties ?? {})) {
      this.#facts.set(`${name}.${member}`, this.#follow(reference, `${name}.${member}`));
    }
  }

  /** Follows a reference to a shape; an assertion beside it is one that the shape itself does not make. */
  #follow(reference: Schema, place: string): string {
    const name = componentName(reference);
    if (!name) return 'a schema without a name';
    this.#addAssertions(place, reference);
    this.add(name, resolve<Schema>(this.#document, reference));
    return name;
  }

  #addAssertions(place: string, schema: Schema): void {
    for (const [keyword, value] of Object.entries(schema)) {
      if (structural.includes(keyword) || keyword.startsWith('x-')) continue;
      if (keyword === 'enum' && String(value) === String(this.#filters)) continue;
      this.#facts.set(`${place} ${constraints[keyword] ?? keyword}`, String(value));
    }
  }
}

function typeName(name: string, { type = 'any', format }: Schema): string {
  if (isTimestamp(name)) return 'timestamp';
  return formats[String(format)] ?? types[type] ?? type;
}
