import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { AwsClient } from 'aws4fetch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations, type Operation, type OperationError } from '../../scripts/contract/operations.ts';
import { camelCase } from '../../scripts/generators/naming.ts';
import { generate } from '../../scripts/pipeline/pipeline.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

type Method = (input?: object, options?: object) => Promise<Record<string, unknown>>;
type Walk = (input?: object, options?: object) => AsyncIterable<Record<string, unknown>>;

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: unknown;
}

let workspace: Workspace;
let operation: Operation;
let errors: OperationError[];
let createClient: (options: object) => Record<string, unknown>;
let server: Server;
let baseUrl: string;
let received: Received[];
let answer: (response: ServerResponse, request: Received) => void;

beforeAll(async () => {
  workspace = await createWorkspace();
  await generate(workspace);
  const document = await readDocument(`${workspace.out}/openapi.yaml`);
  operation = listOperations(document).find(({ paginated }) => paginated)!;
  errors = operation.errors;
  const module = await import(/* @vite-ignore */ pathToFileURL(`${workspace.out}/client.ts`).href);
  createClient = module[`create${document.info['x-client-name']}Client`];
});

afterAll(() => workspace.remove());

beforeEach(async () => {
  received = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: JSON.parse(text) });
    answer(response, received.at(-1)!);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function reply(status: number, body: string | object, headers: Record<string, string> = {}): void {
  answer = (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

const call: Method = (input, options) =>
  (createClient({ baseUrl })[camelCase(operation.id)] as Method)(input, options);
const walk: Walk = (input, options) =>
  (createClient({ baseUrl })[`paginate${operation.id}`] as Walk)(input, options);
const failure = (): Promise<Record<string, unknown>> => call().catch((error) => error);

test('a call sends its input to the path of the operation and returns the body', async () => {
  const { inputToken, items } = operation.paginated!;
  reply(200, { [items]: [] });
  expect(await call({ [inputToken]: 'here' })).toEqual({ [items]: [] });
  expect(received).toMatchObject([
    { method: operation.method.toUpperCase(), url: operation.path, body: { [inputToken]: 'here' } },
  ]);
  expect(received[0]!.headers['content-type']).toBe('application/json');
});

test('a call without input sends the empty object', async () => {
  reply(200, {});
  await call();
  expect(received[0]!.body).toEqual({});
});

test('headers of the client and of the call are sent, those of the call winning', async () => {
  reply(200, {});
  const client = createClient({ baseUrl, headers: { 'x-first': 'client', 'x-second': 'client' } });
  await (client[camelCase(operation.id)] as Method)({}, { headers: { 'x-second': 'call' } });
  expect(received[0]!.headers).toMatchObject({ 'x-first': 'client', 'x-second': 'call' });
});

test('aws4fetch signs a request as it is sent', async () => {
  reply(200, {});
  const aws = new AwsClient({
    ...{ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' },
    ...{ service: 'imagebuilder', region: 'us-east-1' },
  });
  const client = createClient({ baseUrl, sign: (request: Request) => aws.sign(request) });
  await (client[camelCase(operation.id)] as Method)({});
  expect(received[0]!.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\//);
  expect(received[0]!.body).toEqual({});
});

test('another fetch takes the place of the global one', async () => {
  const fetch = async () => new Response('{"from":"elsewhere"}');
  const client = createClient({ baseUrl, fetch });
  expect(await (client[camelCase(operation.id)] as Method)()).toEqual({ from: 'elsewhere' });
  expect(received).toEqual([]);
});

test('an aborted call rejects with the reason of its signal', async () => {
  const abort = new AbortController();
  answer = () => abort.abort(new Error('enough'));
  await expect(call({}, { signal: abort.signal })).rejects.toThrow('enough');
});

test('a call aborted in the middle of its answer rejects with the reason of its signal', async () => {
  const abort = new AbortController();
  answer = (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"half":');
    setTimeout(() => abort.abort(new Error('enough')), 50);
  };
  await expect(call({}, { signal: abort.signal })).rejects.toThrow('enough');
});

describe('an error', () => {
  test('of every name in the contract is thrown with what the contract says of it', async () => {
    expect(errors.length).toBeGreaterThan(0);
    for (const { name, status, message, retryable } of errors) {
      reply(status, { message }, { 'x-amzn-errortype': name, 'x-amzn-requestid': 'id-1' });
      expect(await failure()).toMatchObject({
        ...{ name, status, retryable, operation: operation.id, requestId: 'id-1', reason: message },
        message: `${operation.id} failed with ${name} (status ${status}, request id-1): ${message}`,
      });
    }
  });

  test.each([
    ['a namespace before', (name: string) => `com.amazon.coral#${name}`],
    ['an address behind', (name: string) => `${name}:http://internal.amazon.com/coral/`],
    ['both', (name: string) => `com.amazon.coral#${name}:http://internal.amazon.com/#fragment`],
  ])('is recognised in a header with %s its name', async (_, decorate) => {
    const { name, status } = errors[0]!;
    reply(status, {}, { 'x-amzn-errortype': decorate(name) });
    expect(await failure()).toMatchObject({ name });
  });

  test('takes its name from the header before code, and from code before __type', async () => {
    const [header, code, type] = errors.map(({ name }) => name);
    reply(400, { code, __type: `service#${type}` }, { 'x-amzn-errortype': header! });
    expect(await failure()).toMatchObject({ name: header });
    reply(400, { code, __type: `service#${type}` });
    expect(await failure()).toMatchObject({ name: code });
    reply(400, { __type: `service#${type}` });
    expect(await failure()).toMatchObject({ name: type });
  });

  test('that the contract does not name keeps its own name', async () => {
    reply(400, { message: 'New here.' }, { 'x-amzn-errortype': 'BrandNewException' });
    expect(await failure()).toMatchObject({ name: 'BrandNewException', retryable: false });
  });
});

describe('an answer from something in between', () => {
  test('is retryable when its status says that it will pass', async () => {
    reply(503, '');
    expect(await failure()).toMatchObject({ name: 'UnknownError', retryable: true });
    reply(418, '');
    expect(await failure()).toMatchObject({ name: 'UnknownError', retryable: false });
  });

  test('is told in the words of its HTML', async () => {
    reply(502, '<html><head><title>502 Bad Gateway</title></head></html>', { 'content-type': 'text/html' });
    expect(await failure()).toMatchObject({ name: 'UnknownError', status: 502, reason: '502 Bad Gateway' });
  });

  test('is an error also when it is empty', async () => {
    reply(500, '', { 'content-length': '0' });
    expect(await failure()).toMatchObject({ status: 500, reason: undefined });
  });

  test('that breaks off keeps what the header says', async () => {
    const { name, status } = errors[0]!;
    answer = (response) => {
      response.writeHead(status, { 'x-amzn-errortype': name, 'content-length': '100' }).write('{"message":');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await failure()).toMatchObject({ name, status });
  });

  test.each(['null', '[]', '7', '{"message":{}}', '{"code":7}'])('may have the body %s', async (body) => {
    reply(400, body);
    expect(await failure()).toMatchObject({ name: 'UnknownError', status: 400 });
  });
});

describe('a success that cannot be read is an error', () => {
  test.each([
    ['is empty', ''],
    ['is not JSON', '<html></html>'],
    ['is not JSON', '{"half":'],
  ])('when its body %s', async (reason, body) => {
    reply(200, body, { 'x-amzn-requestid': 'id-2' });
    const expected = { status: 200, requestId: 'id-2', retryable: false, reason: `the body ${reason}` };
    expect(await failure()).toMatchObject(expected);
  });

  test('when its body breaks off', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await failure()).toMatchObject({ status: 200, reason: 'the body breaks off' });
  });
});

describe('a walk through the pages', () => {
  const collect = async (input?: object): Promise<unknown[]> => {
    const pages: unknown[] = [];
    for await (const page of walk(input)) pages.push(page);
    return pages;
  };

  function replyInTurn(tokens: (string | undefined)[]): void {
    const { outputToken } = operation.paginated!;
    answer = (response) => response.end(JSON.stringify({ [outputToken]: tokens[received.length - 1] }));
  }

  test.each([
    ['absent', undefined],
    ['empty', ''],
  ])('ends after the page whose token is %s', async (_, last) => {
    const { inputToken, pageSize } = operation.paginated!;
    replyInTurn(['one', 'two', last]);
    expect(await collect({ [pageSize]: 2 })).toHaveLength(3);
    expect(received.map(({ body }) => body)).toEqual([
      { [pageSize]: 2 },
      { [pageSize]: 2, [inputToken]: 'one' },
      { [pageSize]: 2, [inputToken]: 'two' },
    ]);
  });

  test('starts at a token of the input', async () => {
    const { inputToken } = operation.paginated!;
    replyInTurn([undefined]);
    await collect({ [inputToken]: 'here' });
    expect(received.map(({ body }) => body)).toEqual([{ [inputToken]: 'here' }]);
  });

  test('requests no page before it is asked for', async () => {
    replyInTurn(['one', 'two']);
    for await (const _ of walk()) break;
    expect(received).toHaveLength(1);
  });

  test('fails when the same token comes twice in a row', async () => {
    replyInTurn(['one', 'same', 'same', 'same']);
    await expect(collect()).rejects.toThrow(
      `${operation.id} answered twice in a row with the ${operation.paginated!.outputToken} "same"`,
    );
    expect(received).toHaveLength(3);
  });

  test('goes on when a token comes back after another', async () => {
    replyInTurn(['one', 'two', 'one', undefined]);
    expect(await collect()).toHaveLength(4);
  });

  test('throws the error of the page that fails', async () => {
    const { name, status } = errors[0]!;
    reply(status, {}, { 'x-amzn-errortype': name });
    await expect(collect()).rejects.toMatchObject({ name });
  });
});
