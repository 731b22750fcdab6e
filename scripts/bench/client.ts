import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readDocument } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import { withTemporaryFolder } from '../files.ts';
import { camelCase } from '../generators/naming.ts';
import { createMock } from '../mock/create-mock.ts';
import { startServer } from '../programs/start-server.ts';
import { measureSizes } from './client-size.ts';
import { aimsTable, type Measurement, sizesTable, variantsTable } from './client-tables.ts';
import { ownClient, type Subject, type Variant, variants } from './client-variants.ts';
import type { Table } from './table.ts';

const rounds = 15;
const firstCallRounds = 7;
const roundTime = 250;
const pageSize = 25;
const run = promisify(execFile);
const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/**
 * Measures the built client against `fetch`, openapi-fetch and the AWS SDK, all of them with the same full page of one
 * local server. They take turns in every round, and ratios are those within a round, so that noise meets all.
 *
 * @param progress is told what is being measured
 * @returns the tables
 * @throws {Error} when the package was not built
 */
export async function benchClient(progress: (step: string) => void): Promise<Table[]> {
  const document = await readDocument(path('generated/openapi.json'));
  const operation = listOperations(document).find(({ paginated }) => paginated)!;
  const { id, paginated } = operation;
  const subject = {
    factory: `create${document.info['x-client-name']}Client`,
    ...{ id, method: camelCase(id), path: operation.path },
    input: { [paginated!.pageSize!]: pageSize },
  };
  const page = await takePage(subject);
  const measurements = await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'page.json'), page);
    const probe = { path: operation.path, method: 'POST' as const, headers: {}, body: '{}' };
    const command = [
      process.execPath,
      path('scripts/bench/bare-server.ts'),
      '{port}',
      join(folder, 'page.json'),
    ];
    const { url: endpoint, stop } = await startServer(command, probe);
    const measurements = await measure({ ...subject, endpoint }, progress);
    await stop();
    return measurements;
  });
  progress('client: sizes');
  const sizes = await measureSizes(subject.factory, `${id}Command`);
  const title =
    `Client, pages of ${pageSize} items (${page.length} characters), medians of ${rounds} rounds of ${roundTime} ms; ` +
    'time and CPU as multiples of the first line';
  const find = ({ name }: Variant) => measurements.find((measurement) => measurement.name === name)!;
  return [
    variantsTable(title, measurements),
    sizesTable(sizes),
    aimsTable(measurements[0]!, find(ownClient), measurements.at(-1)!, sizes),
  ];
}

async function takePage(subject: Omit<Subject, 'endpoint'>): Promise<string> {
  const mock = await createMock({ count: pageSize });
  const call = await ownClient.load({ ...subject, endpoint: mock.url });
  const page = JSON.stringify(await call());
  await mock.close();
  return page;
}

async function measure(subject: Subject, progress: (step: string) => void): Promise<Measurement[]> {
  const measurements = variants.map(
    ({ name }): Measurement => ({ name, alone: [], together: [], cpu: [], firstCalls: [] }),
  );
  await measureRates(subject, measurements, progress);
  await measureFirstCalls(subject, measurements, progress);
  return measurements;
}

async function measureRates(
  subject: Subject,
  measurements: Measurement[],
  progress: (step: string) => void,
): Promise<void> {
  const calls = await Promise.all(variants.map(({ load }) => load(subject)));
  // The round before the first warms up.
  for (let round = -1; round < rounds; round += 1) {
    progress(`client: round ${round + 1} of ${rounds}`);
    for (const [index, call] of calls.entries()) {
      const alone = await rateOf(call, 1);
      const together = await rateOf(call, 16);
      if (round < 0) continue;
      measurements[index]!.alone.push(alone.rate);
      measurements[index]!.together.push(together.rate);
      measurements[index]!.cpu.push(together.cpu);
    }
  }
}

async function rateOf(call: () => Promise<unknown>, atOnce: number): Promise<{ rate: number; cpu: number }> {
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  let done = 0;
  const work = async () => {
    while (performance.now() - start < roundTime) {
      await call();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: (done * 1000) / (performance.now() - start), cpu: (user + system) / 1000 / done };
}

/** Milliseconds from nothing loaded to the first answer, each time in a new process. */
async function measureFirstCalls(
  subject: Subject,
  measurements: Measurement[],
  progress: (step: string) => void,
): Promise<void> {
  const script = path('scripts/bench/client-first-call.ts');
  for (let round = 0; round < firstCallRounds; round += 1) {
    progress(`client: first call ${round + 1} of ${firstCallRounds}`);
    for (const { name, firstCalls } of measurements) {
      const { stdout } = await run(process.execPath, [script, name, JSON.stringify(subject)]);
      firstCalls.push(Number(stdout));
    }
  }
}
