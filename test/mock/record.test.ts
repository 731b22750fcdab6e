import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ListImageScanFindingsCommand } from '@aws-sdk/client-imagebuilder';
import type { Har } from 'har-format';
import { expect, test } from 'vitest';
import { createMockHandler } from '../../scripts/mock/create-mock.ts';
import { temporaryFolder } from '../support/folder.ts';
import { authorization, credentials, operation, paginated, post, sdkClient, startMock } from './harness.ts';

const createMockModule = new URL('../../scripts/mock/create-mock.ts', import.meta.url).href;
const cli = fileURLToPath(new URL('../../scripts/cli.ts', import.meta.url));

async function recordingFile(): Promise<string> {
  return join(await temporaryFolder(), 'exchanges.har');
}

async function read(file: string): Promise<Har['log']> {
  return JSON.parse(await readFile(file, 'utf8')).log;
}

function validate(file: string): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, 'validate', file], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: stdout + stderr }),
    );
  });
}

test('a recording is HAR 1.2 with the request and the response', async () => {
  const record = await recordingFile();
  const mock = await startMock({ record });
  const response = await post(mock, JSON.stringify({ [paginated.pageSize]: 2 }));
  const text = await response.text();
  const log = await read(record);
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'imagebuilder-scan-findings' } });
  expect(log.entries).toEqual([
    {
      startedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      time: expect.any(Number),
      request: expect.objectContaining({
        method: 'POST',
        url: mock.url + operation.path,
        postData: { mimeType: 'application/json', text: `{"${paginated.pageSize}":2}` },
      }),
      response: expect.objectContaining({
        status: 200,
        content: { size: Buffer.byteLength(text), mimeType: 'application/json', text },
      }),
      cache: {},
      timings: { send: 0, wait: expect.any(Number), receive: 0 },
    },
  ]);
  const id = { name: 'x-amzn-requestid', value: response.headers.get('x-amzn-requestid') };
  expect(log.entries[0]!.response.headers).toContainEqual(id);
});

test('scan-findings validate accepts the recording of an SDK that pages through everything', async () => {
  const record = await recordingFile();
  const mock = await startMock({ record, count: 60 });
  const client = sdkClient(mock);
  let nextToken: string | undefined;
  do {
    ({ nextToken } = await client.send(new ListImageScanFindingsCommand({ nextToken })));
  } while (nextToken);
  const { code, out } = await validate(record);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('valid') });
  expect((await read(record)).entries).toHaveLength(3);
});

test('scan-findings validate finds the request that broke the contract', async () => {
  const record = await recordingFile();
  const mock = await startMock({ record });
  await post(mock, '{}');
  await post(mock, JSON.stringify({ [paginated.pageSize]: 0 }));
  const { code, out } = await validate(record);
  expect(code).toBe(1);
  expect(out).toContain(`${paginated.pageSize} must be at least 1, is 0`);
});

test('a mock serves the items of a recording', async () => {
  const record = await recordingFile();
  await post(await startMock({ record, count: 7 }), '{}');
  const mock = await startMock({ data: [`${operation.id}=${record}`] });
  expect(mock.data.find(({ operation: id }) => id === operation.id)!.items).toBe(7);
});

test('a recording has no secrets', async () => {
  const record = await recordingFile();
  const mock = await startMock({ record });
  const secrets = [
    'credential-secret',
    'token-secret',
    'signature-secret',
    'cookie-secret',
    'header-secret',
    'key-secret',
  ];
  const names = ['Credential', 'Security-Token', 'Signature'];
  const query = names.map((name, index) => `X-Amz-${name}=${secrets[index]}`).join('&');
  const headers = {
    authorization,
    cookie: secrets[3]!,
    'x-amz-security-token': secrets[4]!,
    'x-api-key': secrets[5]!,
    'content-type': 'application/json',
  };
  const url = `${mock.url}${operation.path}?${query}&visible=1`;
  await (await fetch(url, { method: 'POST', headers, body: '{}' })).text();
  const text = await readFile(record, 'utf8');
  expect([...secrets, credentials.accessKeyId].filter((secret) => text.includes(secret))).toEqual([]);
  expect((await read(record)).entries[0]!.request.queryString).toContainEqual({
    name: 'visible',
    value: '1',
  });
});

test('a recording is valid after every request, in the order of the responses', async () => {
  const record = await recordingFile();
  const mock = await startMock({ record });
  expect((await read(record)).entries).toEqual([]);
  for (let count = 1; count <= 5; count += 1) {
    await (await post(mock, JSON.stringify({ [paginated.pageSize]: count }))).text();
    expect((await read(record)).entries).toHaveLength(count);
  }
});

test('a body that is not UTF-8 is recorded as Base64', async () => {
  const record = await recordingFile();
  const mock = await startMock({ record });
  await post(mock, Uint8Array.of(0xff));
  expect((await read(record)).entries[0]!.request.postData).toMatchObject({
    text: '/w==',
    encoding: 'base64',
  });
});

test('a handler records as well', async () => {
  const record = await recordingFile();
  const handler = await createMockHandler({ record });
  const url = `https://imagebuilder.us-east-1.amazonaws.com${operation.path}`;
  await handler(url, { method: 'POST', body: '{}' });
  expect((await read(record)).entries.map(({ response }) => response.status)).toEqual([403]);
});

test('a recording that no longer fits ends with a warning, is valid, and costs no response', async () => {
  const file = await recordingFile();
  const script = `
    import { createMockHandler } from ${JSON.stringify(createMockModule)};
    const handler = await createMockHandler({ record: ${JSON.stringify(file)} });
    for (let i = 0; i < 40; i++) {
      const { status } = await handler('http://localhost${operation.path}', { method: 'POST', body: '{}' });
      console.log(status);
    }`;
  const limited = `ulimit -f 16; exec ${JSON.stringify(process.execPath)} --input-type=module --eval "$SCRIPT"`;
  const env = { ...process.env, SCRIPT: script };
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', limited], { env });
  expect(stdout).toBe('403\n'.repeat(40));
  expect(stderr).toContain('the recording has ended: EFBIG');
  const { entries } = await read(file);
  expect(entries.length).toBeGreaterThan(2);
  expect(entries.length).toBeLessThan(40);
});

test('a recording onto a full disk is an error at the start', async () => {
  await expect(startMock({ record: '/dev/full' })).rejects.toThrow(/^cannot record: ENOSPC: /);
});

test('a recording that cannot be written is an error that names the file', async () => {
  const record = join(await temporaryFolder(), 'missing/exchanges.har');
  await expect(startMock({ record })).rejects.toThrow(/cannot record: ENOENT: .*missing\/exchanges\.har/);
});
