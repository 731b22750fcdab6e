import { readdir } from 'node:fs/promises';
import { basename, join, resolve as resolvePath } from 'node:path';
import {
  componentName,
  type Document,
  type Json,
  type ResponseObject,
  readDocument,
  resolve,
  type Schema,
} from '../contract/document.ts';
import { type Operation as ContractOperation, jsonBody, listOperations } from '../contract/operations.ts';
import { closeSchema } from '../contract/schema.ts';
import { withTemporaryFolder } from '../files.ts';
import { runRedocly } from '../redocly/run.ts';
import { listHosts } from './hosts.ts';
import type { Constraints, Member, Model, Operation, Shape, Target } from './model.ts';
import { toSchema } from './schemas.ts';

/** Where a revision's facts come from, as its overlay says in `info`. */
export interface RevisionSource {
  package: string;
  version: string;
  date: string;
}

/** A folder's contract with its revisions applied. */
export interface RevisedContract {
  document: Document;
  /** Dates of the revisions, oldest first. */
  revisions: string[];
  /** What the newest revision says about its origin. */
  source?: RevisionSource | undefined;
}

/** Bundles a contract's folder and applies its revisions. */
export async function readRevised(folder: string): Promise<RevisedContract> {
  const revisionsFolder = resolvePath(folder, 'revisions');
  const files = (await readdir(revisionsFolder).catch(() => []))
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return withTemporaryFolder(async (temporary) => {
    const output = join(temporary, 'openapi.json');
    const args = files.map((file) => `--overlay=${join(revisionsFolder, file)}`);
    await runRedocly(['bundle', 'openapi.yaml', `--output=${output}`, '--lint-config=off', ...args], folder);
    const newest = files.length > 0 ? await readDocument(join(revisionsFolder, files.at(-1)!)) : undefined;
    return {
      document: await readDocument(output),
      revisions: files.map((file) => basename(file, '.yaml')),
      source: newest?.info['x-source'] as RevisionSource | undefined,
    };
  });
}

const types: Record<string, string> = {
  ...{ int32: 'integer', int64: 'long', float: 'float', double: 'double' },
  ...{ object: 'structure', array: 'list' },
};

/** Keywords that say the same as a constraint of AWS's models. */
const constraintNames: Record<string, keyof Constraints> = {
  ...{ minLength: 'min', minItems: 'min', minimum: 'min', minProperties: 'min' },
  ...{ maxLength: 'max', maxItems: 'max', maximum: 'max', maxProperties: 'max' },
  ...{ pattern: 'pattern', enum: 'enum', 'x-extensible-enum': 'known' },
};

/** Keywords that reject nothing, or that the reader reads on their own. */
const structural = new Set([
  ...['$ref', 'type', 'format', 'properties', 'required', 'items', 'additionalProperties', 'propertyNames'],
  ...['title', 'description', 'examples', 'default', 'deprecated', 'readOnly', 'writeOnly', '$comment'],
]);

/** Reads a bundled contract. */
export function readContract(name: string, document: Document): Model {
  const reader = new Reader(document);
  // Responses are open; a witness for a property that one side lacks needs them closed.
  const closed = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, closeSchema(name, schema)]),
  ) as Record<string, Json>;
  const operations = listOperations(document).map(
    (operation) => [operation.id, reader.operation(operation)] as const,
  );
  return {
    name,
    apiVersion: document.info.version,
    ...signingName(document),
    operations: new Map(operations),
    shapes: reader.shapes,
    hosts: listHosts(document.servers),
    schemas: { ...reader.inputs, ...closed },
    missing: [],
  };
}

interface SecurityScheme {
  'x-sigv4'?: { name: string };
}

function securitySchemes(document: Document): [string, SecurityScheme][] {
  return Object.entries((document.components['securitySchemes'] ?? {}) as Record<string, SecurityScheme>);
}

function signingName(document: Document): { signingName?: string } {
  const [name] = securitySchemes(document).flatMap(([, scheme]) => scheme['x-sigv4']?.name ?? []);
  return name ? { signingName: name } : {};
}

