import { readFile } from 'node:fs/promises';

/** Any value that a JSON or YAML file can hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object: in a contract, one node such as an operation, a schema or an example. */
export interface JsonObject {
  [member: string]: Json;
}

/** One JSON Schema of the contract, or a reference to one with annotations beside it. */
export interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  enum?: Json[];
  examples?: Json[];
  'x-extensible-enum'?: string[];
  [keyword: string]: unknown;
}

/** An OpenAPI example object; an error's carries what the contract knows of the error in `x-error`. */
export interface Example {
  summary?: string;
  description?: string;
  value: Json;
  'x-error'?: {
    fault: 'client' | 'server';
    retryable: boolean;
    cause?: string;
    status?: number;
    statusInferred?: boolean;
  };
}

/** A media type object: the schema of a body and examples of it by name. */
export interface MediaType {
  schema: Schema;
  examples?: Record<string, Reference | Example>;
}

/** A response object: its headers and bodies. */
export interface ResponseObject {
  description: string;
  headers?: Record<string, Reference | JsonObject>;
  content?: Record<string, MediaType>;
}

/** A reference to another node of the same document, as a JSON Pointer after `#`. */
export interface Reference {
  $ref: string;
}

/** An operation object with the extensions that this project's contracts use. */
export interface OperationObject {
  operationId: string;
  summary: string;
  description: string;
  externalDocs?: { url: string; description?: string };
  tags?: string[];
  parameters?: (Reference | ParameterObject)[];
  requestBody?: Reference | { description?: string; required?: boolean; content: Record<string, MediaType> };
  responses: Record<string, Reference | ResponseObject>;
  security?: Record<string, string[]>[];
  'x-paginated'?: Paginated;
  'x-filters'?: Record<string, string>;
  'x-codeSamples'?: CodeSample[];
}

/** A part of a request's URL, or one of its headers or cookies. */
export interface ParameterObject {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  description?: string;
  required?: boolean;
  schema?: Schema;
  /** How a list or an object is written; absent, as OpenAPI has it. */
  style?: string;
  explode?: boolean;
}

/** A sample of code that calls an operation. */
export interface CodeSample {
  /** The language, as the docs know it. */
  lang: string;
  label: string;
  source: string;
}

/** How an operation pages, in Smithy's terms: the names of the members of its request and response. */
export interface Paginated {
  inputToken: string;
  outputToken: string;
  items: string;
  /** Absent when the service alone decides how much is on a page. */
  pageSize?: string;
}

/** A host, or the hosts of all regions. */
export interface Server {
  url: string;
  description?: string;
  variables?: Record<string, { default: string }>;
  'x-endpoint'?: { partitions: string[]; fips: boolean; dualStack: boolean; fipsPartitions?: string[] };
}

/** The bundled contract: one OpenAPI 3.1 document whose references all point into itself. */
export interface Document {
  openapi: string;
  info: {
    title: string;
    version: string;
    'x-client-name': string;
    'x-revision'?: string;
    [field: string]: unknown;
  };
  servers: Server[];
  paths: Record<string, Record<string, OperationObject>>;
  components: {
    schemas: Record<string, Schema>;
    examples?: Record<string, Example>;
    [section: string]: Record<string, unknown> | undefined;
  };
  [field: string]: unknown;
}

/**
 * Reads a bundled contract from a YAML or JSON file, without resolving references.
 *
 * @throws an error of `node:fs` when the file cannot be read, a `SyntaxError` or `YAMLParseError` when it is not valid,
 *   an `ERR_MODULE_NOT_FOUND` error when it is YAML and the package `yaml` is not installed
 */
export async function readDocument(file: string): Promise<Document> {
  const text = await readFile(file, 'utf8');
  // JSON.parse is some thirty times faster than the YAML parser, and needs no package.
  if (file.endsWith('.json')) return JSON.parse(text);
  const { parse } = await import('yaml');
  return parse(text);
}

/** Follows references to a node without `$ref`; annotations beside a `$ref` are not merged into it. */
export function resolve<Node extends object>(document: Document, node: Reference | Node): Node {
  if (!('$ref' in node) || typeof node.$ref !== 'string') return node as Node;
  let target: unknown = document;
  for (const segment of parsePointer(node.$ref)) {
    target = (target as Record<string, unknown> | undefined)?.[segment];
  }
  if (target === undefined) throw new Error(`${node.$ref} is not in this contract`);
  return resolve(document, target as Node);
}

/** Refers to a named schema of the contract. */
export function referenceTo(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** Reads the name of the component that a reference points to; undefined for a node without `$ref`. */
export function componentName(reference: { $ref?: string }): string | undefined {
  return reference.$ref?.split('/').at(-1);
}

/** Splits a JSON Pointer (RFC 6901), which may be a URI fragment with `#`, into names and indexes without escapes. */
export function parsePointer(pointer: string): string[] {
  const fragment = pointer.startsWith('#');
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => (fragment ? decodeURIComponent(segment) : segment))
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Escapes a name for a JSON Pointer. */
export function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Reads the value at a JSON Pointer; undefined when the pointer leads nowhere. */
export function at(value: unknown, pointer: string): unknown {
  let node = value;
  for (const key of parsePointer(pointer)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}
