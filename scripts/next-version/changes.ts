import type { Document } from '../contract/document.ts';
import { camelCase, listOperations } from '../contract/operations.ts';
import { audiences } from '../drift/breaks.ts';
import { compareModels, type Difference } from '../drift/compare.ts';
import { describeChange } from '../drift/draft-overlay.ts';
import { readContract } from '../drift/read-contract.ts';
import { compareDeclarations } from './public-types.ts';
import type { PublicManifest, Release } from './release.ts';

/** How much a change asks of users; ordered. */
export const levels = ['patch', 'minor', 'major'] as const;

export type Level = (typeof levels)[number];

/** One change that a release brings. */
export interface Change {
  level: Level;
  /** What changed: the name of a property, a schema, an operation, a type, an entry point or a command. */
  name: string;
  text: string;
}

/** Lists what changed between two releases: in the contract, the public types and the entry points. */
export async function listChanges(old: Release, now: Release): Promise<Change[]> {
  const { differences } = compareModels(readContract('old', old.contract), readContract('new', now.contract));
  const known = listNames(old.contract);
  const additions = new Set([...listNames(now.contract)].filter((name) => !known.has(name)));
  const types = await compareDeclarations(old.declarations, now.declarations, additions);
  const changes: Change[] = [
    ...differences.map(rateDifference),
    ...types.map(({ entry, name, level, change }) => ({
      level,
      name,
      text: `${name} of ${entry} ${change}`,
    })),
    ...compareManifests(old.package, now.package),
  ];
  const isOther = JSON.stringify(old.contract) !== JSON.stringify(now.contract) && differences.length === 0;
  return isOther
    ? [...changes, { level: 'patch', name: 'contract', text: 'the contract changed in texts or examples' }]
    : changes;
}

/** Lists the names in declarations that stand for operations and components of a contract. */
function listNames(document: Document): Set<string> {
  const operations = listOperations(document).flatMap(({ id, path }) => [
    ...[path, id, camelCase(id), `paginate${id}`, `paginate${id}Items`],
  ]);
  const components = Object.values(document.components).flatMap((section) => Object.keys(section ?? {}));
  const ofComponents = components.flatMap((name) => [name, `validate${name}`, `assert${name}`]);
  return new Set([...operations, ...ofComponents]);
}

/** What breaks code that sends requests or reads responses is major. Validation and mocks get the new copy with the release. */
function rateDifference(difference: Difference): Change {
  const broken = difference.breaks.find(({ who }) => who === 'senders' || who === 'readers');
  const name = difference.subject.match(/[\w-]+/g)!.at(-1)!;
  const text = describeChange(difference);
  if (broken)
    return { level: 'major', name, text: `${text}; breaks ${audiences[broken.who]}: ${broken.how}` };
  return { level: difference.kind === 'name' ? 'major' : 'minor', name, text };
}

function compareManifests(old: PublicManifest, now: PublicManifest): Change[] {
  const facts = [
    ['the entry point', old.exports, now.exports],
    ['the command', old.bin, now.bin],
  ] as const;
  const changes = facts.flatMap(([what, before, after]): Change[] => [
    ...missingFrom(after, before).map(
      (name): Change => ({ level: 'major', name, text: `${what} ${name} is gone` }),
    ),
    ...missingFrom(before, after).map(
      (name): Change => ({ level: 'minor', name, text: `${what} ${name} is new` }),
    ),
  ]);
  const [before, after] = [old.engines['node'], now.engines['node']];
  return before === after
    ? changes
    : [...changes, { level: 'major', name: 'Node', text: `Node ${before} became Node ${after}` }];
}

function missingFrom(record: object, other: object): string[] {
  return Object.keys(other).filter((name) => !Object.hasOwn(record, name));
}

/** The level of the change that asks most of users; undefined without changes. */
export function highestLevel(changes: Change[]): Level | undefined {
  return levels.findLast((level) => changes.some((change) => change.level === level));
}

/** Raises a version. Before 1.0 a breaking change raises the minor version, and every other the patch version. */
export function raise(version: string, level: Level): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major === 0) return level === 'major' ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (level === 'major') return `${major + 1}.0.0`;
  return level === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

interface Section {
  /** A version, or `Unreleased`. */
  title: string;
  entries: string[];
}

/** Lists where package.json and the changelog say less than the changes since the last release do. */
export function findOmissions(
  { version, changelog }: { version: string; changelog: string },
  last: string,
  changes: Change[],
): string[] {
  const level = highestLevel(changes);
  if (!level) return [];
  const omissions: string[] = [];
  const next = raise(last, level);
  if (version.localeCompare(next, 'en', { numeric: true }) < 0) {
    omissions.push(`package.json says ${version}: run npm version --no-git-tag-version ${next}`);
  }
  const pending = readSections(changelog).filter(({ title }) => title === 'Unreleased' || title === version);
  const entries = pending.flatMap((section) => section.entries);
  if (level !== 'patch' && entries.length === 0) {
    omissions.push('CHANGELOG.md says nothing: describe the changes under "## [Unreleased]"');
  }
  const breaking = entries.filter((entry) => entry.startsWith('- **Breaking:**'));
  const names = new Set(changes.filter(({ level }) => level === 'major').map(({ name }) => name));
  for (const name of names) {
    if (breaking.some((entry) => entry.split(/[^\w./-]+/).includes(name))) continue;
    omissions.push(
      `CHANGELOG.md does not name ${name}, which changed incompatibly: start the entry with "**Breaking:**"`,
    );
  }
  return omissions;
}

/** Reads a changelog in the form of Keep a Changelog. */
function readSections(changelog: string): Section[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      const title = /^\[?([^\]\s]+)/.exec(heading)?.[1] ?? '';
      return { title, entries: lines.filter((line) => line.startsWith('- ')) };
    });
}
