import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { at, type Json, type JsonObject, readDocument } from '../contract/document.ts';
import { findSigningName, listOperations, type Operation } from '../contract/operations.ts';
import { withTemporaryFolder } from '../files.ts';
import { type Probe, type ServerProcess, startServer } from '../programs/start-server.ts';
import { benchMockMemory } from './mock-memory.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const seconds = 5;
const rounds = 2;
const connections = [8, 64];
export const ownMock = [process.execPath, path('scripts/cli.ts'), 'mock', '--port', '{port}', '--quiet'];

interface Load {
  requestsPerSecond: number;
  /** Milliseconds. */
  p99: number;
}

/**
 * Measures the mock against stock Prism on the same contract, and against a server that only sends a prepared page.
 *
 * All three get the same varied requests: every page size, filters that match something, and tokens of the mock. Stock
 * Prism always responds with the first example. The servers run one after the other, in turns, so that noise of the
 * machine meets all of them.
 */
export async function benchMock(progress: (step: string) => void): Promise<Table[]> {
  const document = await readDocument(path('generated/openapi.json'));
  const operation = listOperations(document).find(({ paginated }) => paginated)!;
  const probe = probeOf(operation, findSigningName(document)!);
  const { bodies, bytes } = await withServer(ownMock, probe, (url) => varyRequests(operation, probe, url));
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'page.json');
    await writeFile(file, JSON.stringify({ page: 'x'.repeat(bytes - 11) }));
    const prism = path('node_modules/@stoplight/prism-cli/dist/index.js');
    const servers = {
      'this mock': ownMock,
      'stock Prism': [process.execPath, prism, 'mock', '-p', '{port}', path('generated/openapi.yaml')],
      'bare node:http': [process.execPath, path('scripts/bench/bare-server.ts'), '{port}', file],
    };
    const title = `${bodies.length} different requests, ${(bytes / 1024).toFixed(0)} KB per response on average`;
    return [
      await benchLoad(title, servers, probe, bodies, progress),
      await benchStartUp(servers, probe, progress),
      await benchMemory(probe, progress),
      await benchMockMemory(probe, bodies, progress),
    ];
  });
}

/** A request that every operation without required input responds to. */
export async function readProbe(): Promise<Probe> {
  const document = await readDocument(path('generated/openapi.json'));
  const operation = listOperations(document).find(({ paginated }) => paginated)!;
  return probeOf(operation, findSigningName(document)!);
}

function probeOf({ path }: Operation, service: string): Probe {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
  const headers = { 'content-type': 'application/json', 'x-amz-date': '20261122T000000Z', authorization };
  return { path, method: 'POST', headers, body: '{}' };
}

async function withServer<Result>(command: string[], probe: Probe, work: (url: string) => Promise<Result>) {
  const server = await startServer(command, probe);
  return work(server.url).finally(() => server.stop());
}

/** Pages through all items with every page size, with and without a filter; a filter's value is that of an item. */
async function varyRequests({ paginated, filters }: Operation, probe: Probe, url: string) {
  const { items, pageSize, inputToken, outputToken } = paginated!;
  const bodies: string[] = [];
  let bytes = 0;
  const send = async (request: JsonObject): Promise<JsonObject> => {
    const body = JSON.stringify(request);
    const text = await (await fetch(url + probe.path, { ...probe, body })).text();
    bodies.push(body);
    bytes += text.length;
    return JSON.parse(text);
  };
  const all = (await send({}))[items] as JsonObject[];
  const filtered = Object.entries(filters ?? {}).flatMap(([name, pointer]) =>
    [...new Set(all.map((item) => at(item, pointer)).filter((value) => value !== undefined))]
      .slice(0, 5)
      .map((value) => ({ filters: [{ name, values: [value] }] })),
  );
  for (const filter of [{}, ...filtered] as JsonObject[]) {
    for (let size = 1; size <= 25; size += 6) {
      let request: JsonObject | undefined = { ...filter, [pageSize!]: size };
      while (request) {
        const token: Json | undefined = (await send(request))[outputToken];
        request = token === undefined ? undefined : { ...request, [inputToken]: token };
      }
    }
  }
  return { bodies, bytes: Math.round(bytes / bodies.length) };
}

async function load(server: ServerProcess, probe: Probe, bodies: string[], count: number): Promise<Load> {
  const result = await autocannon({
    url: server.url,
    connections: count,
    duration: seconds,
    requests: bodies.map((body) => ({ ...probe, body })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${server.url}: ${result.non2xx} requests got an error, ${result.errors} no response`);
  return { requestsPerSecond: result.requests.average, p99: result.latency.p99 };
}

async function benchLoad(
  title: string,
  servers: Record<string, string[]>,
  probe: Probe,
  bodies: string[],
  progress: (step: string) => void,
): Promise<Table> {
  const rows = [];
  const loads = new Map<string, Load[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(servers)) {
      const server = await startServer(command, probe);
      for (const count of connections) {
        progress(`${name}, ${count} connections`);
        const key = `${name} ${count}`;
        loads.set(key, [...(loads.get(key) ?? []), await load(server, probe, bodies, count)]);
      }
      await server.stop();
    }
  }
  const best = (name: string, count: number): Load => ({
    requestsPerSecond: Math.max(...loads.get(`${name} ${count}`)!.map((one) => one.requestsPerSecond)),
    p99: Math.min(...loads.get(`${name} ${count}`)!.map(({ p99 }) => p99)),
  });
  for (const count of connections) {
    const prism = best('stock Prism', count);
    for (const name of Object.keys(servers)) {
      const { requestsPerSecond, p99 } = best(name, count);
      const ratio = `${(requestsPerSecond / prism.requestsPerSecond).toFixed(1)}`;
      rows.push([
        name,
        `${count}`,
        requestsPerSecond.toFixed(0),
        ratio,
        `${p99}`,
        (p99 / prism.p99).toFixed(3),
      ]);
    }
  }
  return {
    title: `${title}, best of ${rounds} runs of ${seconds} s`,
    columns: ['server', 'connections', 'requests/s', '× stock Prism', 'p99 ms', 'p99 ÷ stock Prism'],
    rows,
  };
}

async function benchStartUp(
  servers: Record<string, string[]>,
  probe: Probe,
  progress: (step: string) => void,
): Promise<Table> {
  const times = new Map(Object.keys(servers).map((name) => [name, [] as number[]]));
  for (let round = 0; round < 5; round++) {
    for (const [name, command] of Object.entries(servers)) {
      progress(`start-up of ${name}`);
      const server = await startServer(command, probe);
      times.get(name)!.push(server.startUp);
      await server.stop();
    }
  }
  const prism = median(times.get('stock Prism')!);
  return {
    title: 'From start to the first response, median of 5',
    columns: ['server', 'ms', '÷ stock Prism'],
    rows: [...times].map(([name, values]) => [
      name,
      median(values).toFixed(0),
      (median(values) / prism).toFixed(2),
    ]),
  };
}

async function benchMemory(probe: Probe, progress: (step: string) => void): Promise<Table> {
  const rows = [];
  for (const count of ['60', '100000']) {
    progress(`memory with ${count} items`);
    const server = await startServer([...ownMock, '--count', count], probe);
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)![1]);
    rows.push([count, server.startUp.toFixed(0), (kilobytes / 1024).toFixed(0)]);
    await server.stop();
  }
  return { title: 'This mock with generated items', columns: ['items', 'start-up ms', 'resident MB'], rows };
}
