import { stringify } from 'yaml';
import {
  componentName,
  type Document,
  type Json,
  type JsonObject,
  referenceTo,
} from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import { mapSchema } from '../contract/schema.ts';
import type { Difference } from './compare.ts';
import { listUses, type Model, type Shape } from './model.ts';
import type { RevisionSource } from './read-contract.ts';

interface Action {
  target: string;
  description: string;
  update?: Json;
  remove?: true;
}

/** A drafted overlay. */
interface Draft {
  yaml: string;
  /** Differences that no overlay action can express; they are listed in a comment. */
  byHand: Difference[];
}

/** Drafts an OpenAPI Overlay that makes a contract say what AWS's model says. */
export function draftOverlay(
  differences: Difference[],
  contract: Document,
  model: Model,
  source: RevisionSource | { date: string },
): Draft {
  const drafter = new Drafter(contract, model);
  const byHand = differences.filter((difference) => !drafter.add(difference));
  const origin = 'package' in source ? `${source.package} ${source.version}` : model.name;
  const overlay = {
    overlay: '1.1.0',
    info: {
      title: `${listOperations(contract)
        .map(({ id }) => id)
        .join(', ')} since ${source.date}`,
      version: source.date,
      description: `What changed in AWS's model: ${origin}, ${source.date}.`,
      ...('package' in source && { 'x-source': { ...source } }),
    },
    actions: drafter.actions,
  };
  const notes = byHand.map((difference) => `# - ${describeChange(difference)}\n`);
  const header =
    notes.length > 0 ? `# No overlay action expresses these; change them by hand:\n${notes.join('')}` : '';
  return { yaml: header + stringify(overlay, { lineWidth: 110, aliasDuplicateObjects: false }), byHand };
}

/** States a difference on one line. */
export function describeChange({ subject, fact, old, new: now }: Difference): string {
  const state = (value: Json | undefined) =>
    value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  return `${subject}: ${fact} ${state(old)} → ${state(now)}`;
}

class Drafter {
  readonly actions: Action[] = [];
  readonly #contract: Document;
  readonly #model: Model;
  /** Uses that now refer to another shape: the shape brings its constraints along. */
  readonly #renamed = new Set<string>();

  constructor(contract: Document, model: Model) {
    this.#contract = contract;
    this.#model = model;
  }

  /** Returns false when no action can express the difference. */
  add(difference: Difference): boolean {
    const target = this.#schemaPath(difference.subject);
    const { kind, subject } = difference;
    if (kind === 'paginator') return this.#replacePaginator(difference);
    if (!target) return false;
    if (this.#renamed.has(subject)) return true;
    if (kind === 'constraint') return this.#addConstraint(target, difference);
    if (kind === 'known values')
      return this.#replace(`${target}['x-extensible-enum']`, difference, difference.new);
    if (kind === 'type') return this.#replaceShape(difference);
    if (kind === 'name') return this.#refer(target, difference);
    if (kind === 'property' || kind === 'required') return this.#addProperty(difference);
    return false;
  }

  /** The JSONPath of a shape, or of one use of it, as `Owner.property`, `Owner[]` or `Owner{}`. */
  #schemaPath(subject: string): string | undefined {
    const [shape = ''] = subject.split(/[.[{]/);
    if (!Object.hasOwn(this.#contract.components.schemas, shape)) return undefined;
    const rest = subject.slice(shape.length);
    const path = `$.components.schemas${key(shape)}`;
    if (rest === '') return path;
    if (rest === '[]') return `${path}.items`;
    if (rest === '{}') return `${path}.additionalProperties`;
    return rest.startsWith('.') ? `${path}.properties${key(rest.slice(1))}` : undefined;
  }

  /** The value of one fact, or for strings of all facts that count together. */
  #addConstraint(target: string, difference: Difference): boolean {
    const { fact } = difference;
    const [old, now] = [toKeywords(fact, difference.old), toKeywords(fact, difference.new)];
    for (const keyword of Object.keys(old))
      if (!(keyword in now)) this.#remove(target + key(keyword), difference);
    const lists = Object.keys(now).filter((keyword) => Array.isArray(now[keyword]) && keyword in old);
    for (const keyword of lists) this.#remove(target + key(keyword), difference);
    if (Object.keys(now).length > 0) this.#update(target, difference, now);
    return true;
  }

  /** An update would merge objects and append to lists, so the old value goes first. */
  #replace(target: string, difference: Difference, value: Json | undefined): boolean {
    this.#remove(target, difference);
    const [, parent, name] = /^(.*)\['([^']+)'\]$/.exec(target)!;
    if (value !== undefined) this.#update(parent!, difference, { [name!]: value });
    return true;
  }

  #replaceShape(difference: Difference): boolean {
    const name = difference.subject;
    if (!this.#model.shapes[name]) return false;
    this.#remove(`$.components.schemas${key(name)}`, difference);
    this.#update('$.components.schemas', difference, this.#newShapes(name, difference, true));
    return true;
  }

  #refer(target: string, difference: Difference): boolean {
    this.#renamed.add(difference.subject);
    const name = String(difference.new);
    this.#addShapes(name, difference);
    this.#update(target, difference, referenceTo(name));
    return true;
  }

