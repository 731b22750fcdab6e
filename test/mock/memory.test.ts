import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createMock, createMockHandler } from '../../scripts/mock/create-mock.ts';
import { headersOf } from './corpus-cases.ts';
import { operation, paginated, post } from './harness.ts';

const { pageSize, inputToken } = paginated;
/** Valid requests, and such that Prism sees. */
const bodies = [
  {},
  { [pageSize]: 3 },
  { [pageSize]: 0 },
  { [inputToken]: 'made up' },
  [],
  { unknown: 1 },
].map((body) => JSON.stringify(body));

async function bytesInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let time = 0; time < 4; time += 1) {
    collectGarbage();
    await setTimeout(20);
  }
  return process.memoryUsage().heapUsed;
}

/** How many bytes are in use after `count` times more than after the first `warmUp`. */
async function growth(work: (index: number) => Promise<unknown>, warmUp: number, count: number) {
  for (let index = 0; index < warmUp; index += 1) await work(index);
  const before = await bytesInUse();
  for (let index = 0; index < count; index += 1) await work(index);
  return (await bytesInUse()) - before;
}

// Each mock with a Prism of its own would leave 28 KB behind, 1.7 MB in all.
test('60 mocks that were started and closed leave less than 1.2 MB behind', async () => {
  const startAndStop = async () => {
    const mock = await createMock();
    for (const body of bodies) await (await post(mock, body)).text();
    await mock.close();
  };
  expect(await growth(startAndStop, 20, 60)).toBeLessThan(1_200_000);
});

test('a mock keeps less than 200 bytes per request of 5,000', async () => {
  const handler = await createMockHandler();
  const init = { method: 'POST', headers: headersOf() };
  const send = async (index: number) => {
    const body = bodies[index % bodies.length]!;
    await (await handler(`http://localhost${operation.path}`, { ...init, body })).text();
  };
  // The log of requests is full after 1,000.
  expect(await growth(send, 2000, 5000)).toBeLessThan(1_000_000);
});
