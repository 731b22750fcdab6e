import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ConformanceOptions } from '../../scripts/conform/index.ts';
import { listRules } from '../../scripts/conform/index.ts';
import { writeCurl } from '../../scripts/conform/sign.ts';
import { contract, operation, sharedMock } from '../mock/harness.ts';
import { freePort, startServer } from '../support/server.ts';
import { conform, credentials, failures, findRule, startMock } from './support.ts';

const rate = operation.errors.find(({ cause }) => cause === 'rate')!;
const { items } = operation.paginated!;
/** A filter by a property of the item itself. */
const [filter] = Object.values(operation.filters!).filter((pointer) => pointer.split('/').length === 2);

describe('rules', () => {
  test('have names in kebab-case, each once, and a sentence', async () => {
    const rules = await listRules();
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const { name, statement } of rules) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(statement).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('cover every keyword that a request can break', async () => {
    const names = (await listRules()).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'request-enum',
        'request-max-items',
        'request-min-length',
        'request-pattern',
        'request-type',
      ]),
    );
  });
});

test('a server that returns an empty object fails to refuse, and shows nothing about pages', async () => {
  const { url } = await startServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  const report = await conform(url);
  expect(report.conforms).toBe(false);
  const refusals = ['request-type', 'request-max-items', 'body-syntax', 'page-token-unknown', 'unknown-path'];
  expect(Object.keys(failures(report))).toEqual(expect.arrayContaining([...refusals, 'response-headers']));
  expect(findRule(report, 'page-concatenation')).toMatchObject({ status: 'unproven' });
  expect(findRule(report, 'signature-missing')).toMatchObject({
    status: 'unproven',
    reason: 'the server requires no signature',
  });
});

describe('throttling', () => {
  test('is waited out, and no failure', async () => {
    let requests = 0;
    const { url } = await startServer((request, response) => {
      request.resume().on('end', () => {
        response
          .setHeader('x-amzn-requestid', `id-${++requests}`)
          .setHeader('content-type', 'application/json');
        if (requests % 3 > 0) return response.end('{}');
        response.writeHead(rate.status, { 'x-amzn-errortype': rate.name, 'retry-after': '0.001' }).end('{}');
      });
    });
    const report = await conform(url, { only: ['request-valid'] });
    expect(failures(report)).toEqual({});
    expect(report.throttled).toBeGreaterThan(5);
  });
});

test('a server that refuses everything as too fast cannot be tested', async () => {
  const { url } = await startServer((request, response) => {
    request.resume().on('end', () => response.writeHead(429, { 'retry-after': '0.001' }).end());
  });
  await expect(conform(url)).rejects.toThrow(/kept refusing requests as too fast: lower --rate$/);
});

describe('a read-only run', () => {
  test('is the only one that the live service gets', async () => {
    const hosts = contract.document.servers.map(({ url }) => url.replaceAll(/\{.*?\}/g, 'us-east-1'));
    for (const url of hosts)
      await expect(conform(url)).rejects.toThrow(`${url} is the live service: set --read-only`);
    expect(hosts.length).toBeGreaterThan(1);
  });

  test('is not what a misspelt option starts', async () => {
    const options = { readonly: true } as ConformanceOptions;
    await expect(conform('http://127.0.0.1:1', options)).rejects.toThrow(
      'unknown option "readonly"; did you mean readOnly?',
    );
  });

  describe('sends', () => {
    const mock = sharedMock();
    // They wait most of the time.
    test.concurrent.for([
      ['at most 5 requests per second', undefined, 200],
      ['no more if the rate is higher', 1000, 200],
      ['fewer if the rate is lower', 4, 250],
    ] as const)('%s', async ([, rate, milliseconds]) => {
      const options = { readOnly: true, rate, only: ['content-type'] };
      const { duration, requests } = await conform(mock().url, options);
      expect(requests).toBeGreaterThan(5);
      expect(duration).toBeGreaterThanOrEqual((requests - 1) * milliseconds);
    });
  });

  test('does not fail a list that changes meanwhile', async () => {
    let requests = 0;
    const { url } = await startServer((request, response) => {
      request.resume().on('end', () => {
        requests += 1;
        response
          .setHeader('x-amzn-requestid', `id-${requests}`)
          .setHeader('content-type', 'application/json');
        const list = Array.from({ length: 1 + (requests % 9) }, () => ({ [filter!.slice(1)]: 'a' }));
        response.end(JSON.stringify({ [items]: list }));
      });
    });
    const report = await conform(url, { readOnly: true, only: ['filter-match'] });
    expect(findRule(report, 'filter-match')).toMatchObject({
      status: 'unproven',
      reason: 'the list changed during the run',
    });
  });
});

test.for([0, -1, Number.NaN])('a rate of %s is an error', async (rate) => {
  await expect(conform('http://127.0.0.1:1', { rate })).rejects.toThrow(
    `rate must be more than 0, is ${rate}`,
  );
});

describe('a server that cannot be reached', () => {
  test('is an error that names the host', async () => {
    const port = await freePort();
    await expect(conform(`http://127.0.0.1:${port}`)).rejects.toThrow(
      `no response from 127.0.0.1:${port} (ECONNREFUSED)`,
    );
  });
});

test('the curl command of a failure repeats the request, signed', async () => {
  const { url } = await startMock({ revision: 'latest', verifySignatures: credentials });
  const report = await conform(url, { only: ['request-maximum'] });
  const { curl } = findRule(report, 'request-maximum').cases.find(({ status }) => status === 'failed')!;
  expect(curl).not.toContain(credentials.secretAccessKey);
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const { stdout } = await promisify(execFile)('bash', ['-c', curl!], { env });
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK/);
});

test.for([
  ['quotes', `{"a": "it's \\ "b""}`],
  ['characters that a terminal hides', '{"a": "\u202e\u0085\u{e0041}\u0007"}'],
  ['bytes that are not UTF-8', Uint8Array.from([0x7b, 0x27, 0xff, 0x0a, 0x5c, 0x7d])],
] as const)('a curl command sends %s as they are', async ([, body]) => {
  const target = { url: 'http://127.0.0.1:1', region: 'us-east-1', service: 'a', credentials };
  const command = writeCurl(target, { method: 'POST', path: '/a', headers: {}, body });
  expect(command).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
  const script = `curl() { printf '%s' "\${@: -2:1}"; }; ${command}`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    ...{ encoding: 'buffer', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  });
  expect(stdout).toEqual(Buffer.from(body));
});
