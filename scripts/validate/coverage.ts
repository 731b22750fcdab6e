import type { Document, Json, JsonObject, Schema } from '../contract/document.ts';
import { findFilters, type Operation, responseSchema } from '../contract/operations.ts';
import { findDeclaration, isObject } from '../contract/schema.ts';
import { countCharacters, plural } from '../contract/words.ts';

/** Something that the contract allows, and how often it was seen. */
interface Point {
  count: number;
}

/** The points of one kind that an operation or a schema has. */
export interface CoveragePart {
  /** The name of the operation or the schema. */
  of: string;
  kind: 'requests' | 'pages' | 'errors' | 'properties' | 'values' | 'bounds';
  /** Each point by a label such as `severity: HIGH`. */
  points: Map<string, Point>;
}

/** What the contract says of a value, and the points that a value can show. */
interface Node {
  types: readonly unknown[];
  values: Map<Json, Point>;
  bounds: { at: number; point: Point }[];
  properties: Map<string, { node: Node; point: Point }>;
  /** The properties that a map does not name. */
  others?: Node;
  items?: Node;
}

/** What the requests and pages of an operation have or lack. */
interface Paging {
  /** What a request can leave out: the token and the filters. */
  choices: string[];
  /** The most items that the contract allows on a page. */
  largest: number;
}

/** The keywords that limit a value, and the unit they count in; numbers have none. */
const boundKeywords = {
  ...{ minLength: 'character', maxLength: 'character' },
  ...{ minItems: 'item', maxItems: 'item' },
  ...{ minProperties: 'property', maxProperties: 'property' },
  ...{ minimum: '', maximum: '', exclusiveMinimum: '', exclusiveMaximum: '' },
};

/**
 * Records what was seen of a contract: its properties, known values and values at their bounds, and of each operation
 * the errors, the pages and the requests for them. The memory it takes does not depend on how much was seen.
 */
export class Coverage {
  readonly #document: Document;
  readonly #operations: Operation[];
  readonly #paging = new Map<string, Paging>();
  readonly #parts = new Map<string, CoveragePart>();
  readonly #nodes = new Map<string, Node>();

  constructor(document: Document, operations: Operation[]) {
    this.#document = document;
    this.#operations = operations;
    for (const operation of operations) this.#addOperation(operation);
    const bodies = operations.flatMap(({ request, response }) => [request, response]);
    const errors = operations.flatMap((operation) =>
      operation.errors.map(({ status }) => responseSchema(document, operation, status)),
    );
    for (const schema of [...bodies, ...errors]) if (schema !== undefined) this.#namedNode(schema);
  }

