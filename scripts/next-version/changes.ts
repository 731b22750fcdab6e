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
  text: string;
}

/** Lists what changed between two releases: in the contract, the public types and the entry points. */
export async function listChanges(old: Release, now: Release): Promise<Change[]> {
  const { differences } = compareModels(readContract('old', old.contract), readContract('new', now.contract));
  const types = await compareDeclarations(old.declarations, now.declarations);
  const changes: Change[] = [
    ...differences.map(rateDifference),
    ...types.map(({ entry, name, level, change }) => ({ level, text: `${name} of ${entry} ${change}` })),
    ...compareManifests(old.package, now.package),
  ];
  const isOther = JSON.stringify(old.contract) !== JSON.stringify(now.contract) && differences.length === 0;
  return isOther
    ? [...changes, { level: 'patch', text: 'the contract changed in texts or examples' }]
    : changes;
}

/** What breaks who sends requests or reads responses is major; who validates or mocks gets the new copy with the release. */
function rateDifference(difference: Difference): Change {
  const broken = difference.breaks.find(({ who }) => who === 'senders' || who === 'readers');
  const text = describeChange(difference);
  if (broken) return { level: 'major', text: `${text}; breaks ${audiences[broken.who]}: ${broken.how}` };
  return { level: difference.kind === 'name' ? 'major' : 'minor', text };
}

function compareManifests(old: PublicManifest, now: PublicManifest): Change[] {
  const facts = [
    ['the entry point', old.exports, now.exports],
    ['the command', old.bin, now.bin],
  ] as const;
  const changes = facts.flatMap(([what, before, after]): Change[] => [
    ...missingFrom(after, before).map(
      (name): Change => ({ level: 'major', text: `${what} ${name} is gone` }),
    ),
    ...missingFrom(before, after).map((name): Change => ({ level: 'minor', text: `${what} ${name} is new` })),
  ]);
  const [before, after] = [old.engines['node'], now.engines['node']];
  return before === after
    ? changes
    : [...changes, { level: 'major', text: `Node ${before} became Node ${after}` }];
}

function missingFrom(record: object, other: object): string[] {
  return Object.keys(other).filter((name) => !Object.hasOwn(record, name));
}

/** Raises a version. Before 1.0 a breaking change raises the minor version, and every other the patch version. */
export function raise(version: string, level: Level): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major === 0) return level === 'major' ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (level === 'major') return `${major + 1}.0.0`;
  return level === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
