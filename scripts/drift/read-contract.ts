import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve as resolvePath } from 'node:path';
import { parse } from 'yaml';
import { type Document, readDocument, type Schema } from '../contract/document.ts';
import { findSigningName, listOperations, type Operation, responseSchema } from '../contract/operations.ts';
import { closeSchema } from '../contract/schema.ts';
import { withTemporaryFolder } from '../files.ts';
import { runRedocly } from '../redocly/cli.ts';
import type { Difference } from './compare.ts';
import { listHosts } from './hosts.ts';
import type { Model, OperationFacts, Shape } from './model.ts';

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

/** Returns a function that names the file of a contract's folder where a difference belongs. */
export async function createLocator(
  folder: string,
  document: Document,
): Promise<(difference: Difference) => string> {
  const root = parse(await readFile(join(folder, 'openapi.yaml'), 'utf8')) as {
    paths: Record<string, { $ref?: string }>;
  };
  const paths = new Map(listOperations(document).map(({ id, path }) => [id, root.paths[path]?.$ref]));
  return ({ kind, subject, operation }) => {
    const [shape] = subject.split(/[.[{]/);
    const candidates = [
      ...(kind === 'service' || kind === 'host' ? ['openapi.yaml'] : []),
      ...(kind === 'error' ? [`components/examples/${subject}.yaml`] : [`components/schemas/${shape}.yaml`]),
      paths.get(operation ?? subject) ?? 'openapi.yaml',
    ];
    const found = candidates.find((candidate) => existsSync(join(folder, candidate)));
    return join(folder, found ?? 'openapi.yaml').replaceAll('\\', '/');
  };
}

/** Reads a bundled contract. */
export function readContract(name: string, document: Document): Model {
  const { schemas } = document.components;
  const shapes = Object.fromEntries(
    Object.entries(schemas).map(([shape, schema]) => [shape, readShape(shape, schema)]),
  );
  return {
    name,
    apiVersion: document.info.version,
    signingName: findSigningName(document),
    operations: new Map(
      listOperations(document).map((operation) => [operation.id, readOperation(document, operation, shapes)]),
    ),
    shapes,
    hosts: listHosts(document.servers),
    missing: [],
  };
}

/** Responses are open; a witness for a property that one side lacks needs them closed. */
function readShape(name: string, schema: Schema): Shape {
  const shape = closeSchema(name, schema) as Shape;
  // JSON Schema has no type for moments, so the name says it.
  return shape.type === 'number' && name.endsWith('Timestamp') ? { ...shape, format: 'timestamp' } : shape;
}

function readOperation(
  document: Document,
  operation: Operation,
  shapes: Record<string, Shape>,
): OperationFacts {
  const { method, path, status, response, paginated } = operation;
  const errors = operation.errors.filter(({ common }) => !common);
  return {
    method: method.toUpperCase(),
    path,
    status,
    auth: readAuth(document, operation),
    input: readInput(operation, shapes),
    output: response,
    errors: new Map(
      errors.map(({ name, status, fault, retryable }) => [
        name,
        { status, fault, retryable, body: responseSchema(document, operation, status) },
      ]),
    ),
    paginator: paginated && { ...paginated },
  };
}

function readAuth(document: Document, { object }: Operation): string[] {
  const required = object.security ?? (document['security'] as object[] | undefined) ?? [];
  const schemes = (document.components['securitySchemes'] ?? {}) as Record<string, object>;
  const isSigned = (name: string) => 'x-sigv4' in (schemes[name] ?? {});
  return required.flatMap(Object.keys).map((name) => (isSigned(name) ? 'sigv4' : name));
}

/** Path and query parameters and the properties of the body together are what AWS calls the input. */
function readInput(
  { id, parameters, request }: Operation,
  shapes: Record<string, Shape>,
): string | undefined {
  if (parameters.length === 0) return request;
  const body = (request && shapes[request]) || {};
  const own = parameters.map(({ name, in: place, schema = {} }) => [name, { ...schema, 'x-in': place }]);
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  const name = `${id}Input`;
  shapes[name] = {
    type: 'object',
    additionalProperties: false,
    properties: { ...Object.fromEntries(own), ...body.properties },
    required: [...required, ...(body.required ?? [])],
  };
  return name;
}
