import { componentName, type Json, referenceTo } from '../contract/document.ts';
import { annotations } from '../contract/schema.ts';
import { compareStrings } from '../vectors/languages.ts';
import { type Break, listBreaks } from './breaks.ts';
import {
  listUses,
  type Model,
  type OperationFacts,
  resolveShape,
  type Shape,
  stringsOf,
  typeOf,
} from './model.ts';
import {
  type Candidates,
  type MessageKind,
  type Path,
  type Side,
  type Witness,
  Witnesses,
} from './witness.ts';

/** One fact on which two models differ. */
export interface Difference {
  /** What kind of fact differs. */
  kind:
    | 'constraint'
    | 'known values'
    | 'property'
    | 'required'
    | 'type'
    | 'name'
    | 'operation'
    | 'binding'
    | 'error'
    | 'paginator'
    | 'host'
    | 'service';
  /** The shape, property, operation or host, as `RestrictedInteger` or `CvssScore.source`. */
  subject: string;
  /** What about it, as `maximum`. */
  fact: string;
  old?: Json | undefined;
  new?: Json | undefined;
  /** Whether the new side accepts more, less, or something else. */
  direction: 'wider' | 'narrower' | 'other';
  positions: MessageKind[];
  breaks: Break[];
  witnesses: Witness[];
  /** JSON Pointer into the new model's file. */
  at?: string | undefined;
  operation?: string | undefined;
}

/** What a comparison found. */
export interface Comparison {
  differences: Difference[];
  /** Patterns that changed in form only: they accept the same strings. */
  rewritten: { subject: string; old: string; new: string }[];
}

/** Two uses of shapes at the same place of both models. */
interface Use {
  old: Shape;
  new: Shape;
  subject: string;
  path: Path;
}

/** A use that is compared, for all the places where it is found. */
interface Site extends Use {
  positions: Set<MessageKind>;
}

type SideCandidates = Partial<Record<Side, Candidates | undefined>>;

/** What a difference is about. */
interface About extends Pick<Difference, 'kind' | 'subject' | 'operation' | 'at'> {
  positions?: Iterable<MessageKind>;
  /** Absent when the candidates say it, or the values: one that is new is wider, one that is gone narrower. */
  direction?: Difference['direction'];
  path?: Path | undefined;
  /** What to make witnesses of, for the sides that accept what the other rejects. */
  candidates?: SideCandidates;
}

const lengths = ['minLength', 'maxLength'];
const bounds = ['minimum', 'maximum', ...lengths, 'minItems', 'maxItems', 'minProperties', 'maxProperties'];

/** Keywords that are compared on their own, or that reject nothing. */
const known = new Set([
  ...['$ref', 'type', 'format', 'properties', 'required', 'items', 'additionalProperties', 'propertyNames'],
  ...['pattern', 'enum', ...bounds, ...annotations],
]);

/** Compares two models fact by fact, the older one first. */
export function compareModels(old: Model, now: Model): Comparison {
  return new Comparer(old, now).compare();
}

class Comparer {
  readonly #old: Model;
  readonly #new: Model;
  readonly #witnesses: Witnesses;
  readonly #sites = new Map<string, Site>();
  readonly #found: Comparison = { differences: [], rewritten: [] };

  constructor(old: Model, now: Model) {
    this.#old = old;
    this.#new = now;
    this.#witnesses = new Witnesses(old, now);
  }

