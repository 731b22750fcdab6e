import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../scripts/contract/document.ts';
import type { Suite } from '../conformance/artifacts.ts';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { runPython } from './python.ts';

interface Disagreement {
  shape: string;
  vector: Suite['vectors'][number];
  /** Places with keywords. */
  found: [instancePath: string, keyword: string][];
}

interface Report {
  version: string;
  asItIs: Disagreement[];
  withPatternsOfEcma262: Disagreement[];
}

const generated = 'generated';
let folder: string;
let report: Report;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  report = JSON.parse(await runPython('test/interop/conformance.py', [generated]));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('jsonschema agrees on every vector and every violation once `$` is the end of the text', () => {
  expect(report.withPatternsOfEcma262).toEqual([]);
});

// JSON Schema 2020-12, core 6.4, takes patterns as ECMA-262 defines them; there, without the flag `m`, `$` matches
// at the end of the input only. Python's `$` also matches before a last line feed, so jsonschema takes a text too many.
test('as it is, jsonschema disagrees only on a line feed after the end of a pattern', () => {
  expect(report.asItIs.length).toBeGreaterThan(0);
  for (const { vector, found } of report.asItIs) {
    const missed = (vector.errors ?? []).filter(
      ({ instancePath, keyword }) =>
        !found.some(([place, rule]) => place === instancePath && rule === keyword),
    );
    expect(missed.map(({ keyword }) => keyword)).toEqual(['pattern']);
    expect(valueAt(vector.document, missed[0]!.instancePath)).toMatch(/[^\n]\n$/);
  }
});

test('the example in the README finds no disagreement', async () => {
  const blocks = await readCodeBlocks(`${generated}/conformance/README.md`);
  const [example] = blocks.filter(({ language }) => language === 'python');
  await writeFile(join(folder, 'example.py'), example!.code);
  expect(await runPython(join(folder, 'example.py'), [generated])).toBe('');
});

function valueAt(document: Json, pointer: string): Json {
  const steps = pointer.split('/').slice(1);
  return steps.reduce((value, step) => (value as Record<string, Json>)[step]!, document);
}
