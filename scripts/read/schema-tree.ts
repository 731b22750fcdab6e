import { type Document, escapeSegment } from '../contract/document.ts';
import { findDeclaration } from '../contract/schema.ts';
import { parseTimestamp } from '../contract/timestamps.ts';
import type { ValidationError } from '../contract/validator.ts';
import { nearestName } from '../runtime/nearest-name.ts';

/** What the contract knows of a value: its properties or items, and whether it may have others. */
export interface SchemaTree {
  name: string;
  properties: Map<string, SchemaTree>;
  items?: SchemaTree;
  /** Other properties are allowed, so that the schema's validator does not report them. */
  open: boolean;
  /** A moment in epoch seconds, which tools write as text. */
  timestamp: boolean;
  /** The known name nearest to an unknown one, remembered: the same names come again in every item. */
  nearest: Map<string, string | undefined>;
}

/** Looking for near names takes time; a document with more unknown names has other problems. */
const mostRemembered = 1000;

const trees = new WeakMap<Document, Map<string, SchemaTree>>();

/** Builds the tree of a named schema, once for each document. */
export function schemaTree(document: Document, name: string): SchemaTree {
  const known = trees.get(document) ?? new Map<string, SchemaTree>();
  trees.set(document, known);
  const tree = known.get(name) ?? readTree(document, name, [], new Map());
  known.set(name, tree);
  return tree;
}

function readTree(
  document: Document,
  root: string,
  path: string[],
  read: Map<string, SchemaTree>,
): SchemaTree {
  const { name, pointer, schema } = findDeclaration(document, root, path)!;
  const before = read.get(pointer);
  if (before) return before;
  const others = schema['additionalProperties'] ?? true;
  const tree: SchemaTree = {
    name,
    properties: new Map(),
    open: schema.type === 'object' && others === true,
    timestamp: schema['x-timestamp-format'] === 'epoch-seconds',
    nearest: new Map(),
  };
  read.set(pointer, tree);
  const inner = (segment: string) => readTree(document, root, [...path, segment], read);
  for (const property of Object.keys(schema.properties ?? {})) tree.properties.set(property, inner(property));
  if (schema.items) tree.items = inner('0');
  return tree;
}

/** Finds the known property that an unknown one was probably meant to be, unless the object has that one too. */
function nearestProperty(tree: SchemaTree, name: string, object: object): string | undefined {
  if (!tree.nearest.has(name)) {
    if (tree.nearest.size >= mostRemembered || name.length > 100) return undefined;
    tree.nearest.set(name, nearestName(name, tree.properties.keys()));
  }
  const nearest = tree.nearest.get(name);
  return nearest !== undefined && Object.hasOwn(object, nearest) ? undefined : nearest;
}

/** Whether timestamps may be text, numbers or both. */
export type Timestamps = 'text' | 'number' | 'any';

/**
 * A walk through a value along its schema. Lists, in ajv's form, the properties that open schemas do not know, and turns
 * timestamps that are text into epoch seconds, in place.
 */
export class Walk {
  /** Properties that an open schema does not know. */
  readonly unknown: ValidationError[] = [];
  /** Those of them that are probably misspelt. */
  readonly misspelt: ValidationError[] = [];
  /** Objects without a single property that their schema knows. */
  readonly foreign: ValidationError[] = [];
  /** Timestamps that are numbers where text is wanted. */
  readonly notText: ValidationError[] = [];
  /** How many timestamps were text and are epoch seconds now. */
  converted = 0;

  // A list: a pointer is only put together for what is reported.
  readonly #path: (string | number)[] = [];
  readonly #timestamps: Timestamps;
  readonly #ignored: ReadonlySet<string>;

  /** @param ignored names that tools add to a response */
  constructor(value: unknown, tree: SchemaTree, timestamps: Timestamps, ignored: ReadonlySet<string>) {
    this.#timestamps = timestamps;
    this.#ignored = ignored;
    if (typeof value === 'object' && value !== null) this.#visit(value, tree);
  }

  #visit(node: object, tree: SchemaTree): void {
    if (!Array.isArray(node)) this.#visitObject(node as Record<string, unknown>, tree);
    else if (tree.items)
      for (let index = 0; index < node.length; index++) this.#step(node, index, tree.items);
  }

  #visitObject(object: Record<string, unknown>, tree: SchemaTree): void {
    const names = Object.keys(object);
    let unknown = 0;
    for (const name of names) {
      const inner = tree.properties.get(name);
      if (inner) this.#step(object, name, inner);
      else if (tree.open && !(this.#path.length === 0 && this.#ignored.has(name))) {
        unknown++;
        const error = errorAt(this.#path, 'additionalProperties', { additionalProperty: name });
        this.unknown.push(error);
        if (nearestProperty(tree, name, object) !== undefined)
          this.misspelt.push({ ...error, message: `is unknown: ${tree.name} has no such property` });
      }
    }
    if (unknown > 0 && unknown === names.length && tree.properties.size > 0)
      this.foreign.push(errorAt(this.#path, 'foreign', {}));
  }

  #step(parent: object, key: string | number, tree: SchemaTree): void {
    const inner: unknown = (parent as Record<string | number, unknown>)[key];
    if (tree.timestamp) this.#convert(parent, key, inner);
    else if (typeof inner === 'object' && inner !== null) {
      this.#path.push(key);
      this.#visit(inner, tree);
      this.#path.pop();
    }
  }

  #convert(parent: object, key: string | number, inner: unknown): void {
    if (typeof inner === 'number' && this.#timestamps === 'text')
      this.notText.push({
        ...errorAt([...this.#path, key], 'timestamps', {}),
        message: 'must be text (--timestamps text)',
      });
    if (typeof inner !== 'string' || this.#timestamps === 'number') return;
    const seconds = parseTimestamp(inner);
    if (seconds === undefined) return;
    (parent as Record<string | number, unknown>)[key] = seconds;
    this.converted++;
  }
}

function errorAt(
  path: (string | number)[],
  keyword: string,
  params: Record<string, unknown>,
): ValidationError {
  const instancePath = path.map((segment) => `/${escapeSegment(String(segment))}`).join('');
  return { keyword, instancePath, schemaPath: '', params };
}
