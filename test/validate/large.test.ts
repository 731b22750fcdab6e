import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Violation } from '../../scripts/contract/violation.ts';
import { cutAtLineEnds } from '../../scripts/read/documents.ts';
import { cli, fullFinding, report, run, writeInput } from './support.ts';

const good = `${JSON.stringify(fullFinding)}\n`;
const invalid = `${JSON.stringify({ ...fullFinding, severity: null })}\n`;
const lines = 100_000;
const invalidLines = [1, 2, 7777, 77_777, lines];

/** Hundreds of megabytes of findings. */
function* largeInput(): Generator<string> {
  const block = good.repeat(1000);
  for (let line = 1; line <= lines; ) {
    const next = invalidLines.find((each) => each >= line)!;
    const count = Math.min(1000, next - line);
    yield count > 0 ? block.slice(0, count * good.length) : invalid;
    line += Math.max(1, count);
  }
}

/** Runs the command in a process of its own, and measures the peak of its memory in megabytes. */
async function runApart(args: string[], stdin: Iterable<string> = []) {
  const measure = 'process.on("exit", () => console.error("peak", process.resourceUsage().maxRSS))';
  const imported = `--import=data:text/javascript,${encodeURIComponent(measure)}`;
  const child = spawn(process.execPath, [imported, cli, 'validate', ...args]);
  Readable.from(stdin).pipe(child.stdin);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode, stdout, peak: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
}

describe('a pipe of hundreds of megabytes', () => {
  let result: Awaited<ReturnType<typeof runApart>>;
  beforeAll(async () => {
    const args = ['--coverage', '--format', 'json', '--max-violations', '4', '-'];
    result = await runApart(args, largeInput());
  });

  test('takes less than 200 MB of memory, even with --coverage', () => {
    expect(result.exitCode).toBe(1);
    expect(result.peak).toBeLessThan(200);
  });

  test('has its violations on the lines where they are', () => {
    const [file] = JSON.parse(result.stdout).files;
    expect(file).toMatchObject({ values: lines, invalid: 5, violationCount: 5 });
    expect(file.violations.map(({ line }: Violation) => line)).toEqual(invalidLines.slice(0, 4));
  });
});

test('a line of tens of megabytes is validated, and so are those after it', async () => {
  const details = {
    ...(fullFinding['packageVulnerabilityDetails'] as object),
    relatedVulnerabilities: Array(3e6).fill('CVE-1'),
  };
  const huge = `${JSON.stringify({ ...fullFinding, packageVulnerabilityDetails: details })}\n`;
  const { files } = await report([await writeInput('huge.ndjson', good + huge + invalid)]);
  expect(files[0]).toMatchObject({ values: 3, invalid: 1, violations: [{ line: 3 }] });
});

test('a string of 50 MB that is too long is a violation like any other', async () => {
  const path = await writeInput('string.json', `{"findings": [{"title": "${'a'.repeat(5e7)}"}]}`);
  const { exitCode, peak } = await runApart([path]);
  expect(exitCode).toBe(1);
  expect(peak).toBeLessThan(500);
});

test('the hundredth violation of a long document is found as fast as the first', async () => {
  const document = Array.from({ length: 8000 }, (_, index) =>
    index % 80 === 0 ? { ...fullFinding, severity: 1 } : fullFinding,
  );
  const path = await writeInput('long.json', document);
  const started = performance.now();
  const { stdout } = await run([path]);
  expect(stdout.match(/severity must be a string/g)).toHaveLength(100);
  // Looking for each violation from the document's start takes a hundred times as long.
  expect(performance.now() - started).toBeLessThan(10_000);
});

test.for([
  [
    'unknown properties',
    (size: number) => `{${Array.from({ length: size }, (_, n) => `"inspectorScor${n}":1`)}}`,
  ],
  [
    'unknown properties of a finding',
    (size: number) =>
      `{"severity":"LOW","title":"x","findings":1,"type":"PACKAGE_VULNERABILITY","x":{${Array.from({ length: size }, (_, n) => `"titl${n}":1`)}}}`,
  ],
  ['invalid findings', (size: number) => `{"findings":[${Array(size / 10).fill('{"severity":1}')}]}`],
  ['unrecognized findings', (size: number) => `{"findings":[${Array(size / 10).fill('{"Severity":1}')}]}`],
  ['properties given twice', (size: number) => `{${Array(size).fill('"findings":[]')}}`],
] as const)('hundreds of thousands of %s take time in proportion', async ([, write]) => {
  const timeOf = async (size: number) => {
    const path = await writeInput(`size-${size}.json`, write(size));
    const started = process.cpuUsage();
    await run([path]);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1e6;
  };
  await timeOf(3000);
  expect(await timeOf(300_000)).toBeLessThan(5);
});

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function cut(lines: string, size: number, longest?: number): Promise<(string | number)[]> {
  const batches: (string | number)[] = [];
  for await (const batch of cutAtLineEnds(inChunks(Buffer.from(lines), size), longest)) {
    batches.push('skippedBytes' in batch ? batch.skippedBytes : batch.toString());
  }
  return batches;
}

test('whatever the chunks, batches of lines are whole lines and together the text', async () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '\n', '🛡') });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const batches = await cut(lines, size);
      expect(batches.join('')).toBe(lines);
      for (const batch of batches.slice(0, -1)) expect(batch).toMatch(/\n$/);
    }),
  );
});

test('a line beyond the limit is skipped with its size, and those around it are kept', async () => {
  expect(await cut(`ab\n${'x'.repeat(50)}\ncd\n${'y'.repeat(30)}`, 8, 20)).toEqual(['ab\n', 51, 'cd\n', 30]);
});