  compare(): Comparison {
    const [old, now] = [this.#old, this.#new];
    for (const fact of ['apiVersion', 'signingName'] as const) {
      this.#add({ kind: 'service', subject: 'service' }, fact, old[fact], now[fact]);
    }
    for (const id of union(old.operations.keys(), now.operations.keys())) this.#compareOperation(id);
    for (const site of this.#sites.values()) this.#compareSite(site);
    for (const key of now.hosts ? union(old.hosts?.keys(), now.hosts.keys()) : []) {
      const about: About = { kind: 'host', subject: `host for ${key}` };
      this.#add(about, 'URL', old.hosts?.get(key)?.url, now.hosts?.get(key)?.url);
    }
    return this.#found;
  }

  /**
   * Adds a difference unless both sides are equal.
   * A shape that is compared at several places differs once, in all their positions.
   */
  #add(
    { path, candidates, ...about }: About,
    fact: string,
    old: Json | undefined,
    now: Json | undefined,
  ): void {
    if (JSON.stringify(old) === JSON.stringify(now)) return;
    const { differences } = this.#found;
    const earlier = differences.find((each) => each.subject === about.subject && each.fact === fact);
    const { direction = candidates ? directionOf(candidates) : directionOfValues(old, now) } = about;
    const positions = union(earlier?.positions, about.positions);
    const difference = { ...about, fact, old, new: now, direction, positions };
    const complete = { ...difference, breaks: listBreaks(difference) };
    if (earlier) Object.assign(earlier, complete);
    else differences.push({ ...complete, witnesses: this.#findWitnesses(path, candidates) });
  }

  #compareOperation(id: string): void {
    const [old, now] = [this.#old.operations.get(id), this.#new.operations.get(id)];
    if (!old || !now) {
      this.#add({ kind: 'operation', subject: id, operation: id }, 'operation', old && id, now && id);
      return;
    }
    const about = { subject: id, operation: id, at: this.#at('operations', id) };
    for (const fact of ['method', 'path', 'status', 'auth'] as const) {
      this.#add({ ...about, kind: 'binding' }, fact, old[fact], now[fact]);
    }
    if (!this.#new.missing.includes('paginators')) {
      this.#add({ ...about, kind: 'paginator' }, 'paginator', sorted(old.paginator), sorted(now.paginator));
    }
    for (const name of union(old.errors.keys(), now.errors.keys())) this.#compareError(id, name, old, now);
    for (const [fact, position] of [
      ['input', 'request'],
      ['output', 'response'],
    ] as const) {
      if (old[fact] && now[fact]) this.#collect(toRoot(old[fact], now[fact]), id, position, old[fact]);
      else this.#add({ ...about, kind: 'type', positions: [position] }, fact, old[fact], now[fact]);
    }
  }

  #compareError(operation: string, name: string, old: OperationFacts, now: OperationFacts): void {
    const [before, after] = [old.errors.get(name), now.errors.get(name)];
    const at = after && this.#at('shapes', name);
    const about: About = { kind: 'error', subject: name, operation, at, positions: ['response'] };
    this.#add(about, 'error', before && name, after && name);
    if (!before || !after) return;
    for (const fact of ['status', 'fault', 'retryable'] as const) {
      const isStated = before[fact] !== undefined && after[fact] !== undefined;
      if (isStated) this.#add(about, fact, before[fact], after[fact]);
    }
    if (before.body && after.body) {
      this.#collect(toRoot(before.body, after.body), operation, 'response', name);
    }
  }

  /** Walks both models together, breadth first so that the first path to a pair of shapes is the shortest. */
  #collect(root: Path['root'], operation: string, position: MessageKind, subject: string): void {
    const path: Path = { operation, position, root, steps: [] };
    const queue = [{ ...root, subject, path }];
    for (const site of queue) {
      const isShared = subjectOf(site, isConstraint) !== site.subject;
      const key = [componentName(site.old), componentName(site.new), isShared ? '' : site.subject].join('|');
      const earlier = this.#sites.get(key);
      if (earlier?.positions.has(position)) continue;
      earlier?.positions.add(position);
      if (!earlier) this.#sites.set(key, { ...site, positions: new Set([position]) });
      queue.push(...this.#usesIn(site));
    }
  }

  #usesIn(site: Use): Use[] {
    const [old, now] = this.#resolve(site).map(listUses) as [Map<string, Shape>, Map<string, Shape>];
    const shared = [...old.keys()].filter((step) => now.has(step));
    return shared.map((step) => ({
      old: old.get(step)!,
      new: now.get(step)!,
      subject: stepInto(site, step),
      path: { ...site.path, steps: [...site.path.steps, step] },
    }));
  }

  #resolve({ old, new: now }: Use): [old: Shape, now: Shape] {
    return [resolveShape(this.#old, old), resolveShape(this.#new, now)];
  }

  #compareSite(site: Site): void {
    const [old, now] = this.#resolve(site);
    const { path, positions, subject } = site;
    const at = this.#at('shapes', componentName(site.new));
    const about = { operation: path.operation, at, positions, path };
    const [oldType, newType] = [typeOf(old), typeOf(now)];
    if (oldType !== newType) {
      const candidates = { new: [], old: [] };
      const type: About = { ...about, kind: 'type', subject: subjectOf(site, () => false), candidates };
      this.#add(type, 'type', oldType, newType);
      return;
    }
    if (path.steps.length > 0) {
      const [oldName, newName] = [componentName(site.old) ?? subject, componentName(site.new) ?? subject];
      this.#add({ ...about, kind: 'name', subject }, 'shape', oldName, newName);
    }
    this.#compareEnums(old, now, { ...about, subject: subjectOf(site, isEnum) });
    const constraint: About = {
      ...about,
      kind: 'constraint',
      subject: subjectOf(site, (keyword) => isConstraint(keyword) && !isEnum(keyword)),
    };
    if (old.pattern === now.pattern) this.#compareBounds(old, now, constraint);
    else this.#comparePatterns(old, now, constraint);
    for (const keyword of union(Object.keys(old), Object.keys(now)).filter(isOther)) {
      this.#add({ ...constraint, direction: 'other' }, keyword, old[keyword] as Json, now[keyword] as Json);
    }
    if (oldType === 'structure') this.#compareProperties(old, now, site, about);
  }

  #compareBounds(old: Shape, now: Shape, about: About): void {
    for (const keyword of bounds) {
      const [before, after] = [boundOf(old, keyword), boundOf(now, keyword)];
      if (before === after) continue;
      const isWider =
        before !== undefined &&
        (after === undefined || (keyword.startsWith('max') ? after > before : after < before));
      const [value, farther] = isWider ? [before, after] : [after!, before];
      const candidates = { [isWider ? 'new' : 'old']: { beyond: { keyword, value, farther } } };
      this.#add({ ...about, candidates }, keyword, before, after);
    }
  }

  /** Patterns and lengths count together: a bound may move from one into the other. */
  #comparePatterns(old: Shape, now: Shape, about: About): void {
    const found = compareStrings(stringsOf(old), stringsOf(now));
    const [before, after] = [describeStrings(old), describeStrings(now)];
    if (!found) {
      this.#add({ ...about, direction: 'other' }, 'pattern', before, after);
      return;
    }
    const [onlyOld, onlyNew] = [found.onlyOld, found.onlyNew].map((text) =>
      text === undefined ? undefined : [text],
    );
    if (!onlyOld && !onlyNew) {
      this.#found.rewritten.push({ subject: about.subject, old: String(before), new: String(after) });
      return;
    }
    this.#add({ ...about, candidates: { new: onlyNew, old: onlyOld } }, 'pattern', before, after);
  }