class Reader {
  readonly shapes = new Map<string, Shape>();
  /** Schemas of inputs that are not one body, so that no component describes them. */
  readonly inputs: Record<string, Json> = {};
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
    for (const [name, schema] of Object.entries(document.components.schemas)) this.#add(name, schema);
  }

  operation(operation: ContractOperation): Operation {
    const { method, path, status, response, paginated, object } = operation;
    const input = this.#input(operation);
    const errors = operation.errors.filter(({ common }) => !common);
    return {
      ...{ method: method.toUpperCase(), path, status, auth: this.#auth(object) },
      ...(input && { input }),
      ...(response && { output: response }),
      errors: new Map(
        errors.map(({ name, status, fault, retryable }) => {
          const body = this.#errorBody(operation, status);
          return [name, { status, fault, retryable, ...(body && { body }) }];
        }),
      ),
      paginator: paginated && { ...paginated },
      documentation: `${object.summary}\n${object.description}`,
    };
  }

  #auth(object: object): string[] {
    const required = ((object as { security?: unknown }).security ??
      this.#document['security'] ??
      []) as object[];
    const schemes = new Map(securitySchemes(this.#document));
    return required.flatMap(Object.keys).map((name) => (schemes.get(name)?.['x-sigv4'] ? 'sigv4' : name));
  }

  /** Path and query parameters and the properties of the body together are what AWS calls the input. */
  #input({ id, parameters, request }: ContractOperation): string | undefined {
    if (parameters.length === 0) return request;
    const name = `${id}Input`;
    const members = parameters.map(
      ({ name: parameter, in: place, required = false, schema = {}, description }) => [
        parameter,
        { ...this.#target(schema, `${name}.${parameter}`), required, in: place, documentation: description },
      ],
    ) as [string, Member][];
    const body = request ? this.shapes.get(request)!.members! : [];
    const shape: Shape = { type: 'structure', members: new Map([...members, ...body]) };
    this.shapes.set(name, shape);
    this.inputs[name] = toSchema(shape);
    return name;
  }

  #errorBody({ object }: ContractOperation, status: number): string | undefined {
    const response = object.responses[status];
    return response && componentName(jsonBody(resolve<ResponseObject>(this.#document, response)).schema);
  }

  #add(name: string, schema: Schema): void {
    const { type = 'document', format, properties, items, required = [], description } = schema;
    const { additionalProperties: value, propertyNames: key } = schema as {
      additionalProperties?: Schema | boolean;
      propertyNames?: Schema;
    };
    const isMap = !properties && typeof value === 'object';
    const members = Object.entries(properties ?? {}).map(([member, property]) => [
      member,
      {
        ...this.#target(property, `${name}.${member}`),
        ...{ required: required.includes(member), in: 'body', documentation: property.description },
      },
    ]) as [string, Member][];
    this.shapes.set(name, {
      type: isMap ? 'map' : typeName(name, String(type), format),
      ...readConstraints(schema),
      ...(!isMap && type === 'object' && { members: new Map(members) }),
      ...(items && { item: this.#target(items, `${name}.item`) }),
      ...(isMap && { value: this.#target(value, `${name}.value`) }),
      ...(isMap && key && { key: this.#target(key, `${name}.key`) }),
      documentation: description,
    });
  }

  /** A schema without a name gets that of its place. */
  #target(schema: Schema, place: string): Target {
    const shape = componentName(schema);
    if (shape) return { shape, ...readConstraints(schema) };
    this.#add(place, schema);
    return { shape: place };
  }
}

/** JSON Schema has no type for moments, so the name says it. */
function typeName(name: string, type: string, format: unknown): string {
  if (type === 'number' && name.endsWith('Timestamp')) return 'timestamp';
  return types[String(format)] ?? types[type] ?? type;
}

function readConstraints(schema: Schema): Constraints {
  const constraints: Record<string, unknown> = {};
  const other: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const name = constraintNames[keyword];
    if (name) constraints[name] = value;
    else if (!structural.has(keyword) && !keyword.startsWith('x-')) other[keyword] = value as Json;
  }
  return { ...constraints, ...(Object.keys(other).length > 0 && { other }) };
}
