import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDocument } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import { withTemporaryFolder } from '../files.ts';
import { loadMockContract } from '../mock/contract.ts';
import { generateItems } from '../mock/generate.ts';
import type { Table } from './table.ts';

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const bytes = 1_000_000_000;
const rounds = 3;

interface Run {
  seconds: number;
  /** The most memory that the process had resident, in megabytes; read from Linux's /proc. */
  peak: number;
}

/** Documents that took a time out of proportion, by how much is wrong with them. */
const hostile: Record<string, (size: number) => string> = {
  'invalid items': (size) => `{"findings":[${Array(size).fill('{"severity":1}')}]}`,
  'unknown properties': (size) => `{${Array.from({ length: size }, (_, index) => `"severit${index}":1`)}}`,
  'properties given twice': (size) => `{${Array(size).fill('"findings":[]')}}`,
};
const sizes = [250_000, 500_000, 1_000_000];

/**
 * Measures `scan-findings validate`, as it is published: on one large NDJSON file, beside a process that only parses the
 * same lines, and on documents with a great deal wrong.
 *
 * @param progress called with what is being measured
 * @throws {Error} when a process fails, or `dist/` is not built
 */
export async function benchValidate(progress: (step: string) => void): Promise<Table[]> {
  return withTemporaryFolder(async (folder) => [
    await benchLines(folder, progress),
    await benchHostile(folder, progress),
  ]);
}

async function benchLines(folder: string, progress: (step: string) => void): Promise<Table> {
  const file = join(folder, 'findings.ndjson');
  progress('writing a large file');
  await writeLines(file);
  const contestants = {
    'JSON.parse of each line': [path('scripts/bench/parse-lines.ts'), file],
    'scan-findings validate': [path('dist/scripts/cli.js'), 'validate', file],
    'scan-findings validate --coverage': [path('dist/scripts/cli.js'), 'validate', '--coverage', file],
  };
  const runs = new Map<string, Run[]>(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, args] of Object.entries(contestants)) {
      progress(`${name}, round ${round} of ${rounds}`);
      runs.get(name)!.push(await measure(args));
    }
  }
  return tabulate(runs, (await stat(file)).size);
}

async function benchHostile(folder: string, progress: (step: string) => void): Promise<Table> {
  const rows: string[][] = [];
  for (const [name, write] of Object.entries(hostile)) {
    const row = [name];
    for (const size of sizes) {
      progress(`${size.toLocaleString('en-US')} ${name}`);
      const file = join(folder, 'hostile.json');
      await writeFile(file, write(size));
      row.push(
        (await measure([path('dist/scripts/cli.js'), 'validate', file], [0, 1, 2])).seconds.toFixed(1),
      );
    }
    rows.push(row);
  }
  const columns = ['a document with', ...sizes.map((size) => `${size.toLocaleString('en-US')}, s`)];
  return { title: 'Documents with a great deal wrong', columns, rows };
}

async function writeLines(file: string): Promise<void> {
  const document = await readDocument(path('generated/openapi.json'));
  const operation = listOperations(document).find(({ paginated }) => paginated)!;
  const items = [...(await generateItems(await loadMockContract(), operation, { count: 2000, seed: 1 }))];
  const block = items.map((item) => `${JSON.stringify(item)}\n`).join('');
  const stream = createWriteStream(file);
  for (let written = 0; written < bytes; written += block.length) {
    if (!stream.write(block)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

async function measure(args: string[], exitCodes = [0]): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  let peak = 0;
  const look = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 20);
  const [code] = await once(child, 'exit');
  clearInterval(look);
  if (!exitCodes.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, peak };
}

function tabulate(runs: Map<string, Run[]>, size: number): Table {
  const fastest = (all: Run[]) => Math.min(...all.map(({ seconds }) => seconds));
  const [baseline] = [...runs.values()].map(fastest);
  return {
    title: `NDJSON of ${(size / 1e6).toFixed(0)} MB, best of ${rounds} runs`,
    columns: ['process', 'MB/s', '÷ JSON.parse', 'peak MB'],
    rows: [...runs].map(([name, all]) => [
      name,
      (size / 1e6 / fastest(all)).toFixed(0),
      (baseline! / fastest(all)).toFixed(2),
      Math.max(...all.map(({ peak }) => peak)).toFixed(0),
    ]),
  };
}