  /** The values of an open set reject nothing, so a side without them says nothing about them. */
  #compareEnums(old: Shape, now: Shape, about: Omit<About, 'kind'>): void {
    const [oldKnown, newKnown] = [old['x-extensible-enum'], now['x-extensible-enum']];
    const isClosed = (old.enum && (now.enum || !newKnown)) || (now.enum && !oldKnown);
    const [before, after] = isClosed ? [old.enum, now.enum] : [old.enum ?? oldKnown, now.enum ?? newKnown];
    if (!isClosed && !(before && after)) return;
    const [added, gone] = [valuesOnlyIn(after, before), valuesOnlyIn(before, after)];
    if (!added && !gone) return;
    const difference = { ...about, candidates: { new: added, old: gone } };
    const [oldValues, newValues] = [before?.toSorted(), after?.toSorted()];
    if (isClosed) this.#add({ ...difference, kind: 'constraint' }, 'enum', oldValues, newValues);
    else {
      const open: About = { ...difference, kind: 'known values', path: undefined };
      this.#add(open, 'known values', oldValues, newValues);
    }
  }

  #compareProperties(old: Shape, now: Shape, site: Site, common: Omit<About, 'kind' | 'subject'>): void {
    const [oldUses, newUses] = [listUses(old), listUses(now)];
    for (const name of union(oldUses.keys(), newUses.keys())) {
      const [before, after] = [oldUses.get(name), newUses.get(name)];
      const [wasRequired, isRequired] = [old, now].map(({ required = [] }) => required.includes(name));
      const about = { ...common, subject: stepInto(site, name) };
      if (before && after) {
        this.#add({ ...about, kind: 'binding' }, 'location', placeOf(before), placeOf(after));
        const without = { [isRequired ? 'old' : 'new']: { without: name } };
        this.#add({ ...about, kind: 'required', candidates: without }, 'required', wasRequired, isRequired);
        continue;
      }
      const candidates = before
        ? { old: { with: name } }
        : { new: { with: name }, old: isRequired ? { without: name } : undefined };
      const [oldText, newText] = [
        before && describeUse(before, about.subject, wasRequired),
        after && describeUse(after, about.subject, isRequired),
      ];
      this.#add({ ...about, kind: 'property', candidates }, 'property', oldText, newText);
    }
  }

  #findWitnesses(path: Path | undefined, candidates: SideCandidates = {}): Witness[] {
    return (['new', 'old'] as const).flatMap((side) => {
      const own = candidates[side];
      return (path && own && this.#witnesses.find(path, side, own)) || [];
    });
  }

  #at(section: 'operations' | 'shapes', name: string | undefined): string | undefined {
    const { at } = this.#new;
    return at && name !== undefined ? at[section] + name : undefined;
  }
}

