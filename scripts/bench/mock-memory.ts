import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Probe } from '../programs/start-server.ts';
import type { MemoryUse } from './mock-memory-process.ts';
import type { Table } from './table.ts';

const script = fileURLToPath(new URL('mock-memory-process.ts', import.meta.url));

/** Measures what a mock keeps in memory of requests that are valid or not, and what mocks leave behind. */
export async function benchMockMemory(
  probe: Probe,
  bodies: string[],
  progress: (step: string) => void,
): Promise<Table> {
  progress('memory after 300,000 requests and 200 starts');
  const { authorization: _, ...unsigned } = probe.headers;
  const requests: Probe[] = [
    ...bodies.slice(0, 40).map((body) => ({ ...probe, body })),
    ...['{', '[]', '{"unknown":1}', '{"nextToken":"x"}'].map((body) => ({ ...probe, body })),
    { ...probe, headers: unsigned },
    { ...probe, path: '/unknown' },
  ];
  const child = spawn(process.execPath, ['--expose-gc', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(requests));
  const use: MemoryUse = JSON.parse(await text(child.stdout));
  const rows = Object.entries(use).flatMap(([what, uses]: [string, MemoryUse['starts']]) =>
    uses.map(({ count, bytes }) => [`${count} ${what}`, (bytes / 2 ** 20).toFixed(1)]),
  );
  return { title: 'This mock: memory in use after garbage collection', columns: ['after', 'MB'], rows };
}
