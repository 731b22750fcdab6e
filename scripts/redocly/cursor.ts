import { basename, extname } from 'node:path';
import { isObject, subschemas } from '../contract/schema.ts';

/** A place in Redocly's terms: a file, and a JSON Pointer into it such as `#/properties/name`. */
export interface Location {
  source: SourceFile;
  pointer: string;
  absolutePointer: string;
  child(path: string | number | (string | number)[]): Location;
  /** The same place, reported at the key instead of the value. */
  key(): Location;
}

/** A file of the contract. */
export interface SourceFile {
  absoluteRef: string;
  body: string;
}

/** A place by line and column, counted from 1. Without a pointer Redocly does not look for a node there. */
export interface Position {
  source: SourceFile;
  pointer: undefined;
  start: { line: number; col: number };
}

/** The second argument of a visitor. */
export interface Context {
  /** The location of the node, with its reference followed. */
  location: Location;
  /** The node as written, with its `$ref` and the keys next to it. */
  rawNode: Node;
  rawLocation: Location;
  key: string | number;
  type: { name: string };
  report(problem: { message: string; location: Location | Position }): void;
  /** Follows a reference in the file `from`; the location is missing if it leads nowhere. */
  resolve(reference: unknown, from: string): { node?: unknown; location?: Location };
}

/** An object of the contract; rules have to expect anything in it. */
export interface Node {
  $ref?: unknown;
  [key: string]: unknown;
}

/** Options of the rules in `redocly.yaml`; each rule documents its own. */
export interface Options {
  pattern: string;
  order: string[];
  keywords: string[];
  names: string[];
  header: string;
  causes: string[];
  except: string;
}

type Visit = (node: Node, context: Context, target: { location?: Location; error?: Error }) => void;

/** A rule: gets its options and returns a visitor for each type of node. */
export type Rule = (options: Options) => Record<string, { enter?: Visit; leave?: Visit }>;

/** A node at a location, from which other nodes can be reached. */
export class Cursor {
  readonly #context: Context;
  readonly node: Node;
  readonly location: Location;

  constructor(context: Context, node: Node, location = context.location) {
    this.#context = context;
    this.node = node;
    this.location = location;
  }

  /** Goes to the object that this node refers to; undefined if there is none. */
  follow(): Cursor | undefined {
    return typeof this.node.$ref === 'string' ? this.resolve(this.node.$ref) : this;
  }

  /** Goes to the object that a reference in this file leads to. */
  resolve($ref: unknown): Cursor | undefined {
    const { node, location } = this.#context.resolve({ $ref }, this.location.source.absoluteRef);
    return isObject(node) && location ? new Cursor(this.#context, node, location).follow() : undefined;
  }

  /** Goes down by keys, following references on the way; undefined if there is no such object. */
  get(...keys: string[]): Cursor | undefined {
    let current: Cursor | undefined = this;
    for (const key of keys) current = current?.follow()?.child(key);
    return current;
  }

  /** Goes to an object directly below this one, by keys and indexes. */
  child(...path: (string | number)[]): Cursor | undefined {
    const node = path.reduce<unknown>((value, step) => (value as Node | undefined)?.[step], this.node);
    return isObject(node) ? new Cursor(this.#context, node, this.location.child(path)) : undefined;
  }

  /** Lists the objects directly below this one by key. */
  entries(): [string, Cursor][] {
    return Object.keys(this.node).flatMap((key) => {
      const child = this.child(key);
      return child ? [[key, child]] : [];
    });
  }

  /** Lists the objects directly below this one by key, with references followed. */
  targets(): [string, Cursor][] {
    return this.entries().flatMap(([key, child]) => {
      const target = child.follow();
      return target ? [[key, target]] : [];
    });
  }

  /** Reads a keyword of a schema or, if it is a reference, of its target. */
  keyword(name: string): unknown {
    return name in this.node ? this.node[name] : this.follow()?.node[name];
  }
}

/** Creates visitors for every schema, and for every reference to a schema with the keywords next to it. */
export function visitSchemas(visit: (schema: Cursor, context: Context) => void): ReturnType<Rule> {
  return {
    Schema: {
      enter: (schema, context) => visit(new Cursor(context, schema), context),
    },
    ref: {
      enter(reference, context) {
        if (context.type.name === 'Schema')
          visit(new Cursor(context, reference, context.rawLocation), context);
      },
    },
  };
}

/** Creates a visitor for every operation. */
export function visitOperations(visit: (operation: Cursor, context: Context) => void): ReturnType<Rule> {
  return { Operation: { leave: (operation, context) => visit(new Cursor(context, operation), context) } };
}

/** Goes to the JSON body of a request or a response. */
export function jsonBody(message: Cursor | undefined): Cursor | undefined {
  return message?.get('content', 'application/json');
}

/** Lists an operation's responses by status, with references followed. */
export function responses(operation: Cursor): [string, Cursor][] {
  return operation.get('responses')?.targets() ?? [];
}

/** Goes to the first response with a status of 200 to 299. */
export function success(operation: Cursor): Cursor | undefined {
  return responses(operation).find(([status]) => status.startsWith('2'))?.[1];
}

/** Lists the responses that report an error, by status. */
export function failures(operation: Cursor): [string, Cursor][] {
  return responses(operation).filter(([status]) => !/^[123]/.test(status));
}

/** Lists every schema in a body once, with references followed. */
export function reachableSchemas(body: Cursor | undefined): Cursor[] {
  const found = new Map<string, Cursor>();
  const visit = (cursor: Cursor | undefined) => {
    const schema = cursor?.follow();
    if (!schema || found.has(schema.location.absolutePointer)) return;
    found.set(schema.location.absolutePointer, schema);
    for (const { path } of subschemas(schema.node)) visit(schema.child(...path));
  };
  visit(body?.get('schema'));
  return [...found.values()];
}

/** Returns the name of a component: its file's name, or its key in `components`. */
export function componentAt({ pointer, source }: Location): string | undefined {
  if (pointer === '#/') return basename(source.absoluteRef, extname(source.absoluteRef));
  return pointer.match(/^#\/components\/[^/]+\/([^/]+)$/)?.[1];
}

/** Lists names in a message. */
export function quote(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(', ');
}
