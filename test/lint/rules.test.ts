import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lintContract, ownRules, type Problem } from '../../scripts/lint/lint.ts';
import plugin from '../../scripts/lint/rules/plugin.ts';
import type { Change } from './changes.ts';
import { ContractCopy } from './contract-copy.ts';
import { descriptionChanges } from './description-changes.ts';
import { exampleChanges, gateChanges, readingChanges, structureChanges } from './gate-changes.ts';
import { completenessChanges, extensionChanges, operationChanges } from './operation-changes.ts';
import { schemaChanges } from './schema-changes.ts';

// A step of the gate finds nothing once a step before it has, so the changes of each get a contract of their own.
const steps: Record<string, Change[]> = {
  'reading the files': readingChanges,
  'the structure of the root': structureChanges,
  'descriptions, by Redocly': descriptionChanges,
  'schemas and names, by Redocly': schemaChanges,
  'operations and errors, by Redocly': operationChanges,
  'malformed extensions, by Redocly': extensionChanges,
  'incomplete operations, by Redocly': completenessChanges,
  'what Redocly lacks': gateChanges,
  examples: exampleChanges,
};

test('the contract keeps every rule', async () => {
  expect(await lintContract('openapi')).toEqual([]);
});

describe.each(Object.entries(steps))('%s', (_step, changes) => {
  const expected = new Map<Change, string[]>();
  let contract: ContractCopy;
  let problems: Problem[];

  beforeAll(async () => {
    contract = await ContractCopy.create();
    const places = new Map<Change, Awaited<ReturnType<Change['make']>>>();
    for (const change of changes) places.set(change, await change.make(contract));
    for (const [change, ends] of places) {
      const lines = ends.map(
        async (end) => `${contract.name(end.file)}:${await contract.line(end)} ${change.rule}`,
      );
      expected.set(change, await Promise.all(lines));
    }
    problems = await lintContract(contract.folder);
  });

  afterAll(() => contract.remove());

  test.each(changes)('$rule: $change', (change) => {
    expect(problems.map(describeProblem)).toEqual(expect.arrayContaining(expected.get(change)!));
  });

  test('nothing else is reported', () => {
    expect(problems.map(describeProblem).sort()).toEqual([...expected.values()].flat().sort());
  });
});

test('every rule has a change that it reports', async () => {
  const { rules } = parse(await readFile('redocly.yaml', 'utf8'));
  const reported = Object.values(steps).flatMap((changes) => changes.map(({ rule }) => rule));
  expect([...Object.keys(rules), ...ownRules].filter((rule) => !reported.includes(rule))).toEqual([]);
});

test('every rule of the plugin is switched on', async () => {
  const { rules } = parse(await readFile('redocly.yaml', 'utf8'));
  const { id, rules: offered } = plugin();
  const switchedOn = Object.keys(rules).filter((rule) => rule.startsWith(`${id}/`));
  expect(switchedOn.sort()).toEqual(
    Object.keys(offered.oas3)
      .map((rule) => `${id}/${rule}`)
      .sort(),
  );
});

function describeProblem({ file, line, rule }: Problem): string {
  return `${file}:${line} ${rule}`;
}
