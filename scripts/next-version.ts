import { readFile } from 'node:fs/promises';
import { type Command, runCommand } from './command.ts';
import {
  type Change,
  findOmissions,
  highestLevel,
  levels,
  listChanges,
  raise,
} from './next-version/changes.ts';
import { readCurrent, readReleased, recordRelease } from './next-version/release.ts';

const help = `Usage: npm run next-version -- [options]

Compares the contract and the public types with the last release, and says which version comes next.
Fails when package.json says less, or CHANGELOG.md does not name a breaking change.

  --record   make the working tree the last release, in .release/; do so in the commit that is released
  --help     show this

Example:
  npm run next-version

Exit status: 0 the version is high enough, 1 it is not, 2 the releases could not be compared.
`;

const nextVersion: Command<{ record: { type: 'boolean' } }> = {
  help,
  options: { record: { type: 'boolean' } },
  async run({ record }) {
    const [released, current] = [await readReleased(), await readCurrent()];
    const changes = released ? await listChanges(released, current) : [];
    if (released) report(changes, released.package.version);
    const { version } = current.package;
    const changelog = await readFile(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
    const omissions = released
      ? findOmissions({ version, changelog }, released.package.version, changes)
      : [];
    for (const omission of omissions) process.stderr.write(`${omission}\n`);
    if (omissions.length > 0) return 1;
    if (record) {
      await recordRelease(current);
      process.stdout.write(`Recorded ${version} as the last release, in .release/.\n`);
    }
    return 0;
  },
};

function report(changes: Change[], version: string): void {
  const level = highestLevel(changes);
  if (!level) {
    process.stdout.write(`Nothing changed since ${version}.\n`);
    return;
  }
  for (const each of levels.toReversed()) {
    const lines = changes.filter((change) => change.level === each).map(({ text }) => `  ${text}\n`);
    if (lines.length > 0) process.stdout.write(`${each}:\n${lines.join('')}\n`);
  }
  const rule = version.startsWith('0.') ? ' (before 1.0, a breaking change raises the minor version)' : '';
  process.stdout.write(
    `The last release is ${version}, the next one at least ${raise(version, level)}${rule}.\n`,
  );
}

await runCommand('npm run next-version --', nextVersion);
