import type { Json } from '../contract/document.ts';
import { compareStrings } from '../vectors/languages.ts';
import { type Break, listBreaks } from './breaks.ts';
import {
  type Constraints,
  type ErrorFacts,
  listTargets,
  type Member,
  type Model,
  type Operation,
  resolveTarget,
  type Shape,
  type Target,
} from './model.ts';
import { boundKeywords } from './schemas.ts';
import { type Candidates, type Path, type Position, type Witness, Witnesses } from './witness.ts';

/** Whether the new side accepts more, less, or something else. */
export type Direction = 'wider' | 'narrower' | 'other';

/** What kind of fact differs. */
export type Kind =
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

/** One fact on which two models differ. */
export interface Difference {
  kind: Kind;
  /** The shape, property, operation or host, as `RestrictedInteger` or `CvssScore.source`. */
  subject: string;
  /** What about it, as `maximum`. */
  fact: string;
  old?: Json;
  new?: Json;
  direction: Direction;
  positions: Position[];
  breaks: Break[];
  witnesses: Witness[];
  /** JSON Pointer into the new model's file. */
  at?: string | undefined;
  operation?: string;
}

/** What a comparison found. */
export interface Comparison {
  differences: Difference[];
  /** Patterns that changed in form only: they accept the same strings. */
  rewritten: { subject: string; old: string; new: string }[];
}

/** Two uses of shapes at the same place of both models. */
interface Site {
  old: Target;
  new: Target;
  subject: string;
  path: Path;
  positions: Set<Position>;
}