  #addProperty(difference: Difference): boolean {
    const [owner = '', name = ''] = difference.subject.split('.');
    const shape = this.#model.shapes[owner];
    if (!shape?.properties) return false;
    const path = `$.components.schemas${key(owner)}`;
    const use = shape.properties[name];
    const isRequired = shape.required?.includes(name);
    if (!use) this.#remove(`${path}.properties${key(name)}`, difference);
    else if (difference.kind === 'property') {
      this.#addShapes(componentName(use), difference);
      const property = { ...toSchema(use), description: undescribed };
      this.#update(path, difference, { properties: { [name]: property } });
    }
    if (difference.kind === 'required' || isRequired) {
      this.#replace(`${path}['required']`, difference, shape.required);
    }
    return true;
  }

  #replacePaginator(difference: Difference): boolean {
    const operation = listOperations(this.#contract).find(({ id }) => id === difference.operation);
    if (!operation) return false;
    const path = `$.paths${key(operation.path)}.${operation.method}`;
    return this.#replace(`${path}['x-paginated']`, difference, difference.new);
  }

  #addShapes(name: string | undefined, difference: Difference): void {
    const shapes = this.#newShapes(name, difference, false);
    if (Object.keys(shapes).length > 0) this.#update('$.components.schemas', difference, shapes);
  }

  /** Writes a shape and those it uses in turn: what the contract lacks, and the first in any case if it is replaced. */
  #newShapes(first: string | undefined, { positions }: Difference, replace: boolean): JsonObject {
    const found: JsonObject = {};
    const queue = [first];
    for (const name of queue) {
      const shape = this.#model.shapes[name ?? ''];
      if (name === undefined || !shape || name in found) continue;
      if (Object.hasOwn(this.#contract.components.schemas, name) && !(replace && name === first)) continue;
      const { additionalProperties, ...open } = toSchema(shape);
      // Responses are open.
      const isClosed =
        additionalProperties !== undefined && (additionalProperties || positions.includes('request'));
      found[name] = { description: undescribed, ...open, ...(isClosed && { additionalProperties }) };
      queue.push(...[...listUses(shape).values()].map(componentName));
    }
    return found;
  }

  #update(target: string, difference: Difference, update: Json): void {
    this.actions.push({ target, description: describeChange(difference), update });
  }

  #remove(target: string, difference: Difference): void {
    this.actions.push({ target, description: describeChange(difference), remove: true });
  }
}

const undescribed = "New in AWS's model; describe it in your own words.";

/** Writes a shape of AWS's model as the contract does, without AWS's texts. */
function toSchema(shape: Shape): JsonObject {
  return mapSchema(shape, ({ description, 'x-in': place, ...schema }) =>
    schema['format'] === 'timestamp' ? { ...schema, format: 'double' } : schema,
  ) as JsonObject;
}

function toKeywords(fact: string, value: Json | undefined): JsonObject {
  if (value === undefined) return {};
  return fact === 'pattern' && typeof value === 'object' ? (value as JsonObject) : { [fact]: value };
}

/** One step of a JSONPath (RFC 9535). */
function key(name: string): string {
  return `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}
