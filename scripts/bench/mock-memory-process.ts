/**
 * Prints as JSON the bytes in use after garbage collection: after requests to one mock, and after starts of others.
 * Standard input has the requests of a mock; it is run with `--expose-gc`.
 */
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import autocannon from 'autocannon';
import { createMock } from '../mock/create-mock.ts';
import type { Probe } from '../programs/start-server.ts';

const rounds = 6;
const requestsPerRound = 50_000;
const startsPerRound = 50;

export interface MemoryUse {
  requests: { count: number; bytes: number }[];
  starts: { count: number; bytes: number }[];
}

const requests: Probe[] = JSON.parse(await text(process.stdin));

async function send(url: string, amount: number): Promise<void> {
  const { errors } = await autocannon({ url, connections: 16, amount, requests });
  if (errors > 0) throw new Error(`${errors} requests got no response`);
}

async function bytesInUse(): Promise<number> {
  for (let time = 0; time < 4; time += 1) {
    globalThis.gc!();
    await setTimeout(20);
  }
  return process.memoryUsage().heapUsed;
}

async function afterRequests(): Promise<MemoryUse['requests']> {
  const mock = await createMock();
  const uses = [];
  for (let round = 0; round < rounds; round += 1) {
    await send(mock.url, requestsPerRound);
    uses.push({ count: (round + 1) * requestsPerRound, bytes: await bytesInUse() });
  }
  await mock.close();
  return uses;
}

async function afterStarts(): Promise<MemoryUse['starts']> {
  const uses = [];
  for (let count = 1; count <= startsPerRound * 4; count += 1) {
    const mock = await createMock();
    await send(mock.url, requests.length);
    await mock.close();
    if (count % startsPerRound === 0) uses.push({ count, bytes: await bytesInUse() });
  }
  return uses;
}

const use: MemoryUse = { requests: await afterRequests(), starts: await afterStarts() };
console.log(JSON.stringify(use));
