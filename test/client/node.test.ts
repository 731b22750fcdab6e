import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { send } from '../../generated/runtime/node/send.ts';
import type { HttpRequest } from '../../generated/runtime/platform.ts';
import { clientOf, credentials, errorOf, reply, serve } from './harness.ts';

const request: HttpRequest = {
  ...{ method: 'POST', headers: {}, body: '{}', signal: null, redirect: 'manual' },
};

test('calls one after another go through one connection', async () => {
  const ports = new Set<unknown>();
  const server = await serve((response) => {
    ports.add(response.socket?.remotePort);
    response.end('{}');
  });
  const client = clientOf(server);
  for (let call = 0; call < 3; call += 1) await client.listImageScanFindings();
  expect(ports.size).toBe(1);
});

test('an endpoint with https is spoken to in TLS', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const firstByte = once(server, 'connection').then(async ([socket]) => {
    const [chunk] = await once(socket, 'data');
    socket.destroy();
    return chunk[0];
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await errorOf(clientOf({ url }).listImageScanFindings())).toMatchObject({ name: 'NetworkError' });
  const handshake = 22;
  expect(await firstByte).toBe(handshake);
});

test('a service that is silent for too long is given up before it answers', async () => {
  const { url } = await serve(() => {});
  await expect(send(url, request, 50)).rejects.toThrow('nothing came for 0.05 seconds');
});

test('a service that is silent for too long is given up in the middle of its answer', async () => {
  const { url } = await serve((response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"half":');
  });
  await expect((await send(url, request, 50)).text()).rejects.toThrow();
});

test('an answer in many pieces is read as one text, whatever character a piece ends in', async () => {
  const text = JSON.stringify({ requestId: '😀'.repeat(3) });
  const { url } = await serve(async (response) => {
    for (const byte of Buffer.from(text)) {
      response.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  expect(await (await send(url, request)).text()).toBe(text);
});

test("a first call does not load Node's fetch, which would take most of its time", async () => {
  const server = await serve(reply(200, {}));
  const code = `
    import { createImageScanFindingsClient } from 'imagebuilder-scan-findings';
    const options = ${JSON.stringify({ endpoint: server.url, region: 'us-east-1', credentials })};
    await createImageScanFindingsClient(options).listImageScanFindings();
    console.log(process.moduleLoadList.filter((name) => name.includes('undici')).join());
    await fetch(options.endpoint, { method: 'POST' });
    console.log(process.moduleLoadList.some((name) => name.includes('undici')));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  expect(stdout).toBe('\ntrue\n');
});
