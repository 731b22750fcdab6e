import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lintContract } from '../../scripts/redocly/cli.ts';
import plugin from '../../scripts/redocly/plugin.ts';

interface Case {
  rule: string;
  name: string;
  /** Path in the contract to the changes of that file, or null if it is removed. */
  changes: Record<string, string | null>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = `${root}.tmp/lint-${process.pid}`;
const cases = await readCases();
const config = parse(await readFile(`${root}redocly.yaml`, 'utf8'));
const rules = Object.keys(config.rules).filter((rule) => config.rules[rule] !== 'off');

let reported: Map<string, string[]>;

beforeAll(async () => {
  for (const broken of cases) await writeContract(broken);
  reported = await lintAll();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.for([`${root}openapi`, `${here}contract`])('%s has no problems', async (contract) => {
  expect(await lintContract(contract, `${root}redocly.yaml`)).toEqual([]);
});

test.for(cases)('$rule is reported, and nothing else, when $name', async (broken) => {
  const marked = await markedLines(broken);
  expect(marked).not.toEqual([]);
  expect(reported.get(folderOf(broken))).toEqual(marked);
});

test('every rule has a broken contract', () => {
  const names = rules.map((rule) => rule.split('/').at(-1)!);
  expect([...new Set(cases.map(({ rule }) => rule))].sort()).toEqual([...names, 'no-unresolved-refs'].sort());
});

test('every rule of the plugin is turned on', () => {
  const { id, rules: offered } = plugin();
  const own = rules.filter((rule) => rule.startsWith(`${id}/`));
  expect(own.sort()).toEqual(
    Object.keys(offered.oas3)
      .map((rule) => `${id}/${rule}`)
      .sort(),
  );
});

async function readCases(): Promise<Case[]> {
  const files = (await readdir(`${here}broken`)).filter((file) => file.endsWith('.yaml')).sort();
  const read = files.map(async (file) => {
    const content: Record<string, Case['changes']> = parse(await readFile(`${here}broken/${file}`, 'utf8'));
    return Object.entries(content).map(([name, changes]) => ({
      rule: basename(file, '.yaml'),
      name,
      changes,
    }));
  });
  return (await Promise.all(read)).flat();
}

function folderOf({ rule, name }: Case): string {
  return join(folder, `${rule}: ${name}`.replaceAll(/\W+/g, '-'));
}

async function writeContract(broken: Case): Promise<void> {
  await cp(`${here}contract`, folderOf(broken), { recursive: true });
  for (const [path, change] of Object.entries(broken.changes)) {
    const file = join(folderOf(broken), path);
    const text = await readFile(file, 'utf8').catch(() => '');
    if (change === null) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, apply(change, text));
    }
  }
}

/** Applies the changes of one file: its lines begin with `-`, `+` or `=`. */
function apply(change: string, text: string): string {
  const lines = text.split('\n');
  const result: string[] = [];
  for (const line of change.trimEnd().split('\n')) {
    const content = line.slice(1);
    if (line.startsWith('+')) result.push(content);
    else {
      const index = lines.indexOf(content);
      if (index < 0) throw new Error(`the line ${JSON.stringify(content)} is not in the contract`);
      result.push(...lines.splice(0, index));
      lines.shift();
      if (!line.startsWith('-')) result.push(content);
    }
  }
  return [...result, ...lines].join('\n');
}

async function markedLines(broken: Case): Promise<string[]> {
  const marked: string[] = [];
  for (const path of Object.keys(broken.changes)) {
    const text = await readFile(join(folderOf(broken), path), 'utf8').catch(() => '');
    for (const [index, line] of text.split('\n').entries()) {
      if (line.endsWith('#!')) marked.push(`${path}:${index + 1} ${broken.rule}`);
    }
  }
  return marked.sort();
}

/** Lints all broken contracts with the command that `npm run lint` is, and groups the places by contract. */
async function lintAll(): Promise<Map<string, string[]>> {
  const roots = cases.map((broken) => join(folderOf(broken), 'openapi.yaml'));
  const args = ['lint', ...roots, '--format=json', `--config=${root}redocly.yaml`, '--max-problems=1000'];
  const cli = fileURLToPath(import.meta.resolve('@redocly/cli/bin/cli.js'));
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
    cwd: root,
    maxBuffer: 2 ** 26,
  }).catch((failed) => failed);
  const reports = stdout
    .trim()
    .split(/(?<=^})(?={$)/m)
    .map((report: string) => JSON.parse(report));
  return new Map(
    cases.map((broken, index) => {
      const places = reports[index].problems.map(({ ruleId, location: [place] }: Finding) => {
        const path = relative(folderOf(broken), join(root, place!.source.ref));
        return `${path}:${place!.start.line} ${ruleId.split('/').at(-1)}`;
      });
      return [folderOf(broken), [...new Set<string>(places)].sort()];
    }),
  );
}

interface Finding {
  ruleId: string;
  location: { source: { ref: string }; start: { line: number } }[];
}
