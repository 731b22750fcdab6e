import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { findInputs } from '../../scripts/validate/inputs.ts';
import { type FileResult, judgeInput } from '../../scripts/validate/judge-input.ts';
import { fullItem, shapes } from './examples.ts';
import { root, run, writeInput } from './run.ts';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
const file = join(root, 'large.ndjson');
const good = `${JSON.stringify(fullItem)}\n`;
const faulty = `${JSON.stringify({ ...fullItem, severity: null })}\n`;
const lines = 100_000;
const faultyLines = [1, 2, 7777, 77_777, lines];

beforeAll(async () => {
  const handle = await open(file, 'w');
  const block = good.repeat(1000);
  for (let line = 1; line <= lines; ) {
    const next = faultyLines.find((each) => each >= line)!;
    const count = Math.min(1000, next - line);
    await handle.write(count > 0 ? block.slice(0, count * good.length) : faulty);
    line += Math.max(1, count);
  }
  await handle.close();
});

/** Runs the command in a process of its own. */
async function runApart(
  args: string[],
  stdin?: Readable,
): Promise<{ exitCode: number; stderr: string; peak: number }> {
  const child = spawn(process.execPath, [cli, 'validate', ...args], {
    env: { ...process.env, REPORT_MEMORY: '1' },
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.resume();
  if (stdin) stdin.pipe(child.stdin);
  const exitCode = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  return { exitCode, stderr, peak: Number(/peak (\d+)/.exec(stderr)![1]) / 1024 };
}

async function judgeWith(threads: number): Promise<FileResult> {
  const [input] = await findInputs([file]);
  const terms = { shapes, as: undefined, strict: false };
  return judgeInput(input!, terms, { stdin: Readable.from([]), limit: 4, threads });
}

test('a pipe of hundreds of megabytes takes less than 200 MB of memory', async () => {
  const { exitCode, stderr, peak } = await runApart(['-'], createReadStream(file));
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`${lines.toLocaleString('en-US')} values judged`);
  expect(peak).toBeLessThan(200);
});

test('two threads find what one finds, in the same order and on the same lines', async () => {
  const [one, two, three] = [await judgeWith(1), await judgeWith(2), await judgeWith(3)];
  expect(one).toMatchObject({ values: lines, invalid: faultyLines.length, faultCount: faultyLines.length });
  expect(one.faults.map(({ line }) => line)).toEqual(faultyLines.slice(0, 4));
  expect(two).toEqual(one);
  expect(three).toEqual(one);
});

test('a line of tens of megabytes is judged, and so are those after it', async () => {
  const details = {
    ...(fullItem['packageVulnerabilityDetails'] as object),
    relatedVulnerabilities: Array(4e6).fill('CVE-1'),
  };
  const huge = `${JSON.stringify({ ...fullItem, packageVulnerabilityDetails: details })}\n`;
  const { stdout } = await run(['--format', 'json', await writeInput('huge.ndjson', good + huge + faulty)]);
  expect(JSON.parse(stdout).files[0]).toMatchObject({ values: 3, invalid: 1, faults: [{ line: 3 }] });
});

test('the hundredth fault of a long document is found as fast as the first', async () => {
  const document = Array.from({ length: 8000 }, (_, index) =>
    index % 80 === 0 ? { ...fullItem, severity: 1 } : fullItem,
  );
  const path = await writeInput('long.json', document);
  const started = performance.now();
  const { stdout } = await run([path]);
  expect(stdout.match(/severity must be a string/g)).toHaveLength(100);
  // Looking for each fault from the document's start takes a hundred times as long.
  expect(performance.now() - started).toBeLessThan(10_000);
});
