import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createMock } from '../../scripts/mock/create-mock.ts';
import { operation, post } from './harness.ts';

describe('a closing mock', () => {
  test('lets the request under way finish', async () => {
    const mock = await createMock({ latency: 150 });
    const response = post(mock, '{}');
    await setTimeout(50);
    await mock.close();
    expect((await response).status).toBe(operation.status);
  });

  test('does not wait for a request that never ends', async () => {
    const mock = await createMock({ timeout: 200 });
    const { hostname, port } = new URL(mock.url);
    const socket = connect(Number(port), hostname);
    socket.write('POST / HTTP/1.1\r\n');
    await setTimeout(50);
    await mock.close();
    socket.destroy();
  });
});
