import { componentName, type Schema } from '../contract/document.ts';
import type { Strings } from '../vectors/languages.ts';
import type { Host } from './hosts.ts';

/** What a model says about a service, whatever format it was read from. */
export interface Model {
  /** Where it comes from, for people: `botocore 1.44.8`. */
  name: string;
  apiVersion?: string | undefined;
  signingName?: string | undefined;
  operations: Map<string, OperationFacts>;
  /** By name; they refer to each other as `components.schemas` of a document do, and structures are closed. */
  shapes: Record<string, Shape>;
  /** By partition and variant, as `aws, FIPS`; undefined when the source has no endpoint rules. */
  hosts?: Map<string, Host> | undefined;
  /** What the source does not say, so that nothing is skipped silently. */
  missing: string[];
  /** JSON Pointers into the model's file; a name follows. */
  at?: { operations: string; shapes: string };
}

/** One operation: its HTTP binding, shapes, errors and paging. */
export interface OperationFacts {
  method: string;
  path: string;
  status: number;
  /** Authentication schemes. */
  auth: string[];
  input?: string | undefined;
  output?: string | undefined;
  errors: Map<string, ErrorFacts>;
  /** Undefined when the operation does not page, or when the source does not say. */
  paginator?: Record<string, string> | undefined;
  documentation?: string | undefined;
}

/** One error of an operation; a model need not say whose fault it is and whether to try again. */
export interface ErrorFacts {
  status: number;
  fault?: 'client' | 'server' | undefined;
  retryable?: boolean | undefined;
  body?: string | undefined;
}

/** A named type, or a use of one with constraints beside the reference, as a JSON Schema. */
export interface Shape extends Schema {
  /** OpenAPI's names of formats, and `timestamp`. */
  format?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
  propertyNames?: Shape;
  additionalProperties?: boolean | Shape;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  /** Where a property of an input or output is sent; absent for the body. */
  'x-in'?: string;
}

/** Merges the constraints beside a reference into the shape. */
export function resolveShape(model: Model, use: Shape): Shape {
  const name = componentName(use);
  if (name === undefined) return use;
  const shape = model.shapes[name];
  if (!shape) throw new Error(`${model.name} has no shape ${name}`);
  const { $ref: _, ...beside } = use;
  return { ...shape, ...beside };
}

/** The steps from a list to its items and from a map to its keys and values; any other step is a property's name. */
export const itemStep = '[]';
export const keyStep = '{key}';
export const valueStep = '{}';

/** Lists the uses that a shape makes of other shapes, by the step that leads there. */
export function listUses({ properties, items, propertyNames, additionalProperties }: Shape) {
  const uses = new Map<string, Shape>(Object.entries(properties ?? {}));
  if (items) uses.set(itemStep, items);
  if (propertyNames) uses.set(keyStep, propertyNames);
  if (typeof additionalProperties === 'object') uses.set(valueStep, additionalProperties);
  return uses;
}

/** What a text of a shape must match, and how long it can be. */
export function stringsOf({ pattern, minLength, maxLength }: Shape): Strings {
  return { pattern, min: minLength, max: maxLength };
}

const types: Record<string, string> = {
  int8: 'byte',
  int16: 'short',
  int32: 'integer',
  int64: 'long',
  byte: 'blob',
  object: 'structure',
  array: 'list',
};

/** Names the type of a shape as AWS does: `structure`, `list`, `map`, `string`, `integer`, `timestamp` and so on. */
export function typeOf({ type = 'document', format = '', properties, additionalProperties }: Shape): string {
  if (!properties && typeof additionalProperties === 'object') return 'map';
  if (['float', 'double', 'timestamp'].includes(format)) return format;
  return types[format] ?? types[type] ?? type;
}

/** A text of AWS's model that changed between two of its versions. */
export interface DocumentationChange {
  subject: string;
  old?: string | undefined;
  new?: string | undefined;
}

/** Lists the texts of the shapes that operations reach, and how they changed from one version of a model to another. */
export function compareDocumentation(old: Model, now: Model): DocumentationChange[] {
  const [before, after] = [listTexts(old), listTexts(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((subject) => ({ subject, old: before.get(subject), new: after.get(subject) }))
    .filter((change) => change.old !== change.new);
}

function listTexts({ operations, shapes }: Model): Map<string, string> {
  const texts = new Map<string, string>();
  const add = (subject: string, html = '') => {
    const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    if (html) texts.set(subject, text.trim());
  };
  const reached = new Set<string | undefined>();
  for (const [id, { documentation, input, output, errors }] of operations) {
    add(id, documentation);
    for (const name of [input, output, ...[...errors.values()].map(({ body }) => body)]) reached.add(name);
  }
  // A Set visits what is added while it is walked.
  for (const name of reached) {
    const shape = shapes[name ?? ''];
    if (name === undefined || !shape) continue;
    add(name, shape.description);
    for (const [property, { description }] of Object.entries(shape.properties ?? {})) {
      add(`${name}.${property}`, description);
    }
    for (const use of listUses(shape).values()) reached.add(componentName(use));
  }
  return texts;
}