  /** Everything that can be seen: first of operations, then of schemas. */
  get parts(): CoveragePart[] {
    return [...this.#parts.values()].filter(({ points }) => points.size > 0);
  }

  /** Records a value and everything in it; what has a wrong type shows nothing. */
  value(value: Json, schema: string): void {
    visit(value, this.#namedNode(schema));
  }

  /** Records a request without its response, or a page without the request for it. */
  message(value: JsonObject, schema: string): void {
    for (const operation of this.#operations) {
      if (operation.request === schema) this.#request(operation, value);
      if (operation.response === schema) this.#page(operation, value);
    }
  }

  /** Records a request and its response, as far as they are known. */
  exchange(operation: Operation, request?: JsonObject, response?: JsonObject, error?: string): void {
    if (request) this.#request(operation, request);
    if (error !== undefined) this.#see(operation, 'errors', error);
    else if (response) this.#page(operation, response, request);
  }

  #request(operation: Operation, request: JsonObject): void {
    for (const name of this.#paging.get(operation.id)!.choices)
      this.#see(operation, 'requests', `${having(request, name)} ${name}`);
  }

  #page(operation: Operation, response: JsonObject, request: JsonObject = {}): void {
    const { id, paginated } = operation;
    const items = paginated && response[paginated.items];
    if (!Array.isArray(items)) return;
    const { outputToken, pageSize = '' } = paginated!;
    const most = Number(request[pageSize] ?? this.#paging.get(id)!.largest);
    const size = items.length === 0 ? 'empty' : items.length < most ? 'short' : 'full';
    this.#see(operation, 'pages', `${size} ${having(response, outputToken)} ${outputToken}`);
  }

  #see({ id }: Operation, kind: CoveragePart['kind'], label: string): void {
    const point = this.#part(id, kind).points.get(label);
    if (point) point.count++;
  }

  #addOperation(operation: Operation): void {
    const { id, paginated, errors } = operation;
    const paging = readPaging(this.#document, operation);
    this.#paging.set(id, paging);
    const words = ['without', 'with'];
    for (const name of paging.choices)
      for (const word of words) add(this.#part(id, 'requests'), `${word} ${name}`);
    if (paginated) {
      const isLimited = paginated.pageSize !== undefined || Number.isFinite(paging.largest);
      for (const size of ['empty', 'short', ...(isLimited ? ['full'] : [])])
        for (const word of words) add(this.#part(id, 'pages'), `${size} ${word} ${paginated.outputToken}`);
    }
    for (const { name } of errors) add(this.#part(id, 'errors'), name);
  }

  #part(of: string, kind: CoveragePart['kind']): CoveragePart {
    const key = `${of} ${kind}`;
    const part = this.#parts.get(key) ?? { of, kind, points: new Map() };
    this.#parts.set(key, part);
    return part;
  }

  #namedNode(name: string): Node {
    const known = this.#nodes.get(name);
    if (known) return known;
    // These keep the order in which they are reported, whatever is inside the schema.
    for (const kind of ['properties', 'values', 'bounds'] as const) this.#part(name, kind);
    return this.#node(name, [], '');
  }

  /** Reads what is at a path of a named schema; other named objects in it have nodes of their own. */
  #node(root: string, path: string[], label: string): Node {
    const { name, pointer, schema } = findDeclaration(this.#document, root, path)!;
    const isNamed = pointer === `#/components/schemas/${name}` && typesOf(schema).includes('object');
    if (isNamed && path.length > 0) return this.#namedNode(name);
    const node: Node = { types: typesOf(schema), values: new Map(), bounds: [], properties: new Map() };
    if (path.length === 0) this.#nodes.set(root, node);
    const { enum: closed = [], 'x-extensible-enum': open = [] } = schema;
    for (const value of [...closed, ...open])
      node.values.set(value, add(this.#part(root, 'values'), `${label || root}: ${value}`));
    for (const { at, unit } of boundsOf(schema)) {
      const words = `${label || root}: ${at}${unit && ` ${plural(at, unit)}`}`;
      node.bounds.push({ at, point: add(this.#part(root, 'bounds'), words) });
    }
    for (const name of Object.keys(schema.properties ?? {})) {
      const inner = label ? `${label}.${name}` : name;
      const point = add(this.#part(root, 'properties'), inner);
      node.properties.set(name, { point, node: this.#node(root, [...path, name], inner) });
    }
    if (schema.items) node.items = this.#node(root, [...path, '0'], `${label}[]`);
    if (isObject(schema['additionalProperties']))
      node.others = this.#node(root, [...path, '*'], label ? `${label}.*` : '*');
    return node;
  }
}

/** Counts the points of parts, and those that were seen. */
export function sumCoverage(parts: CoveragePart[]): { seen: number; total: number } {
  const points = parts.flatMap((part) => [...part.points.values()]);
  return { seen: points.filter(({ count }) => count > 0).length, total: points.length };
}

function readPaging(document: Document, operation: Operation): Paging {
  const { paginated, response } = operation;
  const filters = findFilters(document, operation)?.list;
  const list = paginated && findDeclaration(document, response!, [paginated.items]);
  return {
    choices: [paginated?.inputToken, filters].filter((name) => name !== undefined),
    largest: Number(list?.schema['maxItems'] ?? Number.POSITIVE_INFINITY),
  };
}

function having(object: JsonObject, name: string): string {
  return Object.hasOwn(object, name) ? 'with' : 'without';
}

function add({ points }: CoveragePart, label: string): Point {
  const point = points.get(label) ?? { count: 0 };
  points.set(label, point);
  return point;
}

function typesOf({ type }: Schema): readonly unknown[] {
  return type === undefined ? [] : [type].flat();
}

/** Lists the outermost values that a schema allows. Next to an exclusive bound of fractions there is none. */
function boundsOf(schema: Schema): { at: number; unit: string }[] {
  const isInteger = typesOf(schema).includes('integer');
  const bounds = new Map<string, { at: number; unit: string }>();
  for (const [keyword, unit] of Object.entries(boundKeywords)) {
    const limit = schema[keyword];
    if (typeof limit !== 'number' || (keyword.startsWith('exclusive') && !isInteger)) continue;
    const at = isInteger && unit === '' ? outermostInteger(keyword, limit) : limit;
    bounds.set(`${at} ${unit}`, { at, unit });
  }
  return [...bounds.values()];
}

function outermostInteger(keyword: string, limit: number): number {
  if (keyword === 'exclusiveMinimum') return Math.floor(limit) + 1;
  if (keyword === 'exclusiveMaximum') return Math.ceil(limit) - 1;
  return keyword === 'minimum' ? Math.ceil(limit) : Math.floor(limit);
}

/** Counts what a value shows; false when it has a wrong type. */
function visit(value: Json, { types, values, bounds, properties, others, items }: Node): boolean {
  if (!isOfType(value, types)) return false;
  const known = values.get(value);
  if (known) known.count++;
  for (const { at, point } of bounds) if (isOfSize(value, at)) point.count++;
  if (Array.isArray(value)) {
    if (items) for (const item of value) visit(item, items);
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      const property = properties.get(name);
      const node = property?.node ?? others;
      if (node && visit(value[name]!, node) && property) property.point.count++;
    }
  }
  return true;
}

function isOfType(value: Json, types: readonly unknown[]): boolean {
  if (types.length === 0) return true;
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  return types.includes(typeof value) || (types.includes('integer') && Number.isInteger(value));
}

/** Compares a number, or the size of anything else; characters are only counted where there can be as many. */
function isOfSize(value: Json, size: number): boolean {
  if (typeof value === 'string')
    return value.length >= size && value.length <= size * 2 && countCharacters(value) === size;
  if (typeof value !== 'object' || value === null) return value === size;
  return (Array.isArray(value) ? value : Object.keys(value)).length === size;
}
