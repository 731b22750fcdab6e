import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import { escapeSegment, type Json } from '../contract/document.ts';

import { countCharacters } from '../contract/words.ts';
import { shortestString } from '../vectors/languages.ts';
import {
  itemStep,
  keyStep,
  listUses,
  type Model,
  resolveShape,
  type Shape,
  stringsOf,
  valueStep,
} from './model.ts';

/** The message that a shape is used in. */
export type MessageKind = 'request' | 'response';

/** One of the two models of a comparison. */
export type Side = 'old' | 'new';

/** The way from the body of an operation to a value. */
export interface Path {
  operation: string;
  position: MessageKind;
  /** The shape of the body on either side. */
  root: Record<Side, Shape>;
  steps: string[];
}

/** A document that one side accepts and the other does not. */
export interface Witness {
  operation: string;
  position: MessageKind;
  acceptedBy: Side;
  document: Json;
}

/** What to put at the end of a path, if the shortest value there is none: given values, or how to make them. */
export type Candidates = Json[] | { beyond: Bound } | { with: string } | { without: string };

/** A bound that one side has, and the farther one of the other side, if any. */
interface Bound {
  keyword: string;
  value: number;
  farther: number | undefined;
}

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
    const { operation, position, root, steps } = path;
    const builder = new Builder(this.#models[acceptedBy]);
    const values =
      attempt(() => builder.candidates(builder.follow(root[acceptedBy], steps), candidates)) ?? [];
    const documents = values
      .toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)
      .map((value) => attempt(() => builder.wrap(root[acceptedBy], steps, value)));
    const document = documents.find((each) => each !== undefined && this.#isWitness(path, acceptedBy, each));
    return document === undefined ? undefined : { operation, position, acceptedBy, document };
  }

  #isWitness(path: Path, acceptedBy: Side, document: Json): boolean {
    const accepts = this.#validator(acceptedBy, path);
    const rejects = this.#validator(acceptedBy === 'old' ? 'new' : 'old', path);
    if (!accepts(document) || rejects(document)) return false;
    const place = path.steps.map(pointerStep).join('');
    return rejects.errors!.every(({ instancePath }) => instancePath.startsWith(place));
  }

  #validator(side: Side, { root }: Path): ValidateFunction {
    return this.#ajv[side].getSchema(`model${root[side].$ref}`)!;
  }
}

function createAjv({ shapes }: Model): Ajv2020 {
  // The schemas are made here or linted, so that the meta-schema, which takes long to compile, is not needed.
  const unchecked = { meta: false, validateSchema: false, validateFormats: false, strict: false };
  const ajv = new Ajv2020({ ...unchecked, allErrors: true, logger: false });
  return ajv.addSchema({ $id: 'model', components: { schemas: shapes } } as AnySchema);
}

/** A model may have shapes that no document fits, for example a structure that requires itself. */
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

/** Builds values of a model's shapes. */
class Builder {
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  /** Finds the shape at the end of a path. */
  follow(root: Shape, steps: string[]): Shape {
    return steps.reduce((shape, step) => this.#inner(shape, step), resolveShape(this.#model, root));
  }

  #inner(shape: Shape, step: string): Shape {
    return resolveShape(this.#model, listUses(shape).get(step)!);
  }

  /** Builds the shortest document that has a value at the end of a path. */
  wrap(use: Shape, [step, ...rest]: string[], value: Json): Json {
    if (step === undefined) return value;
    const shape = resolveShape(this.#model, use);
    const inner = this.wrap(listUses(shape).get(step)!, rest, value);
    if (step === itemStep) return [inner, ...this.#list(shape, (shape.minItems ?? 0) - 1)];
    if (step === valueStep) return { [anyKey]: inner };
    if (step === keyStep) return { [String(inner)]: this.shortest(this.#inner(shape, valueStep)) };
    return { ...this.#required(shape), [step]: inner };
  }

  candidates(shape: Shape, candidates: Candidates): Json[] {
    if (Array.isArray(candidates)) return [...candidates, this.shortest(shape)];
    if ('beyond' in candidates) return this.#beyond(shape, candidates.beyond);
    const required = this.#required(shape);
    if ('with' in candidates) {
      return [{ ...required, [candidates.with]: this.shortest(this.#inner(shape, candidates.with)) }];
    }
    const { [candidates.without]: _, ...others } = required;
    return [others];
  }

  /** Builds the value just outside a bound; for a fraction the farther bound can be the only one inside. */
  #beyond(shape: Shape, { keyword, value, farther }: Bound): Json[] {
    const next = keyword.startsWith('max') ? value + 1 : value - 1;
    if (keyword.endsWith('imum')) return [next, ...(farther === undefined ? [] : [farther])];
    if (next > largest) return [];
    if (keyword.endsWith('Items')) return [this.#list(shape, next)];
    return keyword.endsWith('Length') ? stringsOfLength(shape, next) : [];
  }

  /** Builds the shortest value of a shape. */
  shortest(shape: Shape, depth = 0): Json {
    if (depth > 32) throw new Error('the shape requires itself');
    const { type, enum: values, minimum = -Infinity, maximum = Infinity } = shape;
    if (values) return values.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0]!;
    if (type === 'object') return this.#required(shape, depth);
    if (type === 'array') return this.#list(shape, shape.minItems ?? 0, depth);
    if (type === 'boolean') return true;
    if (type !== 'string') return Math.min(Math.max(0, Number(minimum)), Number(maximum));
    const found = shortestString(stringsOf(shape));
    if (found === undefined) throw new Error('no string fits');
    return found;
  }

  #list(shape: Shape, count: number, depth = 0): Json[] {
    if (count <= 0) return [];
    return Array<Json>(count).fill(this.shortest(this.#inner(shape, itemStep), depth + 1));
  }

  #required(shape: Shape, depth = 0): { [name: string]: Json } {
    const { required = [] } = shape;
    return Object.fromEntries(
      required.map((name) => [name, this.shortest(this.#inner(shape, name), depth + 1)]),
    );
  }
}

function stringsOfLength({ pattern, enum: values }: Shape, length: number): Json[] {
  if (values) return values.filter((value) => countCharacters(String(value)) === length);
  const found = shortestString({ pattern, min: length, max: length });
  return found === undefined ? [] : [found];
}