function directionOf(candidates: SideCandidates): Difference['direction'] {
  if (!candidates.old) return 'wider';
  return candidates.new ? 'other' : 'narrower';
}

function directionOfValues(old: Json | undefined, now: Json | undefined): Difference['direction'] {
  if (old === undefined) return 'wider';
  return now === undefined ? 'narrower' : 'other';
}

function describeUse(use: Shape, place: string, isRequired: boolean | undefined): string {
  return `${componentName(use) ?? place}${isRequired ? ', required' : ''}`;
}

function toRoot(old: string, now: string): Path['root'] {
  return { old: referenceTo(old), new: referenceTo(now) };
}

function union<Text extends string>(...lists: (Iterable<Text> | undefined)[]): Text[] {
  return [...new Set(lists.flatMap((list) => [...(list ?? [])]))];
}

function isEnum(keyword: string): boolean {
  return keyword === 'enum' || keyword === 'x-extensible-enum';
}

/** Whether a keyword is an assertion that AWS's models do not have. */
function isOther(keyword: string): boolean {
  return !known.has(keyword) && !keyword.startsWith('x-');
}

function isConstraint(keyword: string): boolean {
  return isEnum(keyword) || keyword === 'pattern' || bounds.includes(keyword) || isOther(keyword);
}

/** Names the shape that both sides use, or the use itself when keywords of that kind are written beside it. */
function subjectOf({ old, new: now, subject }: Use, isCompared: (keyword: string) => boolean): string {
  const name = componentName(old);
  const isShared =
    name === componentName(now) && ![old, now].some((use) => Object.keys(use).some(isCompared));
  return isShared ? (name ?? subject) : subject;
}

/** Names a use inside a shape, as `CvssScore.source` or `CvssScoreList[]`. */
function stepInto({ old, subject }: Use, step: string): string {
  return `${componentName(old) ?? subject}${/^[[{]/.test(step) ? '' : '.'}${step}`;
}

function placeOf({ 'x-in': place = 'body' }: Shape): string {
  return place;
}

/** Nothing has fewer than no characters or items, so such a bound says nothing. */
function boundOf(shape: Shape, keyword: string): number | undefined {
  const bound = shape[keyword] as number | undefined;
  return bound === 0 && /^min[A-Z]/.test(keyword) ? undefined : bound;
}

/** What a string without an enum can be, beside the values of the other side. */
const anyText = [...'aA0*', 'other'];

/** Lists the values that only one side allows; a side without values allows any. */
function valuesOnlyIn(values: Json[] | undefined, others: Json[] | undefined): Json[] | undefined {
  if (!others) return undefined;
  const found = values ? values.filter((value) => !others.includes(value)) : anyText;
  return found.length > 0 ? found : undefined;
}

function sorted(record: Record<string, string> | undefined): Record<string, string> | undefined {
  return record && Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The pattern alone, or with the lengths that count with it. */
function describeStrings({ pattern, minLength, maxLength }: Shape): Json | undefined {
  if (minLength === undefined && maxLength === undefined) return pattern;
  const facts = Object.entries({ pattern, minLength, maxLength });
  return Object.fromEntries(facts.filter(([, value]) => value !== undefined)) as Json;
}
