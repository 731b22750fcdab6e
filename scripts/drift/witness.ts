import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import { escapeSegment, type Json } from '../contract/document.ts';
import { shortestString } from '../vectors/languages.ts';
import { itemStep, keyStep, type Model, resolveTarget, type Shape, type Target, valueStep } from './model.ts';

/** Where a shape is used. */
export type Position = 'request' | 'response';

/** One of the two models of a comparison. */
export type Side = 'old' | 'new';

/** The way from the body of an operation to a value. */
export interface Path {
  operation: string;
  position: Position;
  /** The shape of the body on either side. */
  root: Record<Side, string>;
  steps: string[];
}

/** A document that one side accepts and the other does not. */
export interface Witness {
  operation: string;
  position: Position;
  acceptedBy: Side;
  document: Json;
}

/** What to put at the end of a path: given values, or how to make them. */
export type Candidates =
  | Json[]
  | 'minimal'
  | 'other string'
  | { beyond: number; towards: 'more' | 'less'; limit: number | null }
  | { with: string }
  | { without: string };

const anyKey = 'key';

/** A list or string of this size is still written out. */
const largest = 1_000_000;

/** Finds the shortest documents on which two models disagree, and checks each with ajv on the schemas of both. */
export class Witnesses {
  readonly #models: Record<Side, Model>;
  readonly #ajv: Record<Side, Ajv2020>;

  constructor(old: Model, now: Model) {
    this.#models = { old, new: now };
    this.#ajv = { old: createAjv(old), new: createAjv(now) };
  }

  /** Finds a document that only `acceptedBy` accepts, and that the other side rejects for what is at the path. */
  find(path: Path, acceptedBy: Side, candidates: Candidates): Witness | undefined {
    const model = this.#models[acceptedBy];
    const { operation, position } = path;
    for (const value of this.#values(model, path, acceptedBy, candidates)) {
      const document = attempt(() => build(model, { shape: path.root[acceptedBy] }, path.steps, value));
      if (document !== undefined && this.#isWitness(path, acceptedBy, document)) {
        return { operation, position, acceptedBy, document };
      }
    }
    return undefined;
  }

  #values(model: Model, path: Path, side: Side, candidates: Candidates): Json[] {
    const shape = attempt(() => follow(model, path, side));
    if (!shape) return [];
    const values = attempt(() => makeValues(model, shape, candidates)) ?? [];
    return values.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
  }

  #isWitness(path: Path, acceptedBy: Side, document: Json): boolean {
    const rejectedBy = acceptedBy === 'old' ? 'new' : 'old';
    const accepts = this.#validator(acceptedBy, path);
    const rejects = this.#validator(rejectedBy, path);
    if (!accepts(document) || rejects(document)) return false;
    const place = path.steps.map(pointerStep).join('');
    return rejects.errors!.every(({ instancePath }) => instancePath.startsWith(place));
  }

  #validator(side: Side, { root }: Path): ValidateFunction {
    return this.#ajv[side].getSchema(`model#/components/schemas/${root[side]}`)!;
  }
}

function createAjv({ schemas }: Model): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, logger: false });
  return ajv.addSchema({ $id: 'model', components: { schemas } } as AnySchema);
}

/** A model may have shapes that no document fits, such as a structure that requires itself. */
function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function pointerStep(step: string): string {
  if (step === itemStep) return '/0';
  if (step === keyStep) return '';
  return `/${escapeSegment(step === valueStep ? anyKey : step)}`;
}

function follow(model: Model, { root, steps }: Path, side: Side): Shape {
  let shape = resolveTarget(model, { shape: root[side] });
  for (const step of steps) shape = resolveTarget(model, child(shape, step));
  return shape;
}

function child({ members, item, key, value }: Shape, step: string): Target {
  if (step === keyStep) return key!;
  return step === itemStep ? item! : step === valueStep ? value! : members!.get(step)!;
}

function build(model: Model, target: Target, steps: string[], leaf: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return leaf;
  const shape = resolveTarget(model, target);
  const inner = build(model, child(shape, step), rest, leaf);
  if (step === itemStep) return [inner, ...repeatItem(model, shape, Math.max(0, (shape.min ?? 0) - 1))];
  if (step === valueStep) return { [anyKey]: inner };
  if (step === keyStep) return { [String(inner)]: minimal(model, resolveTarget(model, shape.value!), 0) };
  return { ...requiredMembers(model, shape, 0), [step]: inner };
}

function makeValues(model: Model, shape: Shape, candidates: Candidates): Json[] {
  if (Array.isArray(candidates)) return candidates;
  if (candidates === 'minimal') return [minimal(model, shape, 0)];
  if (candidates === 'other string') return [...'aA0*', 'other', minimal(model, shape, 0)];
  if ('beyond' in candidates) return valuesBeyond(model, shape, candidates);
  const base = requiredMembers(model, shape, 0);
  if ('with' in candidates) {
    const member = resolveTarget(model, shape.members!.get(candidates.with)!);
    return [{ ...base, [candidates.with]: minimal(model, member, 0) }];
  }
  const { [candidates.without]: _, ...others } = base;
  return [others];
}

/** Makes the values just outside a bound, and for fractions also the bound that still holds. */
function valuesBeyond(
  model: Model,
  shape: Shape,
  { beyond, towards, limit }: Extract<Candidates, { beyond: number }>,
): Json[] {
  const next = towards === 'more' ? beyond + 1 : beyond - 1;
  if (shape.type === 'list') return next > largest ? [] : [repeatItem(model, shape, next)];
  if (shape.type === 'string') return next > largest ? [] : stringsOfLength(shape, next);
  if (shape.type === 'map') return [];
  return [next, ...(limit === null ? [] : [limit])];
}

function stringsOfLength({ pattern, enum: values }: Shape, length: number): Json[] {
  if (values) return values.filter((value) => [...value].length === length);
  const found =
    pattern === undefined ? 'a'.repeat(length) : shortestString({ pattern, min: length, max: length });
  return found === undefined ? [] : [found];
}

function repeatItem(model: Model, { item }: Shape, count: number): Json[] {
  if (count <= 0) return [];
  return Array<Json>(count).fill(minimal(model, resolveTarget(model, item!), 0));
}

function requiredMembers(model: Model, { members }: Shape, depth: number): { [name: string]: Json } {
  const required = [...(members ?? [])].filter(([, member]) => member.required);
  return Object.fromEntries(
    required.map(([name, member]) => [name, minimal(model, resolveTarget(model, member), depth + 1)]),
  );
}

const simple: Record<string, Json> = { boolean: true, timestamp: 0, document: 0, blob: '' };

/** The shortest value of a shape. */
function minimal(model: Model, shape: Shape, depth: number): Json {
  if (depth > 32) throw new Error('the shape requires itself');
  if (shape.members) return requiredMembers(model, shape, depth);
  if (shape.item)
    return shape.min
      ? Array(shape.min).fill(minimal(model, resolveTarget(model, shape.item), depth + 1))
      : [];
  if (shape.value) return {};
  if (shape.type in simple) return simple[shape.type]!;
  if (shape.type !== 'string') return Math.max(shape.min ?? 0, Math.min(shape.max ?? 0, 0));
  if (shape.enum) return shape.enum.toSorted((a, b) => a.length - b.length)[0]!;
  const found = shortestString(shape);
  if (found === undefined) throw new Error('no string fits');
  return found;
}
