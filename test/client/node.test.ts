import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOf, credentials, document, errorOf, operation, reply, serve } from './harness.ts';
import { createSignedFetch } from './platform.ts';

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

test('a body in many pieces is read as one text, whatever byte a piece ends with', async () => {
  const body = { requestId: '😀'.repeat(3) };
  const server = await serve(async (response) => {
    for (const byte of Buffer.from(JSON.stringify(body))) {
      response.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  expect(await clientOf(server).listImageScanFindings()).toEqual(body);
});

test('the User-Agent header names the client, Node and the application', async () => {
  const server = await serve(reply(200, {}));
  await clientOf(server, { userAgentAppId: 'nightly-report' }).listImageScanFindings();
  await clientOf(server, { headers: { 'User-Agent': 'own' } }).listImageScanFindings();
  const [first, second] = server.received.map(({ headers }) => headers['user-agent']);
  const { 'x-client-name': name, version } = document.info;
  expect(first).toBe(`${name}Client/${version} node/${process.versions.node} app/nightly-report`);
  expect(second).toBe('own');
  expect(() => clientOf(server, { userAgentAppId: 'a/b c' })).toThrow('userAgentAppId must be');
});

describe('a response of createSignedFetch can be read as any Response', () => {
  const readers: [string, (response: Response) => Promise<unknown>, unknown][] = [
    ['text', (response) => response.text(), '{"requestId":"é"}'],
    ['json', (response) => response.json(), { requestId: 'é' }],
    ['arrayBuffer', async (response) => new Uint8Array(await response.arrayBuffer()).length, 18],
    ['bytes', async (response) => (await response.bytes()).length, 18],
    ['blob', async (response) => (await response.blob()).size, 18],
    ['body', async (response) => (await response.body!.getReader().read()).value!.length, 18],
    ['clone', async (response) => (await response.clone().text()) === (await response.text()), true],
  ];

  test.for(readers)('by %s, once', async ([, read, expected]) => {
    const server = await serve(reply(200, '{"requestId":"é"}'));
    const { baseUrl, fetch } = createSignedFetch({ endpoint: server.url, region: 'us-east-1', credentials });
    const response = await fetch(baseUrl + operation.path, { method: 'POST', body: '{}' });
    expect(response.bodyUsed).toBe(false);
    expect(await read(response)).toEqual(expected);
    expect(response.bodyUsed).toBe(true);
    await expect(response.text()).rejects.toThrow(TypeError);
    await expect(response.json()).rejects.toThrow(TypeError);
  });
});

// The package as it is published, in a process of its own: no bundler and no loader help.
test('CommonJS gets the client by require()', async () => {
  const server = await serve(reply(200, { findings: [{ title: 'required' }] }));
  const code = `
    const { createImageScanFindingsClient } = require('imagebuilder-scan-findings');
    createImageScanFindingsClient({ validate: true }).listImageScanFindings().then(
      ({ findings }) => console.log(findings[0].title),
    );`;
  const env = {
    ...{ PATH: process.env['PATH'], AWS_ENDPOINT_URL: server.url, AWS_REGION: 'us-east-1' },
    ...{ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', code], { env });
  expect(stdout).toBe('required\n');
  expect(server.received[0]!.headers.authorization).toContain('Credential=AKIDEXAMPLE/');
});