type Finding = Omit<Difference, 'breaks' | 'witnesses' | 'positions'> & {
  positions?: Iterable<Position>;
  witnesses?: (Witness | undefined)[];
};

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
    for (const fact of ['apiVersion', 'signingName'] as const) {
      this.#compareValue({ kind: 'service', subject: 'service', fact }, this.#old[fact], this.#new[fact]);
    }
    for (const id of union(this.#old.operations, this.#new.operations)) this.#compareOperation(id);
    for (const site of this.#sites.values()) this.#compareSite(site);
    const { hosts } = this.#new;
    for (const key of hosts ? union(this.#old.hosts, hosts) : []) {
      const [before, after] = [this.#old.hosts?.get(key)?.url, hosts!.get(key)?.url];
      this.#compareValue({ kind: 'host', subject: `host for ${key}`, fact: 'URL' }, before, after);
    }
    return this.#found;
  }

  /** A shape that is compared at several places differs once, in all their positions. */
  #add({ positions = [], witnesses = [], ...finding }: Finding): void {
    const { differences } = this.#found;
    const known = differences.find(
      ({ subject, fact }) => subject === finding.subject && fact === finding.fact,
    );
    const difference = {
      ...finding,
      positions: [...new Set([...(known?.positions ?? []), ...positions])],
      witnesses: known?.witnesses ?? witnesses.filter((found) => found !== undefined),
    };
    const complete = { ...difference, breaks: listBreaks(difference) };
    if (known) Object.assign(known, complete);
    else differences.push(complete);
  }

  /** Adds a difference between two values without an order; one that is new is wider, one that is gone narrower. */
  #compareValue(
    finding: Omit<Finding, 'direction' | 'old' | 'new'>,
    old: Json | undefined,
    now: Json | undefined,
  ): void {
    if (JSON.stringify(old) === JSON.stringify(now)) return;
    const direction = old === undefined ? 'wider' : now === undefined ? 'narrower' : 'other';
    this.#add({ ...finding, ...sides(old, now), direction });
  }

  #compareOperation(id: string): void {
    const [old, now] = [this.#old.operations.get(id), this.#new.operations.get(id)];
    if (!old || !now) {
      this.#compareValue(
        { kind: 'operation', subject: id, fact: 'operation', operation: id },
        old && id,
        now && id,
      );
      return;
    }
    const common = { subject: id, operation: id, at: now.at };
    for (const fact of ['method', 'path', 'status', 'auth'] as const) {
      this.#compareValue({ kind: 'binding', fact, ...common }, old[fact], now[fact]);
    }
    if (!this.#new.missing.includes('paginators')) {
      this.#compareValue(
        { kind: 'paginator', fact: 'paginator', ...common },
        sorted(old.paginator),
        sorted(now.paginator),
      );
    }
    for (const name of union(old.errors, now.errors)) this.#compareError(id, name, old, now);
    this.#compareBodies(id, old, now);
  }

  #compareError(operation: string, name: string, old: Operation, now: Operation): void {
    const [before, after] = [old.errors.get(name), now.errors.get(name)];
    const common = { kind: 'error' as const, subject: name, operation, at: after && `/shapes/${name}` };
    if (!before || !after) {
      this.#compareValue(
        { ...common, fact: 'error', positions: ['response'] },
        before && name,
        after && name,
      );
      return;
    }
    for (const fact of ['status', 'fault', 'retryable'] as const)
      this.#compareErrorFact(common, fact, before, after);
    if (before.body && after.body) {
      const path: Path = {
        operation,
        position: 'response',
        root: { old: before.body, new: after.body },
        steps: [],
      };
      this.#collect({ shape: before.body }, { shape: after.body }, name, path);
    }
  }

  /** A model need not say whose fault an error is and whether to try again. */
  #compareErrorFact(
    common: Omit<Finding, 'direction' | 'fact'>,
    fact: keyof ErrorFacts,
    old: ErrorFacts,
    now: ErrorFacts,
  ): void {
    if (old[fact] === undefined || now[fact] === undefined) return;
    this.#compareValue({ ...common, fact, positions: ['response'] }, old[fact], now[fact]);
  }

  #compareBodies(id: string, old: Operation, now: Operation): void {
    for (const [side, position] of [
      ['input', 'request'],
      ['output', 'response'],
    ] as const) {
      const [before, after] = [old[side], now[side]];
      if (before && after) {
        const path: Path = { operation: id, position, root: { old: before, new: after }, steps: [] };
        this.#collect({ shape: before }, { shape: after }, before, path);
      } else {
        const finding = {
          kind: 'type' as const,
          subject: id,
          fact: side,
          operation: id,
          at: now.at,
          positions: [position],
        };
        this.#compareValue(finding, before, after);
      }
    }
  }

  /** Walks both models together, breadth first so that the first path to a pair of shapes is the shortest. */
  #collect(old: Target, now: Target, subject: string, path: Path): void {
    const queue = [{ old, new: now, subject, path }];
    for (const site of queue) {
      const isShared = subjectOf(site, constraintNames) !== site.subject;
      const key = [site.old.shape, site.new.shape, isShared ? '' : site.subject].join('|');
      const known = this.#sites.get(key);
      if (known?.positions.has(path.position)) continue;
      known?.positions.add(path.position);
      if (!known) this.#sites.set(key, { ...site, positions: new Set([path.position]) });
      queue.push(...this.#children(site));
    }
  }

  #children({ old, new: now, path }: Pick<Site, 'old' | 'new' | 'path'>) {
    const after = listTargets(this.#shape('new', now));
    return [...listTargets(this.#shape('old', old))].flatMap(([step, target]) => {
      const other = after.get(step);
      const subject = `${old.shape}${step.startsWith('[') || step.startsWith('{') ? step : `.${step}`}`;
      return other
        ? [{ old: target, new: other, subject, path: { ...path, steps: [...path.steps, step] } }]
        : [];
    });
  }

  #shape(side: 'old' | 'new', target: Target): Shape {
    return resolveTarget(side === 'old' ? this.#old : this.#new, target);
  }

  #compareSite(site: Site): void {
    const [old, now] = [this.#shape('old', site.old), this.#shape('new', site.new)];
    const common = {
      subject: subjectOf(site, []),
      at: now.at,
      positions: site.positions,
      operation: site.path.operation,
    };
    if (old.type !== now.type) {
      const witnesses = this.#bothWitnesses(site.path, () => 'minimal');
      this.#add({
        ...common,
        kind: 'type',
        fact: 'type',
        old: old.type,
        new: now.type,
        direction: 'other',
        witnesses,
      });
      return;
    }
    if (site.old.shape !== site.new.shape && site.path.steps.length > 0) {
      const finding = { ...common, subject: site.subject, kind: 'name' as const, fact: 'shape' };
      this.#add({ ...finding, old: site.old.shape, new: site.new.shape, direction: 'other' });
    }
    this.#compareEnums(old, now, site, { ...common, subject: subjectOf(site, ['enum', 'known']) });
    this.#compareConstraints(old, now, site, {
      ...common,
      subject: subjectOf(site, ['min', 'max', 'pattern', 'other']),
    });
    if (old.members && now.members) this.#compareMembers(old.members, now.members, site, common);
  }

  #compareConstraints(old: Shape, now: Shape, site: Site, common: Pick<Finding, 'subject'>): void {
    if (old.pattern === now.pattern) this.#compareBounds(old, now, site, common);
    else this.#comparePatterns(old, now, site, common);
    for (const keyword of union(entries(old.other), entries(now.other))) {
      const finding = { ...common, kind: 'constraint' as const, fact: keyword };
      const [before, after] = [old.other?.[keyword], now.other?.[keyword]];
      if (JSON.stringify(before) !== JSON.stringify(after))
        this.#add({ ...finding, ...sides(before, after), direction: 'other' });
    }
  }

  #compareBounds(old: Shape, now: Shape, { path }: Site, common: Pick<Finding, 'subject'>): void {
    const [least, most] = boundKeywords(old.type);
    // Nothing has fewer than no characters or items, so such a bound says nothing.
    const [oldMin, newMin] = [old.min, now.min].map((min) => (least === 'minimum' ? min : min || undefined));
    const findings = [
      [least, oldMin, newMin, (newMin ?? -Infinity) < (oldMin ?? -Infinity)],
      [most, old.max, now.max, (now.max ?? Infinity) > (old.max ?? Infinity)],
    ] as const;
    for (const [fact, before, after, wider] of findings) {
      if (before === after) continue;
      const [acceptedBy, bound] = wider ? (['new', before] as const) : (['old', after] as const);
      const candidates: Candidates = {
        beyond: bound!,
        towards: fact === most ? 'more' : 'less',
        limit: (wider ? after : before) ?? null,
      };
      const witnesses = [this.#witnesses.find(path, acceptedBy, candidates)];
      const direction = wider ? 'wider' : 'narrower';
      this.#add({ ...common, kind: 'constraint', fact, ...sides(before, after), direction, witnesses });
    }
  }

  /** Patterns and lengths count together: a bound may move from one into the other. */
  #comparePatterns(old: Shape, now: Shape, { path }: Site, common: Pick<Finding, 'subject'>): void {
    const found = compareStrings(old, now);
    const [before, after] = [describeStrings(old), describeStrings(now)];
    const finding = { ...common, kind: 'constraint' as const, fact: 'pattern', ...sides(before, after) };
    if (!found) {
      this.#add({ ...finding, direction: 'other' });
      return;
    }
    const { onlyOld, onlyNew } = found;
    if (onlyOld === undefined && onlyNew === undefined) {
      this.#found.rewritten.push({ subject: common.subject, old: String(before), new: String(after) });
      return;
    }
    const witnesses = [
      ...(onlyNew === undefined ? [] : [this.#witnesses.find(path, 'new', [onlyNew])]),
      ...(onlyOld === undefined ? [] : [this.#witnesses.find(path, 'old', [onlyOld])]),
    ];
    const direction = onlyOld === undefined ? 'wider' : onlyNew === undefined ? 'narrower' : 'other';
    this.#add({ ...finding, direction, witnesses });
  }

  /** The values of an open set reject nothing, so a side without them says nothing about them. */
  #compareEnums(old: Shape, now: Shape, { path }: Site, common: Pick<Finding, 'subject'>): void {
    const closed = Boolean((old.enum && (now.enum || !now.known)) || (now.enum && !old.known));
    const [before, after] = closed ? [old.enum, now.enum] : [old.enum ?? old.known, now.enum ?? now.known];
    if (!closed && !(before && after)) return;
    const gone = before && after ? before.filter((value) => !after.includes(value)) : [];
    const added = before && after ? after.filter((value) => !before.includes(value)) : [];
    const wider = !after || added.length > 0;
    const narrower = !before || gone.length > 0;
    if (before && after && !wider && !narrower) return;
    const witnesses = closed
      ? [
          ...(wider ? [this.#witnesses.find(path, 'new', after ? added : 'other string')] : []),
          ...(narrower ? [this.#witnesses.find(path, 'old', before ? gone : 'other string')] : []),
        ]
      : [];
    const direction = wider && narrower ? 'other' : wider ? 'wider' : 'narrower';
    this.#add({
      ...common,
      ...{ kind: closed ? 'constraint' : 'known values', fact: closed ? 'enum' : 'known values' },
      ...sides(before?.toSorted(), after?.toSorted()),
      ...{ direction, witnesses },
    });
  }

  #compareMembers(
    old: Map<string, Member>,
    now: Map<string, Member>,
    { path, old: { shape } }: Site,
    common: Pick<Finding, 'subject'>,
  ): void {
    for (const name of union(old, now)) {
      const [before, after] = [old.get(name), now.get(name)];
      const finding = { ...common, subject: `${shape}.${name}` };
      if (!before || !after) {
        const witnesses = [this.#witnesses.find(path, before ? 'old' : 'new', { with: name })];
        if (after?.required) witnesses.push(this.#witnesses.find(path, 'old', { without: name }));
        const direction = before ? 'narrower' : after?.required ? 'other' : 'wider';
        const facts = { kind: 'property', fact: 'property', direction, witnesses } as const;
        this.#add({ ...finding, ...facts, ...sides(describeMember(before), describeMember(after)) });
        continue;
      }
      if (before.in !== after.in)
        this.#add({
          ...finding,
          kind: 'binding',
          fact: 'location',
          old: before.in,
          new: after.in,
          direction: 'other',
        });
      if (before.required !== after.required) {
        const witnesses = [this.#witnesses.find(path, after.required ? 'old' : 'new', { without: name })];
        const direction = after.required ? 'narrower' : 'wider';
        this.#add({
          ...finding,
          kind: 'required',
          fact: 'required',
          old: before.required,
          new: after.required,
          direction,
          witnesses,
        });
      }
    }
  }

  #bothWitnesses(path: Path, candidates: () => Candidates): (Witness | undefined)[] {
    return (['new', 'old'] as const).map((side) => this.#witnesses.find(path, side, candidates()));
  }
}

const constraintNames = ['min', 'max', 'pattern', 'enum', 'known', 'other'] as const;

/** Names the shape whose constraints are compared, or one use of it when such constraints are written beside it. */
function subjectOf(
  site: Pick<Site, 'old' | 'new' | 'subject'>,
  names: readonly (keyof Constraints)[],
): string {
  const isBeside = names.some((name) => site.old[name] !== undefined || site.new[name] !== undefined);
  return site.old.shape === site.new.shape && !isBeside ? site.old.shape : site.subject;
}

function sides(old: Json | undefined, now: Json | undefined): { old?: Json; new?: Json } {
  return { ...(old !== undefined && { old }), ...(now !== undefined && { new: now }) };
}

function union(...maps: (Map<string, unknown> | undefined)[]): string[] {
  return [...new Set(maps.flatMap((map) => [...(map?.keys() ?? [])]))];
}

function entries(record: Record<string, Json> | undefined): Map<string, Json> {
  return new Map(Object.entries(record ?? {}));
}

function describeMember(member: Member | undefined): string | undefined {
  return member && `${member.shape}${member.required ? ', required' : ''}`;
}

function sorted(record: Record<string, string> | undefined): Record<string, string> | undefined {
  return record && Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The pattern alone, or with the lengths that count with it. */
function describeStrings({ pattern, min, max }: Constraints): Json | undefined {
  const lengths = {
    ...(min !== undefined && { minLength: min }),
    ...(max !== undefined && { maxLength: max }),
  };
  if (Object.keys(lengths).length === 0) return pattern;
  return { ...(pattern !== undefined && { pattern }), ...lengths };
}
