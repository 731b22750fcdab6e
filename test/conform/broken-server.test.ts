import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createMockHandler, type MockHandler } from '../../scripts/mock/create-mock.ts';
import { conform, failures } from './support.ts';

let handler: MockHandler;
let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Serves a mock, but something else at the requests with a body. */
async function serve(
  body: string,
  instead: (...parameters: Parameters<RequestListener>) => void,
): Promise<string> {
  handler = await createMockHandler();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    if (sent.toString() === body) return instead(request, response);
    const headers = { ...(request.headers as Record<string, string>), connection: 'close' };
    const { method = '' } = request;
    const reply = await handler(`http://${headers['host' as never]}${request.url}`, {
      method,
      headers,
      ...(method !== 'GET' && { body: sent }),
    });
    response
      .writeHead(reply.status, Object.fromEntries(reply.headers))
      .end(Buffer.from(await reply.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return urlOf(server);
}

function urlOf(listening: Server): string {
  return `http://127.0.0.1:${(listening.address() as { port: number }).port}`;
}

test('a request that a server does not respond to fails its rule alone', async () => {
  const url = await serve('{}{}', (request) => request.socket.destroy());
  const { 'body-syntax': reasons = [], ...others } = failures(await conform(url));
  expect(others).toEqual({});
  expect(reasons.length).toBeGreaterThan(0);
  for (const reason of reasons) {
    expect(reason).toMatch(/two objects: no response from 127\.0\.0\.1:\d+ \(ECONNRESET\)$/);
  }
});

test('a server that crashes at a request and starts again fails that rule alone', async () => {
  const url = await serve('{}{}', () => {
    const { port } = new URL(url);
    server.closeAllConnections();
    server.close();
    setTimeout(() => server.listening || server.listen(Number(port), '127.0.0.1'), 300);
  });
  expect(Object.keys(failures(await conform(url)))).toEqual(['body-syntax']);
});
