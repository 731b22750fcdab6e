import type { Json } from '../contract/document.ts';
import type { Host } from './hosts.ts';

/** What a model says about a service, whatever format it was read from. Shapes are keyed by name. */
export interface Model {
  /** Where it comes from, for people: `botocore 1.44.8`. */
  name: string;
  apiVersion?: string;
  signingName?: string;
  operations: Map<string, Operation>;
  shapes: Map<string, Shape>;
  /** By partition and variant, as `aws, FIPS`; undefined when the source has no endpoint rules. */
  hosts?: Map<string, Host>;
  /** JSON Schemas for the bodies, as `components.schemas` of a document. Structures are closed. */
  schemas: Record<string, Json>;
  /** What the source does not say, so that nothing is skipped silently. */
  missing: string[];
}

/** One operation: its HTTP binding, shapes, errors and paging. */
export interface Operation {
  method: string;
  path: string;
  status: number;
  /** Authentication schemes. */
  auth: string[];
  input?: string;
  output?: string;
  errors: Map<string, ErrorFacts>;
  /** Undefined when the operation does not page, or when the source does not say. */
  paginator?: Record<string, string> | undefined;
  documentation?: string | undefined;
  /** JSON Pointer into the model file. */
  at?: string;
}

/** One error of an operation. */
export interface ErrorFacts {
  status: number;
  fault?: 'client' | 'server';
  retryable?: boolean;
  body?: string;
}

/** What narrows the values of a shape. `min` and `max` count characters, items, or the number itself. */
export interface Constraints {
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  /** Known values of an open set: a hint that rejects nothing. */
  known?: string[];
  /** Assertions of JSON Schema that AWS's models do not have. */
  other?: Record<string, Json>;
}

/** A use of a shape, with the constraints written beside it. */
export interface Target extends Constraints {
  shape: string;
}

/** A property of a structure, keyed by its name on the wire. */
export interface Member extends Target {
  required: boolean;
  in: string;
  documentation?: string | undefined;
}

/** A named type. */
export interface Shape extends Constraints {
  /** AWS's type names: `structure`, `list`, `map`, `string`, `integer`, `timestamp` and so on. */
  type: string;
  members?: Map<string, Member>;
  item?: Target;
  key?: Target;
  value?: Target;
  documentation?: string | undefined;
  at?: string;
}

/** What to read from AWS's model: only what the contract describes. */
export interface Scope {
  operations: string[];
  hosts: Map<string, Host>;
}

/** Merges the constraints beside a use of a shape into the shape. */
export function resolveTarget(model: Model, { shape: name, ...beside }: Target): Shape {
  const shape = model.shapes.get(name);
  if (!shape) throw new Error(`${model.name} has no shape ${name}`);
  const { min, max, pattern, enum: values, known, other } = beside;
  const own = Object.entries({ min, max, pattern, enum: values, known, other });
  return { ...shape, ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) };
}

/** The steps from a list to its items and from a map to its keys and values; any other step is a member's name. */
export const itemStep = '[]';
export const keyStep = '{key}';
export const valueStep = '{}';

/** Lists the uses that a shape makes of other shapes, by the step that leads there. */
export function listTargets({ members, item, key, value }: Shape): Map<string, Target> {
  const targets = new Map<string, Target>(members);
  if (item) targets.set(itemStep, item);
  if (key) targets.set(keyStep, key);
  if (value) targets.set(valueStep, value);
  return targets;
}
