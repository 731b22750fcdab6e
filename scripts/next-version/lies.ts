import { type Level, raise } from './changes.ts';

interface Section {
  /** A version, or `Unreleased`. */
  title: string;
  entries: string[];
}

/** Lists where package.json and the changelog say less than the changes since the last release do. */
export function findLies(
  { version, changelog }: { version: string; changelog: string },
  last: string,
  level: Level,
): string[] {
  const next = raise(last, level);
  const pending = readSections(changelog).filter(({ title }) => title === 'Unreleased' || title === version);
  const entries = pending.flatMap((section) => section.entries);
  const lies: string[] = [];
  if (version.localeCompare(next, 'en', { numeric: true }) < 0) {
    lies.push(`package.json says ${version}: run npm version --no-git-tag-version ${next}`);
  }
  if (level !== 'patch' && entries.length === 0) {
    lies.push('CHANGELOG.md says nothing: describe the changes under "## [Unreleased]"');
  } else if (level === 'major' && !entries.some((entry) => entry.startsWith('- **Breaking:**'))) {
    lies.push('CHANGELOG.md names no breaking change: start the entry of each with "**Breaking:**"');
  }
  return lies;
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
