import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readDocument } from '../contract/document.ts';
import { camelCase, listOperations } from '../contract/operations.ts';
import { withTemporaryFolder } from '../files.ts';
import { createMock } from '../mock/create-mock.ts';
import { bundle, loadedSize } from '../programs/bundle.ts';
import { startServer } from '../programs/start-server.ts';
import {
  aimsTable,
  type Measurement,
  type Measurements,
  type Sizes,
  sizesTable,
  speedTable,
} from './client-tables.ts';
import { type Subject, type VariantName, variants } from './client-variants.ts';
import type { Table } from './table.ts';

const rounds = 9;
const pageSize = 25;
const names = Object.keys(variants) as VariantName[];
const run = promisify(execFile);
const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/**
 * Measures the built client against `fetch`, openapi-fetch and the AWS SDK, all with the same full page of one local
 * server. They take turns in every round, and ratios are those within a round, so that noise meets all of them.
 */
export async function benchClient(progress: (step: string) => void): Promise<Table[]> {
  const document = await readDocument(path('generated/openapi.json'));
  const operation = listOperations(document).find(({ paginated }) => paginated)!;
  const { id, paginated } = operation;
  const subject = {
    factory: `create${document.info['x-client-name']}Client`,
    ...{ method: camelCase(id), command: `${id}Command`, path: operation.path },
    input: { [paginated!.pageSize!]: pageSize },
  };
  const page = await takePage(subject);
  const measurements = await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'page.json'), page);
    const probe = { path: operation.path, method: 'POST' as const, headers: {}, body: '{}' };
    const server = path('scripts/bench/bare-server.ts');
    const command = [process.execPath, server, '{port}', join(folder, 'page.json')];
    const { url: endpoint, stop } = await startServer(command, probe);
    const measurements = await measure({ ...subject, endpoint }, progress);
    await stop();
    return measurements;
  });
  progress('client: sizes');
  const sizes = await measureSizes(subject);
  const title =
    `Client, pages of ${pageSize} items (${page.length} characters), medians of ${rounds} rounds; ` +
    'time and CPU as multiples of the first line';
  return [speedTable(title, measurements), sizesTable(sizes), aimsTable(measurements, sizes)];
}

async function takePage(subject: Omit<Subject, 'endpoint'>): Promise<string> {
  const mock = await createMock({ count: pageSize });
  const call = await variants['this client, a method']({ ...subject, endpoint: mock.url });
  const page = JSON.stringify(await call());
  await mock.close();
  return page;
}

async function measureSizes({ factory, command }: Omit<Subject, 'endpoint'>): Promise<Sizes> {
  const own = await bundle(`export { ${factory} } from 'imagebuilder-scan-findings';`);
  const openapiFetch = await bundle(`export { default } from 'openapi-fetch';`);
  const sdk = await bundle(`export { ImagebuilderClient, ${command} } from '@aws-sdk/client-imagebuilder';`);
  const client = loadedSize(own, 'entry.ts');
  return {
    'this client': client,
    'this client and its signer': client + loadedSize(own, 'aws4fetch'),
    'openapi-fetch': loadedSize(openapiFetch, 'entry.ts'),
    'AWS SDK': loadedSize(sdk, 'entry.ts'),
  };
}

/** Each variant in a process of its own: shared code would be compiled for all of them at once, and so slower. */
async function measure(subject: Subject, progress: (step: string) => void): Promise<Measurements> {
  const measurements = Object.fromEntries(names.map((name): [string, Measurement[]] => [name, []]));
  const script = path('scripts/bench/client-process.ts');
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      progress(`client: round ${round} of ${rounds}, ${name}`);
      const { stdout } = await run(process.execPath, [script, name, JSON.stringify(subject)]);
      measurements[name]!.push(JSON.parse(stdout));
    }
  }
  return measurements as Measurements;
}
