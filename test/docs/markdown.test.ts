import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { expectedTexts, listMembers } from './members.ts';

const text = await readFile('generated/docs/index.md', 'utf8');
const contract = await readDocument('generated/openapi.json');
const operations = listOperations(contract);
const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)].map(([, language, code]) => ({
  language,
  code,
}));

test('the Markdown describes every property on a line of its own', () => {
  const members = operations.flatMap(({ request, response }) =>
    [request, response].flatMap((shape) => (shape ? listMembers(contract, shape) : [])),
  );
  expect(members.length).toBeGreaterThan(40);
  const lines = text.split('\n');
  for (const member of members) {
    const own = lines.filter((line) => line.trimStart().startsWith(`- \`${member.path}\` (`));
    const missing = expectedTexts(member).filter((expected) => !own.some((line) => line.includes(expected)));
    expect([member.path, missing]).toEqual([member.path, []]);
  }
});

test('the Markdown has every error, example and code sample', () => {
  const json = blocks.filter(({ language }) => language === 'json').map(({ code }) => JSON.parse(code!));
  expect(json).toEqual(
    expect.arrayContaining(Object.values(contract.components.examples!).map(({ value }) => value)),
  );
  for (const { object, errors } of operations) {
    for (const { name, description } of errors) {
      expect(text).toContain(`### ${name}\n`);
      expect(text).toContain(description);
    }
    const codes = blocks.map(({ code }) => code);
    for (const { source } of object['x-codeSamples'] ?? []) expect(codes).toContain(source.trimEnd());
  }
});

test('the Markdown has every heading once, and every link into it arrives', () => {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  expect(headings.length).toBe(new Set(headings).size);
  const anchors = headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  const targets = [...prose.matchAll(/\]\(#(.*?)\)/g)].map(([, target]) => target!);
  expect(targets.length).toBeGreaterThan(20);
  expect(targets.filter((target) => !anchors.includes(target))).toEqual([]);
});
